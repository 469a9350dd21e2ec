import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultInput, RouteName } from '../provider/index.ts';
import { declined, details } from './customer.ts';
import { ShopUnderTest, usualPrice } from './shop-under-test.ts';

let shop: ShopUnderTest;

/** What was there before a test. */
let before: { readonly entries: number; readonly events: number };

beforeAll(async () => {
  shop = await open();
});

afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await fetch(`${shop.provider.url}/faults`, { method: 'DELETE' });
  shop.notify();
  await startCounting();
});

function open(): Promise<ShopUnderTest> {
  return ShopUnderTest.open({ goods: { 'MUG-1': 10_000 }, providerTimeoutMs: 300 });
}

async function startCounting(): Promise<void> {
  const { contexts } = await shop.snapshot();
  before = { entries: (await shop.provider.ledger()).length, events: contexts.payments.log.length };
}

/** Buys one mug each, one after the other in quick succession, and gives how the orders ended. */
async function buyMugs(count: number, body: unknown = details): Promise<readonly string[]> {
  const ada = shop.customer('customer-1');
  const orders = await Promise.all(Array.from({ length: count }, () => ada.buy('MUG-1', 1, body)));
  await shop.quiesce(60_000);
  const told = await Promise.all(orders.map((orderId) => ada.ask(`GET /orders/${orderId}`)));
  return told.map(({ body: order }) => order.status as string);
}

/** How often each kind of thing happened at the provider. */
async function ledgerCounts(): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { kind } of (await shop.provider.ledger()).slice(before.entries))
    counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function eventsOf(type: string): Promise<number> {
  const { contexts } = await shop.snapshot();
  return contexts.payments.log.slice(before.events).filter((each) => each.type === type).length;
}

const fired = async (): Promise<number> => {
  const answer = await fetch(`${shop.provider.url}/faults`);
  const { faults } = (await answer.json()) as { faults: { fired: number }[] };
  return Math.min(...faults.map((each) => each.fired));
};

const confirmed = (count: number): string[] => Array.from({ length: count }, () => 'confirmed');

