import { Money, projection } from 'metes';
import { z } from 'zod';
import { OrderId, PaymentId } from '../domain/ids.ts';
import { PaymentPutOnHold, PaymentVoidRequested } from '../domain/payment-events.ts';
import { Operation } from '../domain/payment-result.ts';

/** A payment that a person has to look at. */
export const PaymentOnHold = z.strictObject({
  paymentId: PaymentId,
  orderId: OrderId,
  /** What was asked of the provider, or what it did unasked. */
  operation: Operation,
  why: z.string(),
  expected: Money.schema(),
  /** What the provider really holds or has taken; null when it did not say. */
  actual: Money.schema().nullable(),
  /** What the provider calls it. */
  reference: z.string().nullable(),
  /** ISO 8601, UTC. */
  since: z.iso.datetime(),
});

/** The payments on hold, by id. The view `attention` shows them to operators. */
export const paymentsOnHold = projection('payments-on-hold', {
  row: PaymentOnHold,
  on: (on) => [
    on(PaymentPutOnHold, byPayment, (_, held, { time }) => ({
      paymentId: held.paymentId,
      orderId: held.orderId,
      operation: held.operation,
      why: held.why,
      expected: held.expected,
      actual: held.actual,
      reference: held.reference,
      since: new Date(time).toISOString(),
    })),
    // The only way on from there.
    on(PaymentVoidRequested, byPayment, (row) => row && null),
  ],
});

function byPayment({ paymentId }: { readonly paymentId: PaymentId }): string {
  return paymentId;
}
