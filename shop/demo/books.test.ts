import { describe, expect, test } from 'vitest';
import { balance } from './books.ts';

const stock = [
  { sku: 'cup', received: 10, available: 7, reserved: 0, allocated: 3, sold: 3 },
  { sku: 'pan', received: 5, available: 5, reserved: 0, allocated: 0, sold: 0 },
];
const orders = [
  { id: 'o1', status: 'confirmed', total: 2_000, currency: 'USD' },
  { id: 'o2', status: 'confirmed', total: 1_000, currency: 'USD' },
  { id: 'o3', status: 'rejected', total: 500, currency: 'USD' },
];
const intent = (
  orderId: string,
  given: { captured?: number; refunded?: number; capturable?: number } = {},
) => ({
  id: `pi_${orderId}`,
  currency: 'usd',
  captured: 0,
  refunded: 0,
  capturable: 0,
  metadata: { orderId },
  ...given,
});
const intents = [intent('o1', { captured: 2_000 }), intent('o2', { captured: 1_000 }), intent('o3')];

describe('the books', () => {
  test('balance when every unit and every cent is where the orders say', () => {
    expect(balance(stock, orders, intents)).toEqual({
      stockBalanced: true,
      moneyBalanced: true,
      units: { received: 15, available: 12, reserved: 0, allocated: 3 },
      money: { USD: { ordered: 3_000, captured: 3_000, held: 0 } },
      faults: [],
    });
  });

  test('do not balance without any stock: nothing was looked at', () => {
    expect(balance([], [], [])).toMatchObject({ stockBalanced: false, moneyBalanced: true });
  });

  test.each([
    ['a unit vanished', { available: 6 }, '6 available, 0 reserved and 3 allocated are not the 10 received'],
    ['a unit is still reserved', { available: 6, reserved: 1 }, 'reserved though no order is under way'],
    ['an account is below zero', { available: -1, allocated: 11 }, 'below zero'],
    [
      'more is allocated than sold',
      { available: 6, allocated: 4 },
      '4 are allocated, confirmed orders have 3',
    ],
  ])('show that %s', (_, change, fault) => {
    const books = balance([{ ...stock[0]!, ...change }, stock[1]!], orders, intents);
    expect(books).toMatchObject({ stockBalanced: false, moneyBalanced: true });
    expect(books.faults).toEqual([expect.stringContaining(fault)]);
  });

  test.each([
    [
      'a confirmed order was not paid',
      [intent('o1'), intents[1]!, intents[2]!],
      'o1 is confirmed for 2000; taken 0',
    ],
    [
      'a confirmed order was paid twice',
      [...intents, intent('o1', { captured: 2_000 })],
      'o1 is confirmed for 2000; taken 4000',
    ],
    [
      'money of a rejected order was kept',
      [intents[0]!, intents[1]!, intent('o3', { captured: 500 })],
      'o3 is rejected; taken 500',
    ],
    [
      'money of a rejected order is held',
      [intents[0]!, intents[1]!, intent('o3', { capturable: 500 })],
      'o3 is rejected; taken 0, still held 500',
    ],
    ['money was taken for no order', [...intents, intent('o9', { captured: 1 })], 'is for no order of ours'],
  ])('show that %s', (_, ledger, fault) => {
    const books = balance(stock, orders, ledger);
    expect(books).toMatchObject({ stockBalanced: true, moneyBalanced: false });
    expect(books.faults.join('\n')).toContain(fault);
  });

  test('show an order that is not final, and money that was given back', () => {
    expect(
      balance(stock, [...orders, { id: 'o4', status: 'paid', total: 1, currency: 'USD' }], intents).faults,
    ).toEqual([expect.stringContaining('o4 is paid, which is not final')]);
    expect(
      balance(stock, orders, [...intents.slice(0, 2), intent('o3', { captured: 500, refunded: 500 })])
        .moneyBalanced,
    ).toBe(true);
  });
});
