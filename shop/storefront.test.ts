import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provide } from 'metes';
import { bearerTokens, serveHttp } from 'metes/http';
import { memory, silentJournal, start, type System, systemClock, systemIds } from 'metes/start';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateCatalogue } from './catalogue/index.ts';
import { paymentGateway } from './contexts/payments/application/payment-gateway.ts';
import { stripeGateway } from './contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from './map.ts';
import { type RunningProvider, startProvider } from './provider/index.ts';
import { seedingOf } from './seeding.ts';

const tokens = { ada: 'token-of-ada-token', eve: 'token-of-eve-token', staff: 'token-of-staff-token' };
const [mug, tea] = generateCatalogue({ size: 'tiny' }).products.flatMap(({ skus }) => skus);
const details = {
  paymentMethod: { type: 'card', token: 'pm_card_visa' },
  shippingAddress: { street: '12 Elm St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' },
};

let folder: string;
let provider: RunningProvider;
let system: System;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metes-storefront-'));
  provider = await startProvider({ data: folder });
  const gateway = stripeGateway({ url: provider.url, apiKey: provider.key, webhookSecrets: ['whsec_metes'] });
  system = await start(shop, { store: memory(), ports: [provide(paymentGateway, gateway)] });
  const seeding = seedingOf(generateCatalogue({ size: 'tiny' }));
  for (const command of seeding.cart) await system.send('cart', command);
  for (const command of seeding.inventory) await system.send('inventory', command);
  await system.quiesce(10_000);
  const clock = systemClock();
  const web = await serveHttp({
    contexts: system.contexts,
    title: 'Shop',
    port: 0,
    authenticate: bearerTokens([
      { token: tokens.ada, principal: { id: 'ada', roles: ['customer'] } },
      { token: tokens.eve, principal: { id: 'eve', roles: ['customer'] } },
      { token: tokens.staff, principal: { id: 'sam', roles: ['staff'] } },
    ]),
    clock,
    ids: systemIds(clock),
    journal: silentJournal,
  });
  url = web.url;
  close = () => web.stop();
});

afterAll(async () => {
  await close();
  await system.stop();
  await provider.stop();
  await rm(folder, { recursive: true, force: true });
});

type Who = keyof typeof tokens | undefined;

