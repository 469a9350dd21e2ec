import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_WEBHOOK_SECRET, signWebhook } from '../provider/index.ts';
import { details } from './customer.ts';
import { ShopUnderTest } from './shop-under-test.ts';

let shop: ShopUnderTest;

beforeAll(async () => {
  shop = await ShopUnderTest.open({ goods: { 'MUG-1': 1_000 }, webhooks: false });
});

afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

const mug = { sku: 'MUG-1', quantity: 1 };

/** Does something that must leave no trace, and gives what it gave. */
async function withoutTrace<T>(action: () => Promise<T>): Promise<T> {
  await shop.quiesce();
  const before = await shop.footprint();
  const result = await action();
  await shop.quiesce();
  expect(await shop.footprint()).toEqual(before);
  return result;
}

describe('a customer who wants to set what the shop sets (case 74)', () => {
  const privileged: Readonly<Record<string, unknown>> = {
    price: 1,
    unitPrice: { minor: 1, currency: 'USD' },
    total: { minor: 1, currency: 'USD' },
    discount: 100,
    currency: 'JPY',
    status: 'confirmed',
    customerId: 'customer-2',
    ownerId: 'customer-2',
    owner: 'customer-2',
    orderId: 'order-of-mine',
    cartId: 'cart-of-mine',
    name: 'Another mug',
    roles: ['staff'],
    paymentId: 'payment-of-mine',
    version: 1,
  };

  test.each(Object.keys(privileged))('is refused when a request says its %s', async (field) => {
    const ada = shop.customer('customer-1');
    const cartId = await ada.cartWith(mug);
    await withoutTrace(async () => {
      const extra = { [field]: privileged[field] };
      const told = [
        await ada.ask(`POST /carts`, extra),
        await ada.ask(`POST /carts/${cartId}/items`, { ...mug, ...extra }),
        await ada.ask(`PUT /carts/${cartId}/items/MUG-1`, { quantity: 2, ...extra }),
        await ada.checkOut(cartId, `key-${field}`, { ...details, ...extra }),
        await ada.checkOut(cartId, `key-a-${field}`, {
          ...details,
          paymentMethod: { ...details.paymentMethod, ...extra },
        }),
        await ada.checkOut(cartId, `key-b-${field}`, {
          ...details,
          shippingAddress: { ...details.shippingAddress, ...extra },
        }),
      ];
      expect(told.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400]);
    });
    expect((await ada.ask(`GET /carts/${cartId}`)).body).toMatchObject({
      status: 'open',
      items: [{ ...mug, unitPrice: { minor: 1_250, currency: 'USD' } }],
    });
  });
});

describe('a quantity that nobody can want (case 75)', () => {
  test.each([0, -1, -0, 1.5, '2', 100, 1e9, 2 ** 31, 2 ** 53, 1e300, null, true, [], {}, [1], '', 'NaN'])(
    '%j is refused',
    async (quantity) => {
      const ada = shop.customer('customer-1');
      const cartId = await ada.cartWith(mug);
      await withoutTrace(async () => {
        const added = await ada.ask(`POST /carts/${cartId}/items`, { sku: 'MUG-1', quantity });
        const changed = await ada.ask(`PUT /carts/${cartId}/items/MUG-1`, { quantity });
        expect([added.status, changed.status]).toEqual([400, 400]);
        expect(added.headers.get('content-type')).toContain('application/problem+json');
      });
    },
  );

  test('is refused as well when it comes together little by little', async () => {
    const ada = shop.customer('customer-1');
    const cartId = await ada.cartWith({ sku: 'MUG-1', quantity: 99 });
    await withoutTrace(async () => {
      expect((await ada.ask(`POST /carts/${cartId}/items`, mug)).status).toBe(422);
    });
  });

  test('comes to an exact total when it can be wanted', async () => {
    const ada = shop.customer('customer-1');
    const cartId = await ada.cartWith({ sku: 'MUG-1', quantity: 99 });
    expect((await ada.ask(`GET /carts/${cartId}`)).body.total).toEqual({ minor: 123_750, currency: 'USD' });
  });
});

test('the cart and the order of somebody else are not there, whatever is asked of them', async () => {
  const ada = shop.customer('customer-1');
  const eve = shop.customer('customer-2');
  const cartId = await ada.cartWith(mug);
  const orderId = await ada.buy('MUG-1', 1);
  await withoutTrace(async () => {
    const told = [
      await eve.ask(`GET /carts/${cartId}`),
      await eve.ask(`POST /carts/${cartId}/items`, mug),
      await eve.ask(`PUT /carts/${cartId}/items/MUG-1`, { quantity: 2 }),
      await eve.ask(`DELETE /carts/${cartId}/items/MUG-1`),
      await eve.ask(`DELETE /carts/${cartId}`),
      await eve.ask(`POST /carts/${cartId}/checkout`, details, { 'idempotency-key': '"of-eve"' }),
      await eve.ask(`GET /orders/${orderId}`),
    ];
    expect(told.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404]);
    // The same as for what never was: nobody learns that it is there.
    const never = await eve.ask('GET /orders/nobody-has-this-order');
    expect(told.at(-1)!.body.title).toBe(never.body.title);
    expect((await eve.ask('GET /orders')).body.orders).toEqual([]);
    expect((await eve.ask('GET /stock/MUG-1')).status).toBe(403);
    expect((await eve.ask(`GET /orders/${orderId}`, undefined, { authorization: '' })).status).toBe(401);
  });
});

