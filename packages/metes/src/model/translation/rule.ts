import { mustFit } from '../../base/argument.ts';
import type { InputOf, OutputOf, Schema } from '../../base/schema.ts';
import { entriesKind, fieldKind, fieldsKind, otherwiseKind, wayKind } from './rule-kinds.ts';
import type { Unit } from './unit.ts';

/** A class of value objects, as it stands in a rule or as the own side of a translator. */
export type ModelClass<T = any> = (new (input: any) => T) & { readonly valueName: string; schema(): Schema };

/** How a rule comes by its value. */
export type RuleKind = 'same' | 'type' | 'unit' | 'function' | 'table' | 'constant';

/**
 * One rule of a translator: which foreign fields it reads and how they become the own field. It is data, made by `from`,
 * `table` and `constant`.
 */
export interface Rule<
  Kind extends RuleKind = RuleKind,
  Fields extends readonly string[] = readonly string[],
  Needs extends readonly any[] = any,
  Gives = any,
> {
  readonly kind: Kind;
  /** The foreign fields, with dots between levels: `metadata.orderId`. */
  readonly foreign: Fields;
  /** What a table says, by the foreign word. */
  readonly entries?: Readonly<Record<string, unknown>>;
  /** What a table says about any other word. */
  readonly otherwise?: { readonly own: unknown };
  readonly unit?: Unit;
  readonly type?: Schema | ModelClass;
  readonly run?: (...foreign: any[]) => unknown;
  readonly value?: unknown;
  /** Only for types. */
  readonly '~needs'?: (foreign: Needs) => void;
  /** Only for types. */
  readonly '~gives'?: Gives;
}

/** What a table says about every word that it does not name. */
export interface Otherwise<Own> {
  readonly own: Own;
}

/** A table as the compiler sees it. */
export interface TableRule<
  Field extends string,
  Entries extends Readonly<Record<string, unknown>>,
  Other,
> extends Rule<'table', readonly [Field], any, Entries[keyof Entries] | Other> {
  readonly '~entries'?: Entries;
  readonly '~other'?: { readonly is: Other };
}

/**
 * The foreign field as it is.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example from('failure_message')
 */
export function from<const Field extends string>(field: Field): Rule<'same', readonly [Field]>;
/** The foreign field as a type of ours: the class of a value object. Absent and null fields stay absent. */
export function from<const Field extends string, T>(
  field: Field,
  type: ModelClass<T>,
): Rule<'type', readonly [Field], readonly [any], T>;
/** The foreign field read by a schema, such as that of an identifier. Absent and null fields stay absent. */
export function from<const Field extends string, S extends Schema>(
  field: Field,
  type: S,
): Rule<'type', readonly [Field], readonly [InputOf<S>], OutputOf<S>>;
/** The foreign field in another unit. Absent and null fields stay absent. */
export function from<const Field extends string, Foreign, Own>(
  field: Field,
  unit: Unit<[Foreign], Own>,
): Rule<'unit', readonly [Field], readonly [Foreign], Own>;
/** What a function makes of the foreign field; a translator with functions cannot be turned round. */
export function from<const Field extends string, Foreign, Own>(
  field: Field,
  run: (foreign: Foreign) => Own,
): Rule<'function', readonly [Field], readonly [Foreign], Own>;
/** Several foreign fields in one unit, such as an amount and its currency. Absent when one of them is. */
export function from<const Fields extends readonly string[], Foreign extends readonly any[], Own>(
  fields: Fields,
  unit: Unit<Foreign, Own>,
): Rule<'unit', Fields, Foreign, Own>;
/** What a function makes of several foreign fields; a translator with functions cannot be turned round. */
export function from<const Fields extends readonly string[], Foreign extends readonly any[], Own>(
  fields: Fields,
  run: (...foreign: Foreign) => Own,
): Rule<'function', Fields, Foreign, Own>;
export function from(
  given: string | readonly string[],
  how?: Schema | ModelClass | Unit | ((...foreign: any[]) => unknown),
): Rule {
  mustFit('from', { field: given, how }, { field: fieldsKind, how: wayKind });
  const foreign = typeof given === 'string' ? [given] : given;
  if (how === undefined) return { kind: 'same', foreign };
  if ('~standard' in how || 'valueName' in how) return { kind: 'type', foreign, type: how };
  if (typeof how === 'function') return { kind: 'function', foreign, run: how };
  return { kind: 'unit', foreign, unit: how };
}

/**
 * Foreign words and ours. A table names every word of the foreign enumeration, or ends with `otherwise`; a field that is
 * an open text always needs `otherwise`.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example status: table('status', { succeeded: 'COMPLETED', failed: 'FAILED' }, otherwise('UNKNOWN'))
 */
export function table<const Field extends string, const Entries extends Readonly<Record<string, unknown>>>(
  field: Field,
  entries: Entries,
): TableRule<Field, Entries, never>;
/** A table that has an answer for every word. */
export function table<
  const Field extends string,
  const Entries extends Readonly<Record<string, unknown>>,
  const Own,
>(field: Field, entries: Entries, other: Otherwise<Own>): TableRule<Field, Entries, Own>;
export function table(
  field: string,
  entries: Readonly<Record<string, unknown>>,
  other?: Otherwise<unknown>,
): any {
  mustFit(
    'table',
    { field, entries, other },
    { field: fieldKind, entries: entriesKind, other: otherwiseKind },
  );
  return { kind: 'table', foreign: [field], entries, ...(other && { otherwise: other }) };
}

/** Ends a table: what any word that it does not name is to us. */
export function otherwise<const Own>(own: Own): Otherwise<Own> {
  return { own };
}

/** A value of ours that the foreign model does not have; `constant(undefined)` leaves an optional field out. */
export function constant<const Own>(value: Own): Rule<'constant', readonly [], readonly [], Own> {
  return { kind: 'constant', foreign: [], value };
}
