import { readFileSync } from 'node:fs';
import { Money } from 'metes';
import { fuzzTranslator } from 'metes/testing';
import { describe, expect, test } from 'vitest';
import { paymentOf } from '../../domain/ids.ts';
import { operations } from '../../domain/payment-result.ts';
import { ForeignPayloadInvalid, readForeignPayment } from './foreign-payment.ts';
import { foreignAmount, standings, terms, tokenOf, translate, verdicts } from './translator.ts';

type Payload = Record<string, unknown>;
const recorded = (name: string): Payload =>
  JSON.parse(readFileSync(new URL(`./recorded/${name}.json`, import.meta.url), 'utf8')) as Payload;
const paymentId = paymentOf('order-1');
const amount = Money.of(2_899, 'USD');
const processedAt = new Date(1_795_255_200 * 1000);
const told = (payload: Payload, operation: (typeof operations)[number]) =>
  translate(readForeignPayment(payload), operation, paymentId);

describe('what the provider tells', () => {
  test('of an authorised payment is an authorisation, and neither a capture nor a void', () => {
    const payload = recorded('authorised');
    expect(told(payload, 'authorisation')).toEqual({
      status: 'COMPLETED',
      paymentId,
      reference: payload['id'],
      amount,
      processedAt,
    });
    expect(told(payload, 'capture')).toBeUndefined();
    expect(told(payload, 'void')).toBeUndefined();
  });

  test('of a captured payment is a capture of what was taken', () => {
    const payload = recorded('captured');
    expect(told(payload, 'capture')).toEqual({
      status: 'COMPLETED',
      paymentId,
      reference: payload['id'],
      amount,
      processedAt,
    });
    expect(told({ ...payload, amount_received: 2_898 }, 'capture')).toMatchObject({
      amount: Money.of(2_898, 'USD'),
    });
    expect(told(payload, 'authorisation')).toMatchObject({ status: 'COMPLETED', amount });
    expect(told(payload, 'void')).toMatchObject({ status: 'FAILED' });
  });

  test('of a cancelled payment is a void, and an authorisation that failed', () => {
    const payload = recorded('cancelled');
    expect(told(payload, 'void')).toMatchObject({ status: 'COMPLETED', reference: payload['id'] });
    expect(told(payload, 'authorisation')).toMatchObject({ status: 'FAILED', failureReason: 'abandoned' });
    expect(told(payload, 'capture')).toMatchObject({ status: 'FAILED' });
  });

  test('of a declined payment is why it was declined', () => {
    expect(told(recorded('declined'), 'authorisation')).toMatchObject({
      status: 'FAILED',
      failureReason: 'Your card has insufficient funds.',
    });
  });

  test('of a state that nobody knows is unknown, for every operation', () => {
    for (const operation of operations) {
      for (const status of ['requires_reconciliation', 'toString', '__proto__', 'SUCCEEDED']) {
        expect(told({ ...recorded('authorised'), status }, operation)).toMatchObject({ status: 'UNKNOWN' });
      }
      for (const status of Object.keys(verdicts[operation])) {
        expect(
          told({ ...recorded('authorised'), status }, operation)?.status,
          `${operation} ${status}`,
        ).not.toBe('UNKNOWN');
      }
    }
  });

  test('counts in the minor units of every currency and is compared in upper case', () => {
    for (const [currency, text] of [
      ['jpy', '2899 JPY'],
      ['kwd', '2.899 KWD'],
      ['eur', '28.99 EUR'],
    ] as const) {
      const result = told({ ...recorded('authorised'), currency }, 'authorisation');
      expect(result?.status === 'COMPLETED' && result.amount.toString()).toBe(text);
    }
  });
});

const read = [
  'object',
  'id',
  'status',
  'amount',
  'amount_capturable',
  'amount_received',
  'currency',
  'created',
  'metadata',
  'last_payment_error',
  'cancellation_reason',
] as const;

describe.each(read)('the field %s', (field) => {
  const { [field]: value, ...without } = recorded('authorised');

  test.each([
    ['dropped', without],
    ['renamed', { ...without, [`new_${field}`]: value }],
    ['an array', { ...without, [field]: [value] }],
    ['a boolean', { ...without, [field]: true }],
    [
      'of the other primitive type',
      { ...without, [field]: typeof value === 'number' ? String(value) : 28.99 },
    ],
  ])('fails loudly when it is %s', (_, payload) => {
    expect(() => readForeignPayment(payload)).toThrow(ForeignPayloadInvalid);
    expect(() => readForeignPayment(payload)).toThrow(field);
  });
});

describe('a payload', () => {
  test.each([null, undefined, 'payment', 7, [], {}, { error: {} }])('that is %j fails loudly', (payload) => {
    expect(() => readForeignPayment(payload)).toThrow(ForeignPayloadInvalid);
  });

  test.each([
    ['an amount in units', { amount_capturable: 28.99 }],
    ['a negative amount', { amount_capturable: -1 }],
    ['a currency in upper case', { currency: 'USD' }],
    ['a currency that does not exist', { currency: 'zzz' }],
    ['a moment in the form of a text', { created: '2026-11-21' }],
    ['the id of another payment', { metadata: { paymentId: 'payment-order-2' } }],
    ['the id of no payment', { metadata: {} }],
    ['values that are no text', { metadata: { paymentId: 1 } }],
  ])('with %s fails loudly', (_, change) => {
    expect(() => told({ ...recorded('authorised'), ...change }, 'authorisation')).toThrow(
      ForeignPayloadInvalid,
    );
  });

  test('with more in it than we read is read', () => {
    expect(
      told({ ...recorded('authorised'), brand_new_field: { deep: [1] } }, 'authorisation'),
    ).toMatchObject({ status: 'COMPLETED' });
  });
});

describe('what the provider hears', () => {
  test('is minor units and a currency in lower case', () => {
    expect(foreignAmount(Money.of(2_899, 'USD'))).toEqual({ amount: 2_899, currency: 'usd' });
    expect(foreignAmount(Money.parse('1500', 'JPY'))).toEqual({ amount: 1_500, currency: 'jpy' });
    expect(foreignAmount(Money.parse('1.500', 'KWD'))).toEqual({ amount: 1_500, currency: 'kwd' });
  });

  test('is the token of a card or of an account, and nothing else', () => {
    expect(tokenOf({ type: 'card', token: 'pm_card_visa' })).toBe('pm_card_visa');
    expect(tokenOf({ type: 'bank-transfer', accountToken: 'ba_1' })).toBe('ba_1');
    expect(tokenOf({ type: 'cash', token: 'coins' } as never)).toBeUndefined();
    expect(tokenOf({ type: 'constructor' } as never)).toBeUndefined();
  });
});

const names = ['authorised', 'captured', 'cancelled', 'declined'];

test.each([...Object.values(standings), terms])(
  '$translator holds against documents of all kinds, made from what was recorded',
  (subject) => {
    const samples = subject === terms ? [] : names.map((name) => recorded(name));
    const { faults, translated, refused } = fuzzTranslator(subject, { samples, runs: 600 });
    expect(faults).toEqual([]);
    expect(translated).toBeGreaterThan(100);
    expect(refused['METES_TRANSLATOR_DOCUMENT']).toBeGreaterThan(10);
  },
);
