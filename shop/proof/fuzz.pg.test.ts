import { type FuzzDocument, type FuzzShot, fuzzRoutes } from 'metes/testing';
import { toJson } from 'metes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { details } from './customer.ts';
import { ShopUnderTest } from './shop-under-test.ts';

let shop: ShopUnderTest;

beforeAll(async () => {
  shop = await ShopUnderTest.open({ goods: { 'MUG-1': 1_000, 'TEA-1': 1_000 }, webhooks: false });
});

afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

const one = { sku: 'MUG-1', quantity: 1 };

/** What the shop is asked for in earnest, so that the requests reach as far as they can. */
async function samples() {
  const ada = shop.customer('customer-1');
  const cart = async (): Promise<{ cartId: string }> => ({ cartId: await ada.cartWith(one) });
  const orderId = await ada.buy('MUG-1', 1);
  await shop.quiesce();
  const filled = { ...(await cart()), sku: 'MUG-1' };
  return {
    'GET /carts/{cartId}': { path: await cart() },
    'POST /carts/{cartId}/items': { path: await cart(), body: { sku: 'TEA-1', quantity: 2 } },
    'PUT /carts/{cartId}/items/{sku}': { path: filled, body: { quantity: 3 } },
    'DELETE /carts/{cartId}/items/{sku}': { path: { ...(await cart()), sku: 'MUG-1' } },
    'DELETE /carts/{cartId}': { path: await cart() },
    'POST /carts/{cartId}/checkout': { path: await cart(), body: details },
    'GET /orders/{orderId}': { path: { orderId } },
    'GET /stock/{sku}': { path: { sku: 'MUG-1' } },
    'GET /payments/on-hold': {},
  } as const;
}

async function fuzz() {
  const known = await samples();
  const before = await shop.snapshot();
  shop.sends.length = 0;
  const document = (await (await fetch(`${shop.url}/openapi.json`)).json()) as FuzzDocument;
  const report = await fuzzRoutes({
    baseUrl: shop.url,
    document,
    token: (endpoint) =>
      /\/stock\/|\/on-hold/.test(endpoint) ? shop.staff.token : shop.customer('customer-1').token,
    samples: (endpoint) => known[endpoint as keyof typeof known],
  });
  await shop.quiesce();
  return { ...report, document, before, after: await shop.snapshot(), sends: [...shop.sends] };
}

const isWrite = ({ endpoint }: FuzzShot): boolean => !/^GET |webhooks/.test(endpoint);
const isAccepted = ({ status }: FuzzShot): boolean => status >= 200 && status < 300;

test('no broken request makes any endpoint fail, and none of them leaves a trace', async () => {
  const { faults, reached, shots, document, before, after, sends } = await fuzz();
  expect(faults).toEqual([]);

  const endpoints = Object.entries(document.paths as Record<string, Record<string, object>>).flatMap(
    ([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...reached, 'POST /webhooks/payments'].sort()).toEqual(endpoints.sort());
  expect(shots.length).toBeGreaterThan(800);

  // Whatever was answered with success was carried out, and nothing else was.
  const carriedOut = sends.filter(({ outcome }) => outcome === 'carried out');
  expect(carriedOut).toHaveLength(shots.filter((shot) => isWrite(shot) && isAccepted(shot)).length);
  expect(sends.filter(({ outcome }) => outcome === undefined)).toEqual([]);

  // Every event that is new goes back to one of those requests.
  const causes = new Set(carriedOut.map(({ request }) => request.causation));
  for (const name of ['cart', 'ordering', 'inventory', 'payments'] as const) {
    const known = new Set(Object.values(after.contexts).flatMap(({ log }) => log.map(({ id }) => id)));
    const fresh = after.contexts[name].log.slice(before.contexts[name].log.length);
    expect(fresh.filter(({ causation }) => !causes.has(causation) && !known.has(causation))).toEqual([]);
  }
  const kept = carriedOut.filter(({ request }) => request.idempotency);
  const answers = (books: typeof before): number => books.contexts.cart.answers.length;
  expect(answers(after) - answers(before)).toBe(kept.length);

  // The provider was asked once for each order that was checked out.
  const checkouts = carriedOut.filter(({ request }) => request.command.constructor.name === 'CheckOut');
  expect(after.ledger.length - before.ledger.length).toBe(checkouts.length);
  expect(await shop.audit()).toEqual([]);
}, 120_000);

test('whatever was sent, what reaches a context is in order', async () => {
  const { sends } = await fuzz();
  expect(sends.length).toBeGreaterThan(30);
  const odd = sends.map(({ request }) => toJson(request.command)).filter((command) => !isInOrder(command));
  expect(odd).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}, 120_000);

/** True when no text is longer than anybody needs or has characters that cannot be kept, and all numbers are small. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= 200 && value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isInteger(value) && value >= 1 && value <= 1_250;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([name, each]) => !/polluted|nobodyDeclared|roles/.test(name) && isInOrder(each),
  );
}
