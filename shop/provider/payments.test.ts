import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { authorisation, providerUnderTest, refusalOf } from './provider-under-test.ts';

test('an authorisation reserves the amount and a capture takes it', async () => {
  const { stripe, provider } = await providerUnderTest();
  const intent = await stripe.paymentIntents.create(authorisation());
  expect(intent).toMatchObject({
    status: 'requires_capture',
    amount: 4_999,
    amount_capturable: 4_999,
    currency: 'usd',
  });
  expect(intent.lastResponse.requestId).toMatch(/^req_/);
  const captured = await stripe.paymentIntents.capture(intent.id);
  expect(captured).toMatchObject({ status: 'succeeded', amount_received: 4_999, amount_capturable: 0 });
  expect(await stripe.paymentIntents.retrieve(intent.id)).toEqual(captured);
  expect((await provider.ledger()).map(({ kind, amount }) => [kind, amount])).toEqual([
    ['authorised', 4_999],
    ['captured', 4_999],
  ]);
});

test('a declined card is a card error, leaves an intent that can be tried again, and is in the ledger', async () => {
  const { stripe, provider } = await providerUnderTest();
  const refusal = await refusalOf(
    stripe.paymentIntents.create(authorisation({ payment_method: 'pm_card_insufficient_funds' })),
  );
  expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
  expect(refusal).toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  });
  const intent = refusal.payment_intent as unknown as Stripe.PaymentIntent;
  expect(intent.status).toBe('requires_payment_method');
  const second = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  expect(second).toMatchObject({ id: intent.id, status: 'requires_capture', last_payment_error: null });
  expect((await provider.ledger()).map(({ kind }) => kind)).toEqual(['declined', 'authorised']);
});

test('a partial capture lets the rest go, unless more captures are announced', async () => {
  const { stripe } = await providerUnderTest();
  const once = await stripe.paymentIntents.create(authorisation({ amount: 1_000 }));
  expect(await stripe.paymentIntents.capture(once.id, { amount_to_capture: 400 })).toMatchObject({
    status: 'succeeded',
    amount_received: 400,
    amount_capturable: 0,
  });
  expect(await refusalOf(stripe.paymentIntents.capture(once.id))).toMatchObject({
    code: 'payment_intent_unexpected_state',
  });

  const twice = await stripe.paymentIntents.create(authorisation({ amount: 1_000 }));
  expect(
    await stripe.paymentIntents.capture(twice.id, { amount_to_capture: 400, final_capture: false }),
  ).toMatchObject({ status: 'requires_capture', amount_received: 400, amount_capturable: 600 });
  expect(await refusalOf(stripe.paymentIntents.capture(twice.id, { amount_to_capture: 601 }))).toMatchObject({
    code: 'amount_too_large',
  });
  expect(await stripe.paymentIntents.capture(twice.id)).toMatchObject({
    status: 'succeeded',
    amount_received: 1_000,
  });
});

test('a cancellation lets an authorisation go and nothing can be captured after it', async () => {
  const { stripe } = await providerUnderTest();
  const intent = await stripe.paymentIntents.create(authorisation());
  expect(await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' })).toMatchObject({
    status: 'canceled',
    amount_capturable: 0,
    cancellation_reason: 'abandoned',
  });
  expect(await refusalOf(stripe.paymentIntents.capture(intent.id))).toMatchObject({ statusCode: 400 });
});

test('refunds add up to what was captured and no further', async () => {
  const { stripe } = await providerUnderTest();
  const intent = await stripe.paymentIntents.create(authorisation({ amount: 1_000 }));
  expect(await refusalOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
    statusCode: 400,
  });
  await stripe.paymentIntents.capture(intent.id);
  const part = await stripe.refunds.create({
    payment_intent: intent.id,
    amount: 300,
    reason: 'requested_by_customer',
  });
  expect(part).toMatchObject({
    object: 'refund',
    amount: 300,
    status: 'succeeded',
    payment_intent: intent.id,
  });
  expect(await refusalOf(stripe.refunds.create({ payment_intent: intent.id, amount: 701 }))).toMatchObject({
    param: 'amount',
  });
  const rest = await stripe.refunds.create({ charge: intent.latest_charge as string });
  expect(rest.amount).toBe(700);
  expect(await refusalOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
    code: 'charge_already_refunded',
  });
  expect(await stripe.refunds.retrieve(part.id)).toEqual(part);
  expect((await stripe.refunds.list({ payment_intent: intent.id })).data.map(({ id }) => id)).toEqual([
    rest.id,
    part.id,
  ]);
  expect(await stripe.charges.retrieve(intent.latest_charge as string)).toMatchObject({
    refunded: true,
    amount_refunded: 1_000,
  });
});

test('search finds an intent by its metadata at once, and pages through many', async () => {
  const { stripe } = await providerUnderTest();
  for (let index = 0; index < 12; index += 1) {
    await stripe.paymentIntents.create(authorisation({ metadata: { orderId: `o'${index}`, run: 'a' } }));
  }
  const one = await stripe.paymentIntents.search({
    query: "metadata['orderId']:'o\\'7' AND status:'requires_capture'",
  });
  expect(one.data.map(({ metadata }) => metadata['orderId'])).toEqual(["o'7"]);
  const all: string[] = [];
  for await (const intent of stripe.paymentIntents.search({ query: "metadata['run']:'a'", limit: 5 }))
    all.push(intent.id);
  expect(new Set(all).size).toBe(12);
  expect((await stripe.paymentIntents.search({ query: "metadata['run']:'b' OR amount<10" })).data).toEqual(
    [],
  );
  expect(await refusalOf(stripe.paymentIntents.search({ query: 'orderId=1' }))).toMatchObject({
    param: 'query',
  });
});

test('a list shows the newest intents first, page by page', async () => {
  const { stripe } = await providerUnderTest();
  const made: string[] = [];
  for (let index = 0; index < 7; index += 1)
    made.push((await stripe.paymentIntents.create(authorisation())).id);
  const seen: string[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 3 })) seen.push(intent.id);
  expect(seen).toEqual(made.toReversed());
  const before = await stripe.paymentIntents.list({ limit: 2, ending_before: made[3] as string });
  expect(before.data.map(({ id }) => id)).toEqual([made[5], made[4]]);
});

test('payment methods made from a token behave as the token says', async () => {
  const { stripe } = await providerUnderTest();
  const good = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  const bad = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_chargeDeclined' } });
  expect(await stripe.paymentIntents.create(authorisation({ payment_method: good.id }))).toMatchObject({
    payment_method: good.id,
  });
  expect(
    await refusalOf(stripe.paymentIntents.create(authorisation({ payment_method: bad.id }))),
  ).toMatchObject({ statusCode: 402 });
  expect(
    await refusalOf(stripe.paymentIntents.create(authorisation({ payment_method: 'pm_nobody' }))),
  ).toMatchObject({
    code: 'resource_missing',
  });
});
