import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkJson, deepFreeze, firstDifference, sameJson, toJson } from './json.ts';

const byText = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');
const anything = fc.anything({ withDate: true, withNullPrototype: true, withSparseArray: true, maxDepth: 4 });

it('gives what a trip through JSON text gives, for anything', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(toJson(value)).toStrictEqual(byText(value));
    }),
    { numRuns: 2_000 },
  );
});

it('is checked for exactly what it refuses', () => {
  const refused = (take: (value: unknown) => unknown, value: unknown): boolean => {
    try {
      take(value);
      return false;
    } catch {
      return true;
    }
  };
  const some = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, maxDepth: 4 });
  fc.assert(fc.property(some, (value) => refused(checkJson, value) === refused(toJson, value)));
});

it('leaves out undefined, turns -0 into 0 and NaN into null, as JSON does', () => {
  const value = { a: undefined, b: -0, c: Number.NaN, d: [undefined, () => 1], e: new Date(0) };
  expect(toJson(value)).toStrictEqual({ b: 0, c: null, d: [null, null], e: '1970-01-01T00:00:00.000Z' });
  expect(toJson(undefined)).toBe(null);
});

it('keeps a field named __proto__ a field', () => {
  const hostile: unknown = JSON.parse('{"__proto__":{"admin":true},"constructor":1}');
  const copy = toJson(hostile) as Record<string, unknown>;
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(copy['admin']).toBe(undefined);
  expect(JSON.stringify(copy)).toBe(JSON.stringify(hostile));
});

it('gives a copy that shares nothing', () => {
  const inner = { n: 1 };
  const copy = toJson({ inner }) as { inner: { n: number } };
  copy.inner.n = 2;
  expect(inner.n).toBe(1);
});

it('refuses big integers, circles and bottomless values with METES_JSON_UNSUPPORTED', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const deep: unknown = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));
  for (const take of [toJson, checkJson]) {
    expect(() => take({ n: 1n })).toThrow('METES_JSON_UNSUPPORTED');
    expect(() => take(circle)).toThrow('METES_JSON_UNSUPPORTED');
    expect(() => take(deep)).toThrow('METES_JSON_UNSUPPORTED');
  }
});

it('finds no difference between a value and its JSON form', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(firstDifference(value, toJson(value))).toBe(undefined);
    }),
  );
});

it('names the first place that differs and ignores the order of fields', () => {
  expect(sameJson({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
  expect(firstDifference({ a: { b: [1, 2] } }, { a: { b: [1, 3] } })).toBe('a.b.1');
  expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).toBe('b');
  expect(firstDifference(1, '1')).toBe('');
  expect(firstDifference([], {})).toBe('');
  expect(firstDifference({ toString: 1 }, {})).toBe('toString');
});

it('freezes a value with all that it holds', () => {
  const value = deepFreeze({ list: [{ n: 1 }] });
  expect(() => {
    (value.list[0] as { n: number }).n = 2;
  }).toThrow(TypeError);
  expect(Object.isFrozen(value.list)).toBe(true);
});
