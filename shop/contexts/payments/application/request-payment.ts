import { command, handle, Money } from 'metes';
import { z } from 'zod';
import { CustomerId, OrderId, PaymentId } from '../domain/ids.ts';
import { Payment } from '../domain/payment.ts';
import { PaymentMethod } from '../domain/payment-method.ts';

/** Ask for the money of an order. */
export class RequestPayment extends command(
  'RequestPayment',
  z.strictObject({
    paymentId: PaymentId,
    orderId: OrderId,
    customerId: CustomerId,
    amount: Money.schema(),
    method: PaymentMethod,
  }),
) {}

export const requestPayment = handle(RequestPayment, Payment, {
  id: (c) => c.paymentId,
  expects: 'either',
  run: (payment, { orderId, customerId, amount, method }) =>
    payment.request({ orderId, customerId, amount, method }),
});
