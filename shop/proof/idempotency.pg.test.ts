import { afterAll, beforeAll, expect, test } from 'vitest';
import { details, type Told } from './customer.ts';
import { ShopUnderTest } from './shop-under-test.ts';

let shop: ShopUnderTest;

beforeAll(async () => {
  shop = await ShopUnderTest.open({ goods: { 'MUG-1': 1_000 } });
});

afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

const mug = { sku: 'MUG-1', quantity: 1 };
const orderOf = ({ body }: Told): string => body.orderId as string;

/** Everything that a client sees of an answer, but for what is about the request itself. */
function seen({ status, text, headers }: Told) {
  return { status, text, type: headers.get('content-type'), location: headers.get('location') };
}

test('fifty requests under one key at the same time lead to one order, and to the same answer for all', async () => {
  const ada = shop.customer('customer-1');
  const cartId = await ada.cartWith(mug);
  const told = await Promise.all(Array.from({ length: 50 }, () => ada.checkOut(cartId, 'fifty')));
  const accepted = told.filter(({ status }) => status === 202);
  const others = told.filter(({ status }) => status !== 202);
  expect(new Set(accepted.map(orderOf)).size).toBe(1);
  expect(new Set(accepted.map((each) => JSON.stringify(seen(each)))).size).toBe(1);
  // Who asked while the first was on its way is told to come again.
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set(others.length > 0 ? [409] : []));
  expect(others.every(({ headers }) => headers.has('retry-after'))).toBe(true);
  expect(accepted.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
  const again = await ada.checkOut(cartId, 'fifty');
  expect(seen(again)).toEqual(seen(accepted[0]!));
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  await shop.quiesce();
  const { contexts } = await shop.snapshot();
  const orders = contexts.cart.log.filter(
    ({ type, aggregateId }) => type === 'CartCheckedOut' && aggregateId === cartId,
  );
  expect(orders).toHaveLength(1);
  expect(await shop.audit()).toEqual([]);
}, 60_000);

test('the same key with another body is refused and changes nothing', async () => {
  const ada = shop.customer('customer-1');
  const cartId = await ada.cartWith(mug);
  const first = await ada.checkOut(cartId, 'reused');
  await shop.quiesce();
  const before = await shop.footprint();
  const bodies = [
    { ...details, paymentMethod: { type: 'card', token: 'pm_card_mastercard' } },
    { ...details, shippingAddress: { ...details.shippingAddress, city: 'Shelbyville' } },
  ];
  for (const body of bodies) {
    const other = await ada.checkOut(cartId, 'reused', body);
    expect([other.status, other.body.code]).toEqual([422, 'METES_RUNTIME_KEY_REUSED']);
  }
  // The same route with another cart is another request.
  const otherCart = await ada.cartWith(mug);
  expect((await ada.checkOut(otherCart, 'reused')).status).toBe(422);
  await ada.ask(`DELETE /carts/${otherCart}`);
  await shop.quiesce();
  const after = (await shop.footprint()) as { kept: { name: string }[] };
  const without = (footprint: unknown): unknown =>
    (footprint as { kept: { name: string }[] }).kept.filter(({ name }) => name !== 'cart');
  expect(without(after)).toEqual(without(before));
  expect(seen(await ada.checkOut(cartId, 'reused'))).toEqual(seen(first));
}, 60_000);

test('a body that says the same in another order and with blanks is the same request', async () => {
  const ada = shop.customer('customer-1');
  const cartId = await ada.cartWith(mug);
  const first = await ada.checkOut(cartId, 'worded');
  const { shippingAddress, paymentMethod } = details;
  const again = await ada.checkOut(cartId, 'worded', {
    shippingAddress: Object.fromEntries(Object.entries(shippingAddress).reverse()),
    paymentMethod,
  });
  expect(seen(again)).toEqual(seen(first));
});

test('a checkout without a key, or with one that is none, is refused (case 73)', async () => {
  const ada = shop.customer('customer-1');
  const cartId = await ada.cartWith(mug);
  const ask = (key?: string): Promise<Told> =>
    ada.ask(`POST /carts/${cartId}/checkout`, details, key === undefined ? {} : { 'idempotency-key': key });
  await shop.quiesce();
  const before = await shop.footprint();
  const told = [await ask(), await ask(''), await ask('""'), await ask('x'.repeat(300)), await ask('a\tb')];
  expect(told.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(told[0]!.body.code).toBe('METES_HTTP_KEY_MISSING');
  expect(await shop.footprint()).toEqual(before);
});

test('an answer is given again byte by byte after a restart', async () => {
  const ada = shop.customer('customer-1');
  const cartId = await ada.cartWith(mug);
  const first = await ada.checkOut(cartId, 'restarted');
  await shop.quiesce();
  await shop.restart();
  const again = await ada.checkOut(cartId, 'restarted');
  expect(seen(again)).toEqual(seen(first));
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const other = await ada.checkOut(cartId, 'restarted', {
    ...details,
    paymentMethod: { type: 'card', token: 'pm_card_mastercard' },
  });
  expect(other.status).toBe(422);
  await shop.quiesce();
  expect(await shop.audit()).toEqual([]);
}, 60_000);

test('a key belongs to whoever used it: nobody else can meet it or get its answer (threat 8)', async () => {
  const ada = shop.customer('customer-1');
  const eve = shop.customer('customer-2');
  const [hers, theirs] = [await ada.cartWith(mug), await eve.cartWith(mug)];
  const first = await ada.checkOut(hers, 'shared');
  const second = await eve.checkOut(theirs, 'shared');
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(orderOf(second)).not.toBe(orderOf(first));
  const stolen = await eve.ask(`POST /carts/${hers}/checkout`, details, { 'idempotency-key': '"shared"' });
  expect([404, 422]).toContain(stolen.status);
  expect(stolen.text).not.toContain(orderOf(first));
});

test('a key that was refused can be used again once the request is right', async () => {
  const ada = shop.customer('customer-1');
  const cartId = await ada.cartWith();
  expect((await ada.checkOut(cartId, 'too early')).status).toBe(422);
  await ada.ask(`POST /carts/${cartId}/items`, mug);
  expect((await ada.checkOut(cartId, 'too early')).status).toBe(202);
  expect((await ada.checkOut(cartId, 'another key')).status).toBe(422);
});
