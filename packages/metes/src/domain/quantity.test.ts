import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Quantity, quantity } from './quantity.ts';

class Portion extends quantity('Portion', { most: 10 }) {
  isFull(): boolean {
    return this.value === 10;
  }
}

it.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '2', null])('is no %s', (value) => {
  expect(() => new Quantity(value as number)).toThrow('METES_SCHEMA_INVALID');
});

it('adds and takes away within its bounds, and is refused beyond them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), (a, b) => {
      const refused = expect.objectContaining({ name: 'DomainRuleBroken', subject: 'Portion' });
      const [one, other] = [new Portion(a), new Portion(b)];
      if (a + b > 10) expect(() => one.plus(other)).toThrow(refused);
      else expect(one.plus(other).value).toBe(a + b);
      if (a - b < 1) expect(() => one.minus(other)).toThrow(refused);
      else expect(one.minus(other).value).toBe(a - b);
    }),
  );
});

it('keeps its kind, equality and JSON form', () => {
  const sum = new Portion(9).plus(new Portion(1));
  expect(sum.isFull()).toBe(true);
  expect(JSON.stringify(sum)).toBe('10');
  expect(Portion.schema().parse(10).equals(sum)).toBe(true);
  expect(new Quantity(10).equals(sum)).toBe(false);
  expect(() => new Portion(11)).toThrow('METES_SCHEMA_INVALID');
});

it('counts exactly up to the largest safe integer', () => {
  const most = new Quantity(Number.MAX_SAFE_INTEGER);
  expect(() => most.plus(new Quantity(1))).toThrow('A quantity is at most');
});
