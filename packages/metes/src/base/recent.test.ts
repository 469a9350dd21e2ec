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
  const recent = recentOf(4, ['a', 'b', 'c', 'd']);
  recent.get('a');
  recent.peek('b');
  recent.set('e', 'of e');
  expect(recent.trim(4)).toBe(1);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => recent.has(key))).toEqual([true, false, true, true, true]);
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

it('keeps what may not go, of the rest as many as it may and half of them at least, and holds each key once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 200 }),
      fc.constantFrom(0.5, 1, 2, 3, 4.5, 7, 12),
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
          const before = recent.size;
          const dropped = recent.trim(most, (each) => !held.has(each));
          expect(before - dropped).toBe(recent.size);
          expect(recent.size).toBeLessThanOrEqual(most + held.size);
          expect(recent.size).toBeGreaterThanOrEqual(Math.min(before, Math.floor(most) / 2));
        }
        for (const key of held) expect(recent.has(key)).toBe(put.has(key));
        const keys = [...recent].map(([key]) => key);
        expect(new Set(keys).size).toBe(recent.size);
      },
    ),
  );
});
