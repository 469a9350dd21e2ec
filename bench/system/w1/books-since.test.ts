import { describe, expect, it } from 'vitest';
import { type Books, Ledger } from './books.ts';
import { booksSince } from './books-since.ts';
import { initialStock, orders, skuCount, skuOf } from './order.ts';

/** The books of a shop that has confirmed one order after what was reserved before. */
function books(
  reservedBefore: number,
  confirmed: number,
  order?: ReturnType<ReturnType<typeof orders>>,
): Books {
  const stock = new Map(
    Array.from({ length: skuCount }, (_, number) => {
      const sku = skuOf(number);
      const quantity = order?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
      const reserved = reservedBefore + quantity;
      return [sku, { available: initialStock - reserved, reserved }] as const;
    }),
  );
  const ordered = order?.lines ?? [];
  return {
    pending: 0,
    confirmed,
    rejected: 3,
    authorised: confirmed,
    declined: 3,
    stock,
    lines: 900 + ordered.length,
    quantity: 1_500 + ordered.reduce((sum, line) => sum + line.quantity, 0),
  };
}

describe('what has changed in the books', () => {
  const order = orders(1)();
  const ledger = new Ledger();
  ledger.enter(order, 'confirmed');
  const before = books(7, 100);

  it('agrees with the ledger of what was told since', () => {
    expect(ledger.compare(booksSince(before, books(7, 101, order)))).toEqual([]);
  });

  it('shows an order that was lost and stock that is gone, as in a new store', () => {
    expect(ledger.compare(booksSince(before, before))).toContain('orders confirmed: 0 and not 1');
    const now = books(7, 101, order);
    const unwritten = { ...now, lines: now.lines - 1, quantity: now.quantity - 1 };
    expect(ledger.compare(booksSince(before, unwritten))).toEqual([
      'order lines: 2 and not 3',
      expect.stringMatching(/^quantity of all order lines: /),
    ]);
    const gone = new Map(now.stock).set('sku-0000', { available: initialStock - 8, reserved: 7 });
    expect(ledger.compare(booksSince(before, { ...now, stock: gone })).join()).toContain(
      'available and reserved of sku-0000: 99999999 and not 100000000',
    );
  });
});
