import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

/** Values put in one after the other, trimmed after each. */
function recentOf(most: number, keys: readonly string[]): Recent<string> {
  const recent = new Recent<string>();
  for (const key of keys) {
    recent.set(key, `of ${key}`);
    recent.trim(most);
  }
  return recent;
}

it('keeps what is used, and forgets what nobody has asked for since as much as half of it came', () => {
  const recent = recentOf(4, ['a', 'b', 'c', 'd', 'e']);
  recent.get('b');
  recent.peek('c');
  recent.set('f', 'of f');
  recent.set('g', 'of g');
  expect(recent.trim(4)).toBeGreaterThan(0);
  expect(['b', 'c', 'g'].map((key) => recent.peek(key))).toEqual(['of b', undefined, 'of g']);
});

it('knows a value under its last form, wherever it lies, and null as a value', () => {
  const recent = new Recent<number | null>();
  recent.set('a', 1);
  recent.set('b', 2);
  recent.trim(1);
  recent.set('b', null);
  expect([recent.size, recent.peek('b'), recent.get('b'), recent.has('b')]).toEqual([1, null, null, true]);
  expect([recent.delete('b'), recent.delete('b'), recent.has('b'), recent.size]).toEqual([
    true,
    false,
    false,
    0,
  ]);
});

it('never keeps more than half as much again as it may, never loses what may not go, and holds each key once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 200 }),
      fc.integer({ min: 1, max: 12 }),
      (uses, most) => {
        const recent = new Recent<number>();
        const held = new Set(['0', '1']);
        const put = new Set<string>();
        for (const [number, isRead] of uses) {
          const key = String(number);
          if (isRead) recent.get(key);
          else {
            put.add(key);
            recent.set(key, number);
          }
          recent.trim(most, (each) => !held.has(each));
        }
        for (const key of held) expect(recent.has(key)).toBe(put.has(key));
        expect(recent.size).toBeLessThanOrEqual(most * 1.5 + 1 + held.size);
        const keys = [...recent].map(([key]) => key);
        expect(new Set(keys).size).toBe(recent.size);
      },
    ),
  );
});
