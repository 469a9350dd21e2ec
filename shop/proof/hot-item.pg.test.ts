import { expect, test } from 'vitest';
import { ShopUnderTest, usualPrice } from './shop-under-test.ts';

/** Everybody has put one into the cart before the first of them checks out, and then all do at once. */
async function rush(shop: ShopUnderTest, buyers: number, sku: string) {
  const customers = Array.from({ length: buyers }, (_, index) => shop.customer(`customer-${index}`));
  const carts = await Promise.all(customers.map((each) => each.cartWith({ sku, quantity: 1 })));
  shop.watchStock();
  const promises = await Promise.all(
    customers.map((each, index) => each.checkOut(carts[index]!, `key-${index}`)),
  );
  expect(new Set(promises.map(({ status }) => status))).toEqual(new Set([202]));
  await shop.quiesce(60_000);
  const orders = await Promise.all(
    customers.map((each, index) => each.ask(`GET /orders/${promises[index]!.body.orderId}`)),
  );
  const ends = orders.map(({ body }) => `${body.status} ${body.reason}`);
  const stock = await shop.staff.ask(`GET /stock/${sku}`);
  const { ledger } = await shop.snapshot();
  return {
    confirmed: ends.filter((end) => end === 'confirmed null').length,
    withoutStock: ends.filter((end) => end === 'rejected insufficient-stock').length,
    shelf: stock.body,
    captured: ledger.reduce((sum, each) => sum + each.captured, 0),
    held: ledger.reduce((sum, each) => sum + each.capturable, 0),
    asked: ledger.length,
    samples: (await shop.snapshot()).samples,
    breaches: await shop.audit(),
  };
}

test('of 500 customers who want one of 50 units at the same time exactly 50 get it, and nobody else pays', async () => {
  await using shop = await ShopUnderTest.open({ goods: { 'HOT-1': 50 } });
  const { samples, ...outcome } = await rush(shop, 500, 'HOT-1');
  expect(outcome).toEqual({
    confirmed: 50,
    withoutStock: 450,
    shelf: { sku: 'HOT-1', available: 0, reserved: 0, allocated: 50 },
    captured: 50 * usualPrice,
    held: 0,
    asked: 50,
    breaches: [],
  });
  expect(samples.length).toBeGreaterThan(10);
  expect(samples.filter(({ accounts }) => accounts.some((units) => units < 0))).toEqual([]);
  expect(new Set(samples.map(({ accounts }) => accounts.reduce((sum, units) => sum + units, 0)))).toEqual(
    new Set([50]),
  );
}, 120_000);

test('of 200 carts with the last unit exactly one becomes an order that stands', async () => {
  await using shop = await ShopUnderTest.open({ goods: { 'LAST-1': 1 } });
  const { samples, ...outcome } = await rush(shop, 200, 'LAST-1');
  expect(outcome).toEqual({
    confirmed: 1,
    withoutStock: 199,
    shelf: { sku: 'LAST-1', available: 0, reserved: 0, allocated: 1 },
    captured: usualPrice,
    held: 0,
    asked: 1,
    breaches: [],
  });
  expect(samples.filter(({ accounts }) => accounts.some((units) => units < 0))).toEqual([]);
}, 120_000);
