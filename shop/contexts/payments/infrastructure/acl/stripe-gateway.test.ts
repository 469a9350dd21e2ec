import { Money } from 'metes';
import { describe, expect, test } from 'vitest';
import { paymentOf } from '../../domain/ids.ts';
import { ForeignPayloadInvalid } from './foreign-payment.ts';
import { gatewayUnderTest, request } from './gateway-under-test.ts';
import { stripeGateway } from './stripe-gateway.ts';

const paymentId = paymentOf('order-1');
const amount = Money.of(2_899, 'USD');
const question = { paymentId, reference: null, operation: 'authorisation' } as const;

describe('the gateway', () => {
  test('holds money, takes it, and does both once under one key', async () => {
    const { gateway, kinds } = await gatewayUnderTest();
    const held = await gateway.authorise(request(), 'key-a');
    expect(held).toMatchObject({ status: 'COMPLETED', paymentId, amount, reference: expect.any(String) });
    expect(await gateway.authorise(request(), 'key-a')).toEqual(held);
    const reference = held.status === 'COMPLETED' ? held.reference : '';
    expect(await gateway.capture({ paymentId, reference, amount }, 'key-c')).toMatchObject({
      status: 'COMPLETED',
      amount,
    });
    expect(await gateway.capture({ paymentId, reference, amount }, 'key-c')).toMatchObject({
      status: 'COMPLETED',
      amount,
    });
    expect(await kinds()).toEqual(['authorised', 'captured']);
  });

  test('takes a capture or a void that was done before for done', async () => {
    const { gateway, kinds } = await gatewayUnderTest();
    const held = await gateway.authorise(request(), 'key-a');
    const reference = held.status === 'COMPLETED' ? held.reference : '';
    await gateway.void({ paymentId, reference, amount }, 'key-v');
    expect(await gateway.void({ paymentId, reference, amount }, 'another key')).toMatchObject({
      status: 'COMPLETED',
    });
    expect(await gateway.capture({ paymentId, reference, amount }, 'key-c')).toMatchObject({
      status: 'FAILED',
    });
    expect(await kinds()).toEqual(['authorised', 'cancelled']);
  });

  test.each([
    ['pm_card_declined', 'Your card was declined.'],
    ['pm_card_insufficient_funds', 'Your card has insufficient funds.'],
    ['pm_nothing', /No such PaymentMethod/],
  ])('tells why %s was refused', async (token, failureReason) => {
    const { gateway } = await gatewayUnderTest();
    const result = await gateway.authorise(request(token), 'key-a');
    expect(result).toMatchObject({ status: 'FAILED', failureReason: expect.stringMatching(failureReason) });
  });

  test('refuses a means of payment that the provider does not take, without asking', async () => {
    const { gateway, kinds } = await gatewayUnderTest();
    const cash = { ...request(), method: { type: 'cash' } as never };
    expect(await gateway.authorise(cash, 'key-a')).toMatchObject({
      status: 'FAILED',
      failureReason: 'Unsupported payment method: cash',
    });
    expect(await kinds()).toEqual([]);
  });

  test('takes a bank transfer by the token of the account', async () => {
    const { gateway } = await gatewayUnderTest();
    const transfer = {
      ...request(),
      method: { type: 'bank-transfer', accountToken: 'pm_usBankAccount_success' } as const,
    };
    expect(await gateway.authorise(transfer, 'key-a')).toMatchObject({ status: 'COMPLETED' });
  });

  test('sees when the provider holds or takes another amount', async () => {
    const { gateway } = await gatewayUnderTest({ kind: 'offBy', minor: -1 });
    const held = await gateway.authorise(request(), 'key-a');
    expect(held).toMatchObject({ status: 'COMPLETED', amount: Money.of(2_898, 'USD') });
  });
});

