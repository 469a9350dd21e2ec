import type { InputOf, OutputOf, Schema } from '../../base/schema.ts';
import type { At, AtAll, Strangers } from './foreign-path.ts';
import type { ModelClass, Rule, TableRule } from './rule.ts';

/** The own side of a translator: a schema, or the class of a value object. */
export type OwnModel = Schema | ModelClass;

/** What a translator has to put together. */
export type OwnInput<O> = O extends Schema
  ? InputOf<O>
  : O extends new (input: infer Input) => any
    ? Input
    : never;

/** What a translator gives. */
export type OwnOutput<O> = O extends Schema ? OutputOf<O> : O extends new (input: any) => infer T ? T : never;

type KeysOf<T> = T extends unknown ? keyof T & string : never;
type ValueOf<T, K extends string> = T extends unknown ? (K extends keyof T ? T[K] : undefined) : never;
type RequiredOf<T> = { [K in KeysOf<T>]: undefined extends ValueOf<T, K> ? never : K }[KeysOf<T>];

type Absent<V> = null extends V ? undefined : undefined extends V ? undefined : never;
type Present<Values extends readonly unknown[]> = { -readonly [I in keyof Values]: NonNullable<Values[I]> };

/** The words of a foreign field, as a table writes them; `string` when it is an open text. */
type Words<V> = V extends string ? V : V extends number | boolean ? `${V}` : never;

/** What a table names; a number is named as text. */
type Named<Entries> = `${keyof Entries & (string | number)}`;

type Fitting<R, Gives, V> = [Gives] extends [V | undefined]
  ? [Gives] extends [V]
    ? R
    : 'The foreign field may be absent and the own field may not: make the own field optional, or use a table or a function'
  : 'What this rule gives does not fit the own field: give a unit, a type, a table or a function';

type CheckedTable<R, V, Found, Field extends string, Entries, Other> = [Other] extends [never]
  ? string extends Words<Found>
    ? `The foreign field "${Field}" is an open text: end the table with otherwise('...')`
    : [Absent<Found>] extends [never]
      ? CheckedWords<R, V, Words<Found>, Field, Entries, Entries[keyof Entries]>
      : `The foreign field "${Field}" may be absent: end the table with otherwise('...')`
  : CheckedStrange<R, V, Words<Found>, Field, Entries, Entries[keyof Entries] | Other>;

type CheckedWords<R, V, Word extends string, Field extends string, Entries, Gives> = [
  Exclude<Word, Named<Entries>>,
] extends [never]
  ? CheckedStrange<R, V, Word, Field, Entries, Gives>
  : `The table does not say what "${Exclude<Word, Named<Entries>>}" of "${Field}" is: add it, or end the table with otherwise('...')`;

type CheckedStrange<R, V, Word extends string, Field extends string, Entries, Gives> = string extends Word
  ? Fitting<R, Gives, V>
  : [Exclude<Named<Entries>, Word>] extends [never]
    ? Fitting<R, Gives, V>
    : `The foreign field "${Field}" never says "${Exclude<Named<Entries>, Word>}": take it out of the table`;

type CheckedRule<F, V, R> =
  R extends Rule<infer Kind, infer Fields, infer Needs, infer Gives>
    ? [Strangers<F, Fields[number]>] extends [never]
      ? Kind extends 'same'
        ? Fitting<R, At<F, Fields[0] & string>, V>
        : R extends TableRule<infer Field, infer Entries, infer Other>
          ? CheckedTable<R, V, At<F, Field>, Field, Entries, Other>
          : Kind extends 'constant'
            ? Fitting<R, Gives, V>
            : Kind extends 'function'
              ? CheckedNeeds<R, AtAll<F, Fields>, Needs, Gives, V>
              : CheckedNeeds<R, Present<AtAll<F, Fields>>, Needs, Gives | Absent<AtAll<F, Fields>[number]>, V>
      : `The foreign model has no field "${Strangers<F, Fields[number]>}"`
    : "A rule is from('...'), table(...) or constant(...)";

type CheckedNeeds<R, Values, Needs, Gives, V> = Values extends Needs
  ? Fitting<R, Gives, V>
  : 'The foreign fields are not of the types that this unit, type or function takes';

/**
 * The rules of a translator, each as it is when it holds and as a sentence when it does not; and a sentence under every
 * own field that has no rule.
 */
export type CheckedRules<F, O, R> = {
  readonly [K in keyof R]: K extends KeysOf<O>
    ? CheckedRule<F, ValueOf<O, K>, R[K]>
    : K extends 'dropped'
      ? CheckedDropped<F, R[K]>
      : `The own model has no field "${K & string}"`;
} & {
  readonly [
    K in Exclude<RequiredOf<O>, keyof R>
  ]: `Say what "${K}" is made of: from('...'), table(...) or constant(...)`;
};

type CheckedDropped<F, Dropped> = Dropped extends readonly (infer Path extends string)[]
  ? [Strangers<F, Path>] extends [never]
    ? Dropped
    : `The foreign model has no field "${Strangers<F, Path>}" to drop`
  : 'Fields that are dropped are a list: dropped: [...]';