test('declined cards reject their orders and take nothing', async () => {
  expect(await buyMugs(4, declined)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(await ledgerCounts()).toEqual({ declined: 4 });
  expect(await shop.audit()).toEqual([]);
}, 60_000);

describe.each<RouteName>(['create', 'capture'])('whatever goes wrong at "%s"', (route) => {
  const match = { route };
  const next = 2;
  const cases: [string, FaultInput][] = [
    ['a time-out after success', { kind: 'timeOutAfterSuccess', match, next }],
    ['a connection that breaks after success', { kind: 'timeOutAfterSuccess', how: 'reset', match, next }],
    ['an error before anything happened', { kind: 'respond500', match, next }],
    ['an error after it happened', { kind: 'respond500', at: 'after', match, next }],
    ['an error that sticks to the key', { kind: 'respond500', at: 'after', sticky: true, match, next }],
    ['too many requests', { kind: 'respond500', status: 429, match, next }],
    ['a connection that breaks at once', { kind: 'dropConnection', match, next }],
    ['a slow answer', { kind: 'delay', ms: 600, at: 'after', match, next }],
    ['a slow effect', { kind: 'delay', ms: 600, match, next }],
    ['a status that nobody knows', { kind: 'unknownStatus', match, next }],
  ];

  test.each(cases)(
    '%s leads to one charge',
    async (_, fault) => {
      shop.provider.order(fault);
      expect(await buyMugs(4)).toEqual(confirmed(4));
      expect(await fired()).toBe(2);
      expect(await ledgerCounts()).toEqual({ authorised: 4, captured: 4 });
      expect(await shop.audit()).toEqual([]);
    },
    60_000,
  );
});

test('an unknown status leads to a question and never to a second charge (case 77)', async () => {
  shop.notify(false);
  shop.provider.order({ kind: 'unknownStatus', match: { route: 'create' }, next: 3 });
  expect(await buyMugs(3)).toEqual(confirmed(3));
  expect(await eventsOf('PaymentOutcomeUnknown')).toBe(3);
  expect(await eventsOf('PaymentRequestRepeated')).toBe(0);
  expect(await ledgerCounts()).toEqual({ authorised: 3, captured: 3 });
  expect(await shop.audit()).toEqual([]);
}, 60_000);

test('a question that is answered too early does not lead to a second charge', async () => {
  shop.notify(false);
  shop.provider.order(
    { kind: 'timeOutAfterSuccess', match: { route: 'create' }, next: 2 },
    { kind: 'staleSearch', ms: 1_500 },
  );
  expect(await buyMugs(2)).toEqual(confirmed(2));
  expect(await ledgerCounts()).toEqual({ authorised: 2, captured: 2 });
  expect(await shop.audit()).toEqual([]);
}, 60_000);

test('notifications that come twice, late or forged change nothing', async () => {
  shop.provider.order(
    { kind: 'duplicateWebhook', copies: 3 },
    { kind: 'lateWebhook', ms: 700, ratio: 0.5 },
    { kind: 'forgedWebhook', how: 'wrongSecret', ratio: 0.5 },
    { kind: 'forgedWebhook', how: 'tampered', ratio: 0.5 },
    { kind: 'forgedWebhook', how: 'stale', ratio: 0.5 },
    { kind: 'forgedWebhook', how: 'future', ratio: 0.5 },
    { kind: 'forgedWebhook', how: 'unsigned', ratio: 0.5 },
  );
  const ends = [...(await buyMugs(6)), ...(await buyMugs(2, declined))];
  expect(ends).toEqual([...confirmed(6), 'rejected', 'rejected']);
  await expect.poll(webhooks, { timeout: 10_000 }).toMatchObject({ pending: 0 });
  expect((await webhooks())['forged']).toBeGreaterThan(0);
  await shop.quiesce();
  expect(await ledgerCounts()).toEqual({ authorised: 6, captured: 6, declined: 2 });
  expect(await shop.audit()).toEqual([]);
}, 60_000);

async function webhooks(): Promise<Record<string, number>> {
  const answer = await fetch(`${shop.provider.url}/webhooks`);
  return (await answer.json()) as Record<string, number>;
}

test('a notification completes what no answer ever did', async () => {
  shop.provider.order(
    { kind: 'timeOutAfterSuccess', match: { route: 'create' } },
    { kind: 'respond500', match: { route: 'search' } },
    { kind: 'respond500', match: { route: 'retrieve' } },
  );
  expect(await buyMugs(2)).toEqual(confirmed(2));
  expect(await ledgerCounts()).toEqual({ authorised: 2, captured: 2 });
  expect(await shop.audit()).toEqual([]);
}, 60_000);

describe('an answer in another form (case 80)', () => {
  const fields = ['id', 'status', 'amount', 'currency', 'metadata', 'amount_capturable', 'created', 'object'];
  const changes: readonly [string, FaultInput][] = fields.flatMap((field) => [
    [`without "${field}"`, mutate({ op: 'drop', field })] as [string, FaultInput],
    [`with "${field}" under another name`, mutate({ op: 'rename', field, to: 'renamed' })],
    [`with "${field}" as a list`, mutate({ op: 'retype', field, to: 'array' })],
    [`with "${field}" as null`, mutate({ op: 'retype', field, to: 'null' })],
  ]);
  const amounts: readonly [string, FaultInput][] = [
    ['with an amount as text', mutate({ op: 'retype', field: 'amount', to: 'string' })],
    ['with an amount in units', mutate({ op: 'units', field: 'amount_capturable' })],
    ['with a negative amount', mutate({ op: 'set', field: 'amount_capturable', value: -1 })],
    ['with a currency that is none', mutate({ op: 'set', field: 'currency', value: 'xxq' })],
    ['about another payment', mutate({ op: 'set', field: 'metadata.paymentId', value: 'payment-of-eve' })],
  ];

  function mutate(...change: Extract<FaultInput, { kind: 'mutate' }>['changes']): FaultInput {
    return { kind: 'mutate', changes: change, in: 'both', match: { route: 'create' }, next: 2 };
  }

  test('writes no wrong money, whatever field is changed in whatever way', async () => {
    for (const [, fault] of [...changes, ...amounts]) shop.provider.order(fault);
    const count = 2 * (changes.length + amounts.length);
    const ends: string[] = [];
    while (ends.length < count) ends.push(...(await buyMugs(Math.min(15, count - ends.length))));
    expect(ends).toEqual(confirmed(count));
    expect(await fired()).toBeGreaterThan(0);
    const { contexts, ledger } = await shop.snapshot();
    for (const { type, data } of contexts.payments.log) {
      if (type !== 'PaymentAuthorised' && type !== 'PaymentCaptured') continue;
      expect(data.amount).toEqual({ minor: usualPrice, currency: 'USD' });
    }
    expect(ledger.every(({ captured }) => captured === 0 || captured === usualPrice)).toBe(true);
    expect(await ledgerCounts()).toEqual({ authorised: count, captured: count });
    expect(await shop.audit()).toEqual([]);
  }, 120_000);
});

describe('an amount that is off by one (case 81)', () => {
  test('when it is held stops the order, and lets the money go when the order is overdue', async () => {
    shop.provider.order({ kind: 'offBy', minor: 1, match: { route: 'create' }, next: 1 });
    expect(await buyMugs(1)).toEqual(['stock-reserved']);
    expect(await eventsOf('PaymentPutOnHold')).toBe(1);
    expect(await eventsOf('PaymentAuthorised')).toBe(0);
    expect(await shop.query('select why from payments.attention')).toHaveLength(1);
    await shop.query('update ordering.deadlines set due_at = now()');
    await expect
      .poll(() => shop.query("select 1 from ordering.orders where status = 'stock-reserved'"), {
        timeout: 10_000,
      })
      .toEqual([]);
    await shop.quiesce();
    expect(await eventsOf('PaymentVoided')).toBe(1);
    expect(await shop.query('select why from payments.attention')).toEqual([]);
    expect(await ledgerCounts()).toEqual({ authorised: 1, cancelled: 1 });
    expect(await shop.audit()).toEqual([]);
  }, 60_000);

  test('when it is taken puts the payment on hold, and the books say which order it is about', async () => {
    // The books of this shop do not balance any more, so it is one of its own.
    await shop[Symbol.asyncDispose]();
    shop = await open();
    await startCounting();
    shop.provider.order({ kind: 'offBy', minor: -1, match: { route: 'capture' }, next: 1 });
    expect(await buyMugs(1)).toEqual(['confirmed']);
    expect(await eventsOf('PaymentPutOnHold')).toBe(1);
    expect(await eventsOf('PaymentCaptured')).toBe(0);
    const [payment] = await shop.query('select order_id, status, amount, captured from payments.payments');
    expect(payment).toMatchObject({ status: 'on-hold', amount: '1250', captured: '1249' });
    const id = String(payment?.['order_id']);
    await shop.quiesce();
    const why = `The provider has another amount than was asked for (capture for ${id})`;
    expect(await shop.query('select subject, why from payments.attention')).toEqual([
      { subject: `payment-${id}`, why },
    ]);
    const { body } = await shop.staff.ask('GET /payments/on-hold');
    expect(body).toMatchObject({
      payments: [{ orderId: id, expected: { minor: 1250 }, actual: { minor: 1249, currency: 'USD' } }],
      next: null,
    });
    expect((await shop.customer('customer-1').ask('GET /payments/on-hold')).status).toBe(403);
    expect(await shop.audit()).toEqual([
      'I4: USD: the provider kept 1249, confirmed orders come to 1250',
      `I5: order ${id} is confirmed over 1250, the provider kept 1249 for it`,
      `I18: order ${id} ended as confirmed and its payment is on-hold`,
    ]);
  }, 60_000);
});
