import { describe, expect, test } from 'vitest';
import { purchasePlan } from './purchase-plan.ts';

const shelves = [
  { sku: 'many', available: 400 },
  { sku: 'some', available: 40 },
  { sku: 'few', available: 2 },
];

describe('a plan of purchases', () => {
  const plan = purchasePlan(shelves, 200, 7);

  test('has as many orders as were wanted, and is the same for the same seed', () => {
    expect(plan).toHaveLength(200);
    expect(purchasePlan(shelves, 200, 7)).toEqual(plan);
    expect(purchasePlan(shelves, 200, 8)).not.toEqual(plan);
  });

  test('pays two of ten orders with cards that are declined, and asks for too much in one of ten', () => {
    expect(plan.filter(({ card }) => /declined|insufficient|expired/.test(card))).toHaveLength(40);
    const available = new Map(shelves.map((each) => [each.sku, each.available]));
    expect(
      plan.filter(({ items }) => items.some((each) => each.quantity > available.get(each.sku)!)),
    ).toHaveLength(20);
  });

  test('names every SKU once in an order, in a quantity that a cart takes', () => {
    for (const { items } of plan) {
      expect(new Set(items.map((each) => each.sku)).size).toBe(items.length);
      expect(items.every((each) => each.quantity >= 1 && each.quantity <= 99)).toBe(true);
    }
  });

  test('is made for bare shelves, too', () => {
    expect(purchasePlan([{ sku: 'last', available: 0 }], 10, 1)).toHaveLength(10);
  });
});
