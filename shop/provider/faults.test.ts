import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { authorisation, clientOf, providerUnderTest, refusalOf } from './provider-under-test.ts';

test.each(['hang', 'reset'] as const)(
  'a time-out after success (%s) leaves exactly one charge, and its key finds it',
  async (how) => {
    const { provider } = await providerUnderTest({ faults: [{ kind: 'timeOutAfterSuccess', how, next: 2 }] });
    // The official client tries once more on its own when a connection is closed on it, hence two faults.
    const impatient = clientOf(provider, 200);
    const lost = await refusalOf(
      impatient.paymentIntents.create(authorisation(), { idempotencyKey: 'pay-order-1' }),
    );
    expect(lost).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const found = await clientOf(provider).paymentIntents.search({ query: "metadata['orderId']:'order-1'" });
    expect(found.data).toHaveLength(1);
    if (how === 'hang') {
      await refusalOf(impatient.paymentIntents.create(authorisation(), { idempotencyKey: 'pay-order-1' }));
    }
    const again = await impatient.paymentIntents.create(authorisation(), { idempotencyKey: 'pay-order-1' });
    expect(again.id).toBe(found.data[0]?.id);
    expect(await provider.ledger()).toHaveLength(1);
  },
);

test('a 500 before the effect leaves nothing, one after it leaves the effect', async () => {
  const { provider, stripe } = await providerUnderTest();
  provider.order({ kind: 'respond500', next: 1 });
  expect(await refusalOf(stripe.paymentIntents.create(authorisation()))).toMatchObject({
    statusCode: 500,
    type: 'StripeAPIError',
  });
  expect(await provider.ledger()).toHaveLength(0);
  provider.order({ kind: 'respond500', at: 'after', status: 503, next: 1 });
  const key = { idempotencyKey: 'key-1' };
  expect(await refusalOf(stripe.paymentIntents.create(authorisation(), key))).toMatchObject({
    statusCode: 503,
  });
  expect(await provider.ledger()).toHaveLength(1);
  expect(await stripe.paymentIntents.create(authorisation(), key)).toMatchObject({
    status: 'requires_capture',
  });
  expect(await provider.ledger()).toHaveLength(1);
});

