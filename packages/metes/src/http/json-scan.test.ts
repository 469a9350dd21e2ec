import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { refusedJson } from './json-scan.ts';

const limits = { jsonDepth: 32, jsonFields: 2_000 };
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** The slow truth about parsed JSON. */
function refusedValue(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return /\0|[\ud800-\udfff]/u.test(value);
  if (typeof value === 'number') return Object.is(value, -0) || Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= limits.jsonDepth) return true;
  return Object.entries(value).some(
    ([name, each]) =>
      (!Array.isArray(value) && (forbidden.has(name) || refusedValue(name))) || refusedValue(each, depth + 1),
  );
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\\', '"', '\\"', '{"a":1}', ',', '\0', '\ud800', 'x\udfff', '__proto__', 'constructor'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

it('agrees with a look at the parsed value, for every JSON text', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (any, indent) => {
      const json = JSON.stringify(any, undefined, indent);
      expect(refusedJson(json, limits) !== undefined).toBe(refusedValue(JSON.parse(json)));
    }),
    { numRuns: 1_000 },
  );
});

it('comes to an end for any text at all', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '-', '1', 'e', '\\u005f'),
        maxLength: 60,
      }),
      (any) => {
        expect(['string', 'undefined']).toContain(typeof refusedJson(any, limits));
      },
    ),
    { numRuns: 2_000 },
  );
});

it('does not take names in different objects for the same', () => {
  expect(refusedJson('[{"a":1,"b":{"a":1}},{"a":1},{"b":["a","a"]}]', limits)).toBeUndefined();
  expect(refusedJson('{"b":{"a":1},"c":[1],"b":1}', limits)).toMatch('"b" twice');
});

it('is quick whatever it is given', () => {
  const size = 64 * 1024;
  const texts = [
    '['.repeat(size),
    '"\\'.repeat(size / 2),
    `"${'\\'.repeat(size)}`,
    '"'.repeat(size),
    '1'.repeat(size),
    '{"a":'.repeat(size / 5),
    '-'.repeat(size),
    `{"a":"${'\\u0041'.repeat(size / 6)}"}`,
  ];
  // The quickest of a few tries: what is slow by itself is slow each time, a busy machine is not.
  const quickest = (text: string): number =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const before = performance.now();
        refusedJson(text, limits);
        return performance.now() - before;
      }),
    );
  for (const each of texts) expect(quickest(each)).toBeLessThan(50);
});

it('writes equal content as equal canonical text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (any) => {
      const reversed = JSON.parse(JSON.stringify(any), (_, each: unknown) =>
        each !== null && typeof each === 'object' && !Array.isArray(each)
          ? Object.fromEntries(Object.entries(each).reverse())
          : each,
      ) as never;
      expect(canonicalJson(reversed)).toBe(canonicalJson(JSON.parse(JSON.stringify(any)) as never));
      expect(JSON.parse(canonicalJson(any as never))).toEqual(JSON.parse(JSON.stringify(any)));
    }),
  );
});