describe('a notification of the provider (case 79)', () => {
  const secrets = [DEFAULT_WEBHOOK_SECRET];
  const now = (): number => Math.floor(Date.now() / 1_000);

  /** A notification about a real payment, so that only the signature stands between it and an effect. */
  async function notification(): Promise<{ body: string; orderId: string }> {
    const { ledger } = await shop.snapshot();
    const { id, metadata } = ledger.find(({ captured }) => captured > 0)!;
    const object = {
      id,
      object: 'payment_intent',
      status: 'canceled',
      amount: 1_250,
      amount_capturable: 0,
      amount_received: 0,
      currency: 'usd',
      metadata,
      created: now(),
      cancellation_reason: 'fraudulent',
      last_payment_error: null,
    };
    const event = { id: `evt_${Math.random()}`, object: 'event', type: 'payment_intent.canceled' };
    return {
      body: JSON.stringify({ ...event, created: now(), data: { object } }),
      orderId: metadata['orderId']!,
    };
  }

  async function send(body: string | Buffer, headers: Record<string, string>): Promise<number> {
    const answer = await fetch(`${shop.url}/webhooks/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status ?? 0;
  }

  beforeAll(async () => {
    await shop.customer('customer-1').buy('MUG-1', 1);
    await shop.quiesce();
  });

  test.each<[string, (body: string) => { body?: string | Buffer; headers: Record<string, string> }, number]>([
    ['without a signature', () => ({ headers: {} }), 400],
    ['with an empty signature', () => ({ headers: { 'stripe-signature': '' } }), 400],
    ['with a signature of nothing', () => ({ headers: { 'stripe-signature': `t=${now()}` } }), 400],
    [
      'signed with the secret of another endpoint',
      (body) => ({ headers: { 'stripe-signature': signWebhook(body, ['whsec_another'], now()) } }),
      400,
    ],
    [
      'that is six minutes old',
      (body) => ({ headers: { 'stripe-signature': signWebhook(body, secrets, now() - 360) } }),
      400,
    ],
    [
      'from the future',
      (body) => ({ headers: { 'stripe-signature': signWebhook(body, secrets, now() + 3_600) } }),
      400,
    ],
    [
      'that was changed after it was signed',
      (body) => ({
        body: body.replace('canceled', 'succeeded'),
        headers: { 'stripe-signature': signWebhook(body, secrets, now()) },
      }),
      400,
    ],
    [
      'that was written anew after it was signed',
      (body) => ({
        body: JSON.stringify(JSON.parse(body), undefined, 1),
        headers: { 'stripe-signature': signWebhook(body, secrets, now()) },
      }),
      400,
    ],
    [
      'in gzip',
      (body) => ({
        body: gzipSync(body),
        headers: { 'stripe-signature': signWebhook(body, secrets, now()), 'content-encoding': 'gzip' },
      }),
      415,
    ],
    [
      'of 5 MB',
      (body) => {
        const large = body.replace('fraudulent', 'x'.repeat(5_000_000));
        return { body: large, headers: { 'stripe-signature': signWebhook(large, secrets, now()) } };
      },
      413,
    ],
    [
      'that is signed and no JSON',
      () => ({ body: 'no json', headers: { 'stripe-signature': signWebhook('no json', secrets, now()) } }),
      422,
    ],
  ])('%s is refused', async (_, make, status) => {
    const { body } = await notification();
    const { body: sent = body, headers } = make(body);
    await withoutTrace(async () => {
      const told = await send(sent, headers);
      // A client that is still sending may not get to read that it sends too much.
      expect(status === 413 ? [413, 0] : [status]).toContain(told);
    });
  });

  test.each([
    ['the secret', secrets],
    ['one of two secrets while they are rotated', ['whsec_next', ...secrets]],
  ])('signed with %s is taken, and says nothing new about a payment that is settled', async (_, used) => {
    const { body, orderId } = await notification();
    const header = { 'stripe-signature': signWebhook(body, used, now()) };
    expect(await send(body, header)).toBe(204);
    expect(await send(body, header)).toBe(204);
    await shop.quiesce();
    expect((await shop.staff.ask(`GET /orders/${orderId}`)).body.status).toBe('confirmed');
    expect(await shop.audit()).toEqual([]);
  });
});