async function ask(who: Who, line: string, body?: unknown, key?: string) {
  const [method = 'GET', path = '/'] = line.split(' ');
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(who && { authorization: `Bearer ${tokens[who]}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': `"${key}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    text,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

async function cartOf(
  who: 'ada' | 'eve',
  ...items: readonly { sku: string; quantity: number }[]
): Promise<string> {
  const { body } = await ask(who, 'POST /carts');
  for (const item of items) await ask(who, `POST /carts/${body.cartId}/items`, item);
  return body.cartId as string;
}

test('whoever passes by can look at what is on offer, page by page', async () => {
  const first = await ask(undefined, 'GET /products?limit=40');
  expect(first.body.products).toHaveLength(40);
  const second = await ask(undefined, `GET /products?limit=40&after=${first.body.next}`);
  expect(second.body).toMatchObject({ products: { length: 20 }, next: null });
  const shelf = await ask(
    undefined,
    `GET /products?department=${encodeURIComponent(first.body.products[0].department)}`,
  );
  expect(new Set(shelf.body.products.map(({ department }: any) => department)).size).toBe(1);
});

describe('a cart', () => {
  test('holds what is put in, at the price of the shop', async () => {
    const opened = await ask('ada', 'POST /carts');
    expect(opened).toMatchObject({
      status: 201,
      location: `/carts/${opened.body.cartId}`,
      body: { status: 'open', total: null },
    });
    const added = await ask('ada', `POST /carts/${opened.body.cartId}/items`, { sku: mug!.sku, quantity: 2 });
    expect(added).toMatchObject({
      status: 200,
      body: {
        items: [{ sku: mug!.sku, quantity: 2, unitPrice: mug!.price }],
        total: { minor: mug!.price.minor * 2, currency: 'USD' },
      },
    });
    const changed = await ask('ada', `PUT /carts/${opened.body.cartId}/items/${mug!.sku}`, { quantity: 5 });
    expect(changed.body.total.minor).toBe(mug!.price.minor * 5);
    const removed = await ask('ada', `DELETE /carts/${opened.body.cartId}/items/${mug!.sku}`);
    expect(removed.body).toMatchObject({ items: [], total: null });
    expect((await ask('ada', `DELETE /carts/${opened.body.cartId}`)).status).toBe(204);
  });

  test.each([
    ['a price', { sku: mug!.sku, quantity: 1, unitPrice: { minor: 1, currency: 'USD' } }, 400],
    ['an owner', { sku: mug!.sku, quantity: 1, customerId: 'eve' }, 400],
    ['no quantity', { sku: mug!.sku, quantity: 0 }, 400],
    ['half a thing', { sku: mug!.sku, quantity: 1.5 }, 400],
    ['a quantity in letters', { sku: mug!.sku, quantity: '2' }, 400],
    ['a thousand', { sku: mug!.sku, quantity: 1_000 }, 400],
    ['something that is not on offer', { sku: 'NO-SUCH-SKU', quantity: 1 }, 422],
  ])('refuses a request that says %s', async (_, item, status) => {
    const cartId = await cartOf('ada');
    expect(await ask('ada', `POST /carts/${cartId}/items`, item)).toMatchObject({ status, body: { status } });
    expect((await ask('ada', `GET /carts/${cartId}`)).body.items).toEqual([]);
  });

  test('of somebody else is not there', async () => {
    const cartId = await cartOf('ada', { sku: mug!.sku, quantity: 1 });
    expect((await ask('eve', `GET /carts/${cartId}`)).status).toBe(404);
    expect((await ask('eve', `POST /carts/${cartId}/items`, { sku: tea!.sku, quantity: 1 })).status).toBe(
      404,
    );
    expect((await ask('eve', `POST /carts/${cartId}/checkout`, details, 'eve-1')).status).toBe(404);
    expect((await ask('eve', `DELETE /carts/${cartId}`)).status).toBe(404);
    expect((await ask(undefined, `GET /carts/${cartId}`)).status).toBe(401);
    expect((await ask('staff', `GET /carts/${cartId}`)).status).toBe(200);
  });
});

describe('a checkout', () => {
  test('becomes a confirmed order that its customer can follow', async () => {
    const cartId = await cartOf('ada', { sku: mug!.sku, quantity: 2 });
    const { body: before } = await ask('staff', `GET /stock/${mug!.sku}`);
    const accepted = await ask('ada', `POST /carts/${cartId}/checkout`, details, 'ada-1');
    const { orderId } = accepted.body;
    const total = { minor: mug!.price.minor * 2, currency: 'USD' };
    expect(accepted).toMatchObject({
      status: 202,
      location: `/orders/${orderId}`,
      body: { status: 'pending', cartId, total },
    });
    await system.quiesce(10_000);
    const order = await ask('ada', `GET /orders/${orderId}`);
    expect(order.body).toMatchObject({
      orderId,
      status: 'confirmed',
      reason: null,
      total,
      shippingAddress: details.shippingAddress,
    });
    expect(order.body.history.map(({ status }: any) => status)).toEqual([
      'pending',
      'stock-reserved',
      'paid',
      'confirmed',
    ]);
    expect((await ask('ada', 'GET /orders')).body.orders).toMatchObject([
      { orderId, status: 'confirmed', total },
    ]);
    const { body: after } = await ask('staff', `GET /stock/${mug!.sku}`);
    expect(after).toEqual({ ...before, available: before.available - 2, allocated: before.allocated + 2 });

    expect((await ask('eve', `GET /orders/${orderId}`)).status).toBe(404);
    expect((await ask('eve', 'GET /orders')).body.orders).toEqual([]);
    expect((await ask('staff', `GET /orders/${orderId}`)).status).toBe(200);
    expect((await ask('ada', `GET /stock/${mug!.sku}`)).status).toBe(403);
  });

  test('that is repeated is answered with the same bytes, and another one of the same cart is refused', async () => {
    const cartId = await cartOf('eve', { sku: tea!.sku, quantity: 1 });
    const path = `POST /carts/${cartId}/checkout`;
    expect((await ask('eve', path, details)).status).toBe(400);
    const first = await ask('eve', path, details, 'eve-2');
    expect(await ask('eve', path, details, 'eve-2')).toEqual(first);
    expect(
      (await ask('eve', path, { ...details, paymentMethod: { type: 'card', token: 'other' } }, 'eve-2'))
        .status,
    ).toBe(422);
    expect((await ask('eve', path, details, 'eve-3')).status).toBe(422);
  });

  test('of an empty cart is refused', async () => {
    expect((await ask('ada', `POST /carts/${await cartOf('ada')}/checkout`, details, 'ada-2')).status).toBe(
      422,
    );
  });

  test.each([
    ['a total', { ...details, total: { minor: 1, currency: 'USD' } }],
    ['a status', { ...details, status: 'confirmed' }],
    ['an order of its own', { ...details, orderId: 'order-1' }],
    ['another way to pay', { ...details, paymentMethod: { type: 'cash' } }],
    ['no address', { paymentMethod: details.paymentMethod }],
  ])('refuses a request that says %s', async (_, body) => {
    const cartId = await cartOf('ada', { sku: mug!.sku, quantity: 1 });
    expect((await ask('ada', `POST /carts/${cartId}/checkout`, body, 'ada-3')).status).toBe(400);
    expect((await ask('ada', `GET /carts/${cartId}`)).body).toMatchObject({ status: 'open', orderId: null });
  });
});

test('notifications of the provider are heard once, and forged ones not at all', async () => {
  provider.order({ kind: 'duplicateWebhook', copies: 3 }, { kind: 'forgedWebhook', how: 'wrongSecret' });
  provider.sendWebhooksTo({ url: `${url}/webhooks/payments`, secrets: ['whsec_metes'] });
  const cartId = await cartOf('eve', { sku: tea!.sku, quantity: 1 });
  const { body } = await ask('eve', `POST /carts/${cartId}/checkout`, details, 'eve-4');
  await expect
    .poll(async () => (await ask('eve', `GET /orders/${body.orderId}`)).body.status)
    .toBe('confirmed');
  const report = async () => (await (await fetch(`${provider.url}/webhooks`)).json()) as any;
  await expect
    .poll(report, { timeout: 5_000 })
    .toMatchObject({ delivered: 2, pending: 0, forged: 2, duplicates: 6, givenUp: 0 });
  await system.quiesce(10_000);
  const history = await system
    .context('payments')
    .reader.history(
      shop.contexts.find(({ name }) => name === 'payments')!.aggregates[0]!,
      `payment-${body.orderId}`,
    );
  expect(history.map(({ event }) => event)).toEqual([
    'PaymentRequested',
    'PaymentAuthorised',
    'PaymentCaptureRequested',
    'PaymentCaptured',
  ]);
});
