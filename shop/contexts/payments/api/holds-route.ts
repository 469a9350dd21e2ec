import { read, toJson } from 'metes';
import { z } from 'zod';
import { paymentsOnHold } from '../application/payments-on-hold.projection.ts';
import { PaymentId } from '../domain/ids.ts';
import { Operation } from '../domain/payment-result.ts';

const MoneyView = z.strictObject({ minor: z.int(), currency: z.string() });

export const listPaymentsOnHold = read('/payments/on-hold', {
  summary: 'List the payments that a person has to look at, by id, a page at a time',
  access: ['staff'],
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    after: PaymentId.optional(),
  }),
  answers: {
    200: z.strictObject({
      payments: z.array(
        z.strictObject({
          paymentId: z.string(),
          orderId: z.string(),
          operation: Operation,
          why: z.string(),
          expected: MoneyView,
          actual: MoneyView.nullable(),
          reference: z.string().nullable(),
          since: z.iso.datetime(),
        }),
      ),
      /** Give it as `after` to get the next page; null on the last one. */
      next: z.string().nullable(),
    }),
  },
  read: async ({ query: { limit, after } }, reader) => {
    const payments = await reader.rows(paymentsOnHold, { limit, ...(after ? { after } : {}) });
    const next = payments.length === limit ? (payments.at(-1)?.paymentId ?? null) : null;
    return { status: 200, body: toJson({ payments, next }) };
  },
});
