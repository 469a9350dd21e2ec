import { expect, test } from 'vitest';
import type { CheckedRules } from './checked-rules.ts';
import type { Rule, TableRule } from './rule.ts';

interface Theirs {
  readonly status: 'a' | 'b';
  readonly text: string;
  readonly seconds: number;
  readonly perhaps?: string;
  readonly inner: { readonly name: string } | null;
}
interface Ours {
  readonly one: string;
  readonly when?: Date;
}
type Said<R> = CheckedRules<Theirs, Ours, R>;
type Same<Path extends string> = Rule<'same', readonly [Path]>;

/** What the compiler says, as text: each constant has the type that the compiler has found. */
test('what the compiler says about a rule that does not hold is a sentence that says what to write', () => {
  const unknown: Said<{ one: Same<'nowhere'> }>['one'] = 'The foreign model has no field "nowhere"';
  const deep: Said<{ one: Same<'inner.nowhere'> }>['one'] = 'The foreign model has no field "inner.nowhere"';
  const missing: Said<{ when: Same<'text'> }>['one'] =
    'Say what "one" is made of: from(\'...\'), table(...) or constant(...)';
  const strange: Said<{ other: Same<'text'> }>['other'] = 'The own model has no field "other"';
  const absent: Said<{ one: Same<'perhaps'> }>['one'] =
    'The foreign field may be absent and the own field may not: make the own field optional, or use a table or a function';
  const level: Said<{ one: Same<'inner.name'> }>['one'] = absent;
  const type: Said<{ one: Same<'seconds'> }>['one'] =
    'What this rule gives does not fit the own field: give a unit, a type, a table or a function';
  const unit: Said<{ when: Rule<'unit', readonly ['text'], [number], Date> }>['when'] =
    'The foreign fields are not of the types that this unit, type or function takes';
  const partial: Said<{ one: TableRule<'status', { a: 'A' }, never> }>['one'] =
    'The table does not say what "b" of "status" is: add it, or end the table with otherwise(\'...\')';
  const open: Said<{ one: TableRule<'text', { a: 'A' }, never> }>['one'] =
    'The foreign field "text" is an open text: end the table with otherwise(\'...\')';
  const never: Said<{ one: TableRule<'status', { a: 'A'; b: 'B'; c: 'C' }, never> }>['one'] =
    'The foreign field "status" never says "c": take it out of the table';
  const dropped: Said<{ one: Same<'text'>; dropped: readonly ['nowhere'] }>['dropped'] =
    'The foreign model has no field "nowhere" to drop';
  const noList: Said<{ one: Same<'text'>; dropped: Same<'text'> }>['dropped'] =
    'Fields that are dropped are a list: dropped: [...]';
  const noRule: Said<{ one: 'text' }>['one'] = "A rule is from('...'), table(...) or constant(...)";
  const all = [
    unknown,
    deep,
    missing,
    strange,
    absent,
    level,
    type,
    unit,
    partial,
    open,
    never,
    dropped,
    noList,
    noRule,
  ];
  for (const sentence of all) expect(sentence).toMatch(/^[A-Z]/);
  expect(all).toHaveLength(14);
});