describe('a provider that gives no usable answer', () => {
  test.each([
    ['times out after the charge', { kind: 'timeOutAfterSuccess', next: 1 }],
    ['resets the connection after the charge', { kind: 'timeOutAfterSuccess', how: 'reset', next: 2 }],
    ['breaks down after the charge', { kind: 'respond500', at: 'after', next: 1 }],
    ['answers with an unknown state', { kind: 'unknownStatus', next: 1 }],
  ] as const)('and %s leaves the outcome unknown, and a question finds it', async (_, fault) => {
    const { gateway, kinds } = await gatewayUnderTest(fault);
    expect(await gateway.authorise(request(), 'key-a')).toMatchObject({ status: 'UNKNOWN', paymentId });
    expect(await gateway.find(question)).toMatchObject({ status: 'COMPLETED', amount });
    expect(await kinds()).toEqual(['authorised']);
  });

  test('and breaks down before the charge is found to know of none, and the same key then charges once', async () => {
    const { gateway, kinds } = await gatewayUnderTest({ kind: 'respond500', next: 1 });
    expect(await gateway.authorise(request(), 'key-a')).toMatchObject({ status: 'UNKNOWN' });
    expect(await gateway.find(question)).toBeUndefined();
    expect(await gateway.authorise(request(), 'key-a')).toMatchObject({ status: 'COMPLETED' });
    expect(await kinds()).toEqual(['authorised']);
  });

  test('and whose search lags behind still charges once under the same key', async () => {
    const { gateway, kinds } = await gatewayUnderTest(
      { kind: 'timeOutAfterSuccess', next: 1 },
      { kind: 'staleSearch', ms: 60_000, next: 1 },
    );
    expect(await gateway.authorise(request(), 'key-a')).toMatchObject({ status: 'UNKNOWN' });
    expect(await gateway.find(question)).toBeUndefined();
    expect(await gateway.authorise(request(), 'key-a')).toMatchObject({ status: 'COMPLETED' });
    expect(await kinds()).toEqual(['authorised']);
  });

  test('and whose failure sticks to the key is asked how it stands', async () => {
    const { gateway, provider, kinds } = await gatewayUnderTest();
    const held = await gateway.authorise(request(), 'key-a');
    const reference = held.status === 'COMPLETED' ? held.reference : '';
    const asked = { paymentId, reference, operation: 'capture' } as const;
    expect(await gateway.find(asked)).toBeUndefined();
    provider.order({ kind: 'respond500', at: 'after', sticky: true, match: { route: 'capture' } });
    for (const _ of [1, 2]) {
      expect(await gateway.capture({ paymentId, reference, amount }, 'key-c')).toMatchObject({
        status: 'UNKNOWN',
      });
    }
    expect(await gateway.find(asked)).toMatchObject({ status: 'COMPLETED', amount });
    expect(await kinds()).toEqual(['authorised', 'captured']);
  });

  test('and cannot be reached makes a question fail, so that it is asked again', async () => {
    const gateway = stripeGateway({
      url: 'http://127.0.0.1:9',
      apiKey: 'sk',
      webhookSecrets: [],
      timeoutMs: 200,
    });
    expect(await gateway.authorise(request(), 'key-a')).toMatchObject({ status: 'UNKNOWN' });
    await expect(gateway.find(question)).rejects.toThrow(/connection to Stripe/);
  });
});

describe('a request that certainly had no effect', () => {
  test('is thrown on when our key is wrong, or there were too many', async () => {
    const { provider, kinds } = await gatewayUnderTest({ kind: 'respond500', status: 429, next: 1 });
    const reach = (apiKey: string) => stripeGateway({ url: provider.url, apiKey, webhookSecrets: [] });
    await expect(reach('sk_wrong').authorise(request(), 'key-a')).rejects.toThrow(/API Key/i);
    await expect(reach(provider.key).authorise(request(), 'key-a')).rejects.toThrow(/Too many/);
    expect(await reach(provider.key).authorise(request(), 'key-a')).toMatchObject({ status: 'COMPLETED' });
    expect(await kinds()).toEqual(['authorised']);
  });

  test('is thrown on when its key was used for another request', async () => {
    const { gateway } = await gatewayUnderTest();
    await gateway.authorise(request(), 'key-a');
    await expect(gateway.authorise(request('pm_card_mastercard'), 'key-a')).rejects.toThrow(
      /same parameters/,
    );
  });
});

test.each([
  ['renamed', { op: 'rename', field: 'amount_capturable', to: 'capturable' }],
  ['dropped', { op: 'drop', field: 'currency' }],
  ['retyped', { op: 'retype', field: 'amount', to: 'string' }],
] as const)('a field that is %s in an answer fails loudly and no money is written', async (_, change) => {
  const { gateway } = await gatewayUnderTest({ kind: 'mutate', changes: [change] });
  await expect(gateway.authorise(request(), 'key-a')).rejects.toThrow(ForeignPayloadInvalid);
});
