import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { authorisation, clientOf, providerUnderTest, refusalOf } from './provider-under-test.ts';

test.each([
  ['an amount of zero', { amount: 0 }, 'amount'],
  ['an amount in major units', { amount: 49.99 }, 'amount'],
  ['a negative amount', { amount: -5 }, 'amount'],
  ['an amount too large', { amount: 100_000_000 }, 'amount'],
  ['a currency in upper case', { currency: 'USD' }, 'currency'],
  ['a currency that does not exist', { currency: 'xyz' }, 'currency'],
  ['no capture method', { capture_method: undefined }, 'capture_method'],
  ['a parameter nobody knows', { amnt: 5 }, 'amnt'],
])('%s is refused as a bad request that names the parameter', async (_, change, param) => {
  const { stripe, provider } = await providerUnderTest();
  const refusal = await refusalOf(stripe.paymentIntents.create(authorisation(change as never)));
  expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(refusal).toMatchObject({ statusCode: 400, param });
  expect(await provider.ledger()).toEqual([]);
});

test.each(['jpy', 'kwd'])('amounts in %s are taken as they are, in its own minor units', async (currency) => {
  const { stripe } = await providerUnderTest();
  expect(await stripe.paymentIntents.create(authorisation({ amount: 1_500, currency }))).toMatchObject({
    amount: 1_500,
    currency,
  });
});

test('a wrong secret key is let in nowhere', async () => {
  const { provider } = await providerUnderTest();
  const refusal = await refusalOf(
    clientOf({ port: provider.port, key: 'sk_test_wrong' }).paymentIntents.list(),
  );
  expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
});

test.each([
  ['bad percent encoding', 'amount=%E0%A4%A', 'application/x-www-form-urlencoded', 400],
  ['JSON where a form belongs', '{"amount":1}', 'application/json', 400],
  ['a name that is no name', '__proto__[x]]=1', 'application/x-www-form-urlencoded', 400],
  ['a body of a megabyte', `a=${'x'.repeat(1 << 20)}`, 'application/x-www-form-urlencoded', 413],
])('%s is refused and the provider lives on', async (_, body, type, status) => {
  const { provider, stripe } = await providerUnderTest();
  const answer = await fetch(`${provider.url}/v1/payment_intents`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${provider.key}`, 'content-type': type },
  }).then(
    (response) => response.status,
    // The peer may stop listening in the middle of a body that is too large.
    () => 413,
  );
  expect(answer).toBe(status);
  expect((await stripe.paymentIntents.list()).data).toEqual([]);
});

test('paths nobody knows are 404', async () => {
  const { provider } = await providerUnderTest();
  const headers = { authorization: `Bearer ${provider.key}` };
  for (const path of [
    '/v1/',
    '/v1/nothing',
    '/v1/payment_intents/pi_1/explode',
    '/nothing',
    '/v1/payment_intents/pi_1',
  ]) {
    expect((await fetch(provider.url + path, { headers })).status).toBe(404);
  }
});