test('a sticky 500 is what its key answers for ever, though the money is reserved', async () => {
  const { provider, stripe } = await providerUnderTest({
    faults: [{ kind: 'respond500', at: 'after', sticky: true, next: 1 }],
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const refusal = await refusalOf(
      stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' }),
    );
    expect(refusal.statusCode).toBe(500);
  }
  expect((await provider.ledger()).map(({ kind }) => kind)).toEqual(['authorised']);
});

test('a dropped connection has had no effect', async () => {
  const { provider, stripe } = await providerUnderTest({ faults: [{ kind: 'dropConnection', next: 2 }] });
  expect(await refusalOf(stripe.paymentIntents.create(authorisation()))).toBeInstanceOf(
    Stripe.errors.StripeConnectionError,
  );
  expect(await provider.ledger()).toHaveLength(0);
});

test('a ratio fires on the same requests for the same seed', async () => {
  const run = async (): Promise<boolean[]> => {
    const { stripe } = await providerUnderTest({ faults: [{ kind: 'decline', ratio: 0.3, seed: 42 }] });
    const declined: boolean[] = [];
    for (let index = 0; index < 40; index += 1) {
      declined.push(
        await stripe.paymentIntents.create(authorisation()).then(
          () => false,
          (fault) => fault.statusCode === 402,
        ),
      );
    }
    return declined;
  };
  const first = await run();
  expect(first.filter(Boolean).length).toBeGreaterThan(4);
  expect(first.filter(Boolean).length).toBeLessThan(22);
  expect(await run()).toEqual(first);
});

test('faults are counted when they really fire, keep to their match, and can be cleared', async () => {
  const { provider, stripe } = await providerUnderTest();
  const control = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(provider.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const ordered = await control('POST', '/faults', [
    { kind: 'decline', next: 1, match: { metadata: { orderId: 'bad' } } },
    { kind: 'respond500', match: { route: 'capture' }, next: 1 },
  ]);
  expect(ordered.status).toBe(200);
  const intent = await stripe.paymentIntents.create(authorisation());
  expect(
    await refusalOf(stripe.paymentIntents.create(authorisation({ metadata: { orderId: 'bad' } }))),
  ).toMatchObject({ statusCode: 402 });
  await stripe.paymentIntents.create(authorisation({ metadata: { orderId: 'bad' } }));
  expect(await refusalOf(stripe.paymentIntents.capture(intent.id))).toMatchObject({ statusCode: 500 });
  await stripe.paymentIntents.capture(intent.id);
  const listed = (await control('GET', '/faults')).body;
  expect(listed.faults).toMatchObject([
    { fault: { kind: 'decline' }, fired: 1, left: 0 },
    { fault: { kind: 'respond500' }, fired: 1, left: 0 },
  ]);
  expect((await control('DELETE', `/faults/${listed.faults[0].id}`)).body).toEqual({ cleared: 1 });
  expect((await control('DELETE', '/faults')).body).toEqual({ cleared: 1 });
  expect((await control('GET', '/faults')).body).toEqual({
    faults: [],
    fired: { decline: 1, respond500: 1 },
  });
  const wrong = await control('POST', '/faults', [{ kind: 'delay', ms: 5 }, { kind: 'explode' }]);
  expect(wrong.status).toBe(400);
  expect((await control('GET', '/faults')).body.faults).toEqual([]);
  expect((await control('POST', '/faults', { kind: 'delay', milis: 5 })).status).toBe(400);
});

test('content faults change what is shown and not what is true', async () => {
  const { provider, stripe } = await providerUnderTest();
  const { id } = await stripe.paymentIntents.create(authorisation());
  const shown = async (): Promise<any> => ({ ...(await stripe.paymentIntents.retrieve(id)) });

  provider.order({ kind: 'unknownStatus', next: 1 });
  expect((await shown()).status).toBe('requires_reconciliation');
  provider.order({
    kind: 'mutate',
    next: 1,
    changes: [
      { op: 'rename', field: 'id', to: 'payment_intent_id' },
      { op: 'drop', field: 'currency' },
      { op: 'retype', field: 'amount', to: 'string' },
      { op: 'set', field: 'metadata.extra', value: 1 },
    ],
  });
  const mutated = await shown();
  expect(mutated).toMatchObject({
    payment_intent_id: id,
    amount: '4999',
    metadata: { orderId: 'order-1', extra: 1 },
  });
  expect(mutated).not.toHaveProperty('currency');
  expect(mutated).not.toHaveProperty('id');
  provider.order({
    kind: 'mutate',
    next: 1,
    changes: [{ op: 'units', field: 'amount' }],
    match: { route: 'list' },
  });
  expect((await stripe.paymentIntents.list()).data[0]?.amount).toBe(49.99);
  expect(await shown()).toMatchObject({ id, status: 'requires_capture', amount: 4_999, currency: 'usd' });
});

test('an off-by-one provider takes another amount than it was asked for', async () => {
  const { provider, stripe } = await providerUnderTest({
    faults: [{ kind: 'offBy', minor: -1, match: { route: 'capture' } }],
  });
  const { id } = await stripe.paymentIntents.create(authorisation());
  expect(await stripe.paymentIntents.capture(id)).toMatchObject({ amount: 4_999, amount_received: 4_998 });
  expect((await provider.ledger()).at(-1)).toMatchObject({ kind: 'captured', amount: 4_998 });
});

test('a stale search does not see a young intent, while retrieving it does', async () => {
  const { stripe } = await providerUnderTest({ faults: [{ kind: 'staleSearch', ms: 60_000, next: 1 }] });
  const { id } = await stripe.paymentIntents.create(authorisation());
  const search = () => stripe.paymentIntents.search({ query: "metadata['orderId']:'order-1'" });
  expect((await search()).data).toEqual([]);
  expect((await stripe.paymentIntents.retrieve(id)).id).toBe(id);
  expect((await search()).data).toHaveLength(1);
});
