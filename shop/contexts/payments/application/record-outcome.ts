import { command, handle } from 'metes';
import { z } from 'zod';
import { PaymentId } from '../domain/ids.ts';
import { Payment } from '../domain/payment.ts';
import { Operation, PaymentResult } from '../domain/payment-result.ts';

/** Record how an operation stands, as the provider says. */
export class RecordPaymentOutcome extends command(
  'RecordPaymentOutcome',
  z.strictObject({ paymentId: PaymentId, operation: Operation, result: PaymentResult }),
) {}

export const recordPaymentOutcome = handle(RecordPaymentOutcome, Payment, {
  id: (c) => c.paymentId,
  run: (payment, c) => payment.record(c.operation, c.result),
});

/** Ask again in the same words: the provider knows nothing of what was asked. */
export class RepeatPaymentRequest extends command(
  'RepeatPaymentRequest',
  z.strictObject({ paymentId: PaymentId, operation: Operation }),
) {}

export const repeatPaymentRequest = handle(RepeatPaymentRequest, Payment, {
  id: (c) => c.paymentId,
  run: (payment, c) => payment.repeat(c.operation),
});

/** Leave a payment to a person: nobody could find out how it stands. */
export class GiveUpPayment extends command(
  'GiveUpPayment',
  z.strictObject({ paymentId: PaymentId, operation: Operation, why: z.string().max(500) }),
) {}

export const giveUpPayment = handle(GiveUpPayment, Payment, {
  id: (c) => c.paymentId,
  run: (payment, c) => payment.giveUp(c.operation, c.why),
});
