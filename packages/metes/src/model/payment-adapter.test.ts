import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { Money } from '../domain/money.ts';
import { from, table } from './translation/rule.ts';
import { minorUnits } from './translation/units.ts';
import { translator } from './translator.ts';
import { answerV2, chargeV2, PaymentResult } from './translator-under-test.ts';

/** How a customer pays, in our words. */
type PaymentMethod =
  | { readonly type: 'CREDIT_CARD'; readonly token: string }
  | { readonly type: 'BANK_TRANSFER'; readonly accountToken: string };

const chargeRequest = translator(
  z.object({ amount: z.int(), currency: z.string().regex(/^[a-z]{3}$/), source: z.string() }),
  z.object({ amount: Money.schema(), source: z.string() }).meta({ title: 'PaymentRequest' }),
  { amount: from(['amount', 'currency'], minorUnits('lower')), source: from('source') },
);

function sourceOf(method: PaymentMethod): string {
  switch (method.type) {
    case 'CREDIT_CARD':
      return method.token;
    case 'BANK_TRANSFER':
      return method.accountToken;
    default:
      throw new DomainRuleBroken('Payment', 'Unsupported payment method', method);
  }
}

/** The adapter of the worked example: our words in, our words out, the provider's only in between. */
function adapter(create: (request: unknown) => Promise<unknown>) {
  return async (amount: Money, method: PaymentMethod): Promise<z.output<typeof PaymentResult>> =>
    chargeV2.in(await create(chargeRequest.out({ amount, source: sourceOf(method) })));
}

const price = Money.parse('28.99', 'USD');
const card = { type: 'CREDIT_CARD', token: 'tok_1' } as const;

describe('a payment adapter', () => {
  test.each([
    [card, 'tok_1'],
    [{ type: 'BANK_TRANSFER', accountToken: 'acc_1' } as const, 'acc_1'],
  ])('sends cents, a currency in lower case and the source of %j', async (method, source) => {
    const sent: unknown[] = [];
    const processPayment = adapter(async (request) => {
      sent.push(request);
      return answerV2;
    });
    expect(await processPayment(price, method)).toEqual({
      paymentId: 'ch_1',
      amount: price,
      status: 'COMPLETED',
      processedAt: new Date('2026-11-21T10:00:00Z'),
    });
    expect(sent).toEqual([{ amount: 2_899, currency: 'usd', source }]);
  });

  test('refuses a method that the provider does not take, before anything is sent', async () => {
    let sent = 0;
    const processPayment = adapter(async () => {
      sent += 1;
      return answerV2;
    });
    await expect(processPayment(price, { type: 'CASH' } as never)).rejects.toThrow(
      'Unsupported payment method',
    );
    expect(sent).toBe(0);
  });

  test.each([
    ['succeeded', 'COMPLETED'],
    ['failed', 'FAILED'],
    ['pending', 'PENDING'],
    ['under_review', 'UNKNOWN'],
  ])('answers "%s" of the provider with %s', async (status, ours) => {
    const processPayment = adapter(async () => ({
      ...answerV2,
      status,
      failure_code: 'card_declined',
      failure_message: 'Your card was declined.',
    }));
    expect(await processPayment(price, card)).toMatchObject({
      status: ours,
      failureReason: 'Your card was declined.',
    });
  });

  test('fails loudly when the answer is not in the agreed form', async () => {
    const { amount_cents: _, ...renamed } = { ...answerV2, amount: 2_899 };
    await expect(adapter(async () => renamed)(price, card)).rejects.toThrow('amount_cents');
  });
});

test('a table of a closed enumeration needs no `otherwise` and can be turned round', () => {
  const status = translator(
    z.object({ status: z.enum(['succeeded', 'failed']) }),
    z.object({ status: z.enum(['COMPLETED', 'FAILED']) }),
    { status: table('status', { succeeded: 'COMPLETED', failed: 'FAILED' }) },
  );
  expect(status.out(status.in({ status: 'failed' }))).toEqual({ status: 'failed' });
});
