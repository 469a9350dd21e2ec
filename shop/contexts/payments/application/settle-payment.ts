import { command, handle } from 'metes';
import { z } from 'zod';
import { OrderId, PaymentId } from '../domain/ids.ts';
import { Payment } from '../domain/payment.ts';

/** Take the money that is held: its order stands. */
export class CapturePayment extends command('CapturePayment', z.strictObject({ paymentId: PaymentId })) {}

export const capturePayment = handle(CapturePayment, Payment, {
  id: (c) => c.paymentId,
  run: (payment) => payment.capture(),
});

/** Let go of the money, held or still asked for: its order fell through. */
export class CallOffPayment extends command(
  'CallOffPayment',
  z.strictObject({ paymentId: PaymentId, orderId: OrderId }),
) {}

export const callOffPayment = handle(CallOffPayment, Payment, {
  id: (c) => c.paymentId,
  expects: 'either',
  run: (payment, c) => payment.callOff(c.orderId),
});
