import { listOf, mustFit, optional, partsOf } from '../base/argument.ts';
import type { OutputOf, Schema } from '../base/schema.ts';
import { callback, line, schema, source } from './kinds.ts';
import type { EventFacts, HeardName, Received, Source } from './source.ts';

/** One line of a projection: which row an event touches, and what the row becomes (`null` removes it). */
export interface Fold<Hears extends string = string> {
  readonly source: Source;
  readonly key: (event: any, facts: EventFacts) => string;
  readonly fold: (row: any, event: any, facts: EventFacts) => unknown;
  /** Only for types. */
  readonly '~hears'?: Hears;
}

/** A read model: rows by key, each the pure fold of the events that touch it, so it can be rebuilt from zero. */
export interface Projection<Row = any, Hears extends string = string> {
  readonly projection: string;
  readonly row: Schema<Row>;
  readonly folds: readonly Fold<Hears>[];
  /** The fields (top level, text or number) by which rows are listed. */
  readonly indexes: readonly string[];
}

/** Adds a line to a projection of rows of type `Row`. */
export type On<Row> = <S extends Source>(
  source: S,
  key: (event: Received<S>, facts: EventFacts) => string,
  fold: (row: Row | undefined, event: Received<S>, facts: EventFacts) => Row | null | undefined,
) => Fold<HeardName<S>>;

const folds = listOf(
  'folds',
  partsOf(
    'a fold',
    { source, key: callback, fold: callback },
    'on(OrderPlaced, (e) => e.orderId, (row, e) => ...)',
  ),
);
const indexes = optional(listOf('names of fields', line));
const declared = partsOf('what is said of a projection', { row: schema, on: callback, indexes });

/** A projection as a context has it. */
export const projectionKind = partsOf(
  'a projection',
  { projection: line, row: schema, folds, indexes },
  "projection('...', { ... })",
);

/**
 * Declares a projection. A fold is pure and gets the row as it is (`undefined` when there is none yet); it returns the
 * next row, `null` to remove it, or `undefined` to leave it.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * projection('orders-by-customer', { row: OrderLine, indexes: ['customerId'], on: (on) => [
 *   on(OrderPlaced, (e) => e.orderId, (_, e) => ({ orderId: e.orderId, customerId: e.customerId, status: 'pending' })),
 * ] });
 */
export function projection<R extends Schema, Hears extends string = never>(
  name: string,
  declaration: {
    readonly row: R;
    readonly on: (on: On<OutputOf<R>>) => readonly Fold<Hears>[];
    readonly indexes?: readonly (keyof OutputOf<R> & string)[];
  },
): Projection<OutputOf<R>, Hears> {
  const on: On<OutputOf<R>> = (source, key, fold) => ({ source, key, fold });
  mustFit('projection', { name, declaration }, { name: line, declaration: declared });
  const lines = declaration.on(on);
  mustFit('projection', { 'the result of on': lines }, { 'the result of on': folds });
  return {
    projection: name,
    row: declaration.row,
    folds: lines,
    indexes: declaration.indexes ?? [],
  };
}
