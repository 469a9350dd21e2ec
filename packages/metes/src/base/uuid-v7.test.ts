import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uuidV7, uuidV7Series } from './uuid-v7.ts';

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const latest = 2 ** 48 - 1;
const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const time = fc.integer({ min: 0, max: latest });

it('has the form of version 7 for all times and bytes', () => {
  fc.assert(
    fc.property(time, bytes, (at, random) => {
      expect(uuidV7({ time: at, bytes: random })).toMatch(form);
    }),
  );
});

it('sorts as text by time', () => {
  fc.assert(
    fc.property(time, time, bytes, bytes, (one, other, a, b) => {
      fc.pre(one < other);
      expect(uuidV7({ time: one, bytes: a }) < uuidV7({ time: other, bytes: b })).toBe(true);
    }),
  );
});

it('grows as text in a series, within a millisecond, when the clock goes back and when the bytes are all ones', () => {
  const clock = fc.integer({ min: 1_000, max: 1_003 });
  const hostileBytes = fc.oneof(bytes, fc.constant(new Uint8Array(10).fill(255)));
  fc.assert(
    fc.property(
      fc.array(fc.record({ time: clock, bytes: hostileBytes }), { minLength: 2, maxLength: 50 }),
      (parts) => {
        const next = uuidV7Series(() => parts.shift()!);
        const made = [...parts].map(() => next());
        expect(made).toStrictEqual([...made].sort());
        expect(new Set(made).size).toBe(made.length);
        for (const id of made) expect(id).toMatch(form);
      },
    ),
    { numRuns: 300 },
  );
});

it('refuses impossible parts with METES_UUID_PARTS', () => {
  for (const at of [-1, 0.5, Number.NaN, latest + 1, Infinity]) {
    expect(() => uuidV7({ time: at, bytes: new Uint8Array(10) })).toThrow('METES_UUID_PARTS');
  }
  expect(() => uuidV7({ time: 0, bytes: new Uint8Array(9) })).toThrow('METES_UUID_PARTS');
});
