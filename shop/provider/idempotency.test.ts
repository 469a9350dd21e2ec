import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { startProvider } from './index.ts';
import { authorisation, clientOf, freshFolder, providerUnderTest, refusalOf } from './provider-under-test.ts';

test('a key used again with the same parameters replays the first answer byte for byte', async () => {
  const { provider } = await providerUnderTest();
  const send = () =>
    fetch(`${provider.url}/v1/payment_intents`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${provider.key}`,
        'content-type': 'application/x-www-form-urlencoded',
        'idempotency-key': 'key-1',
      },
      body: 'amount=100&currency=usd&confirm=true&capture_method=manual&payment_method=pm_card_visa',
    });
  const first = await send();
  const second = await send();
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
  expect(await second.text()).toBe(await first.text());
  expect(await provider.ledger()).toHaveLength(1);
});

test('a replay shows the answer of then, not the state of now', async () => {
  const { stripe } = await providerUnderTest();
  const first = await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' });
  await stripe.paymentIntents.capture(first.id);
  expect(await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' })).toEqual(first);
});

test('keys survive a restart', async () => {
  const data = await freshFolder();
  const life = await startProvider({ data });
  const first = await clientOf(life).paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' });
  await refusalOf(
    clientOf(life).paymentIntents.create(authorisation({ payment_method: 'pm_card_declined' }), {
      idempotencyKey: 'key-2',
    }),
  );
  await life.stop();
  const { stripe, provider } = await providerUnderTest({ data });
  expect(await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' })).toEqual(first);
  const declined = stripe.paymentIntents.create(authorisation({ payment_method: 'pm_card_declined' }), {
    idempotencyKey: 'key-2',
  });
  expect(await refusalOf(declined)).toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect(await provider.ledger()).toHaveLength(2);
});

test('a key used with other parameters is an idempotency error and changes nothing', async () => {
  const { stripe, provider } = await providerUnderTest();
  const intent = await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' });
  const other = await refusalOf(
    stripe.paymentIntents.create(authorisation({ amount: 1 }), { idempotencyKey: 'key-1' }),
  );
  expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  expect(other.statusCode).toBe(400);
  const elsewhere = await refusalOf(
    stripe.paymentIntents.capture(intent.id, {}, { idempotencyKey: 'key-1' }),
  );
  expect(elsewhere).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  expect(await provider.ledger()).toHaveLength(1);
});

test('a key in flight is a conflict', async () => {
  const { stripe, provider } = await providerUnderTest({ faults: [{ kind: 'delay', ms: 150 }] });
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' }),
    ),
  );
  const conflicts = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason as Stripe.errors.StripeError] : [],
  );
  expect(conflicts.map(({ statusCode, code }) => [statusCode, code])).toEqual(
    Array(4).fill([409, 'idempotency_key_in_use']),
  );
  expect(await provider.ledger()).toHaveLength(1);
});

test('a refused request leaves its key free', async () => {
  const { stripe } = await providerUnderTest();
  await refusalOf(stripe.paymentIntents.create(authorisation({ amount: 0 }), { idempotencyKey: 'key-1' }));
  expect(await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' })).toMatchObject({
    amount: 4_999,
  });
});

test('a key past its lifetime does its work anew', async () => {
  let now = 1_790_000_000_000;
  const { stripe, provider } = await providerUnderTest({ keyLifetimeMs: 1_000, now: () => now });
  await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' });
  now += 999;
  await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' });
  expect(await provider.ledger()).toHaveLength(1);
  now += 1;
  await stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'key-1' });
  expect(await provider.ledger()).toHaveLength(2);
});

test('a key longer than 255 characters is refused', async () => {
  const { stripe } = await providerUnderTest();
  const refusal = await refusalOf(
    stripe.paymentIntents.create(authorisation(), { idempotencyKey: 'k'.repeat(256) }),
  );
  expect(refusal.statusCode).toBe(400);
});
