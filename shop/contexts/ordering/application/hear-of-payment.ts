import { command, handle, Money } from 'metes';
import { z } from 'zod';
import { OrderId, PaymentId } from '../domain/ids.ts';
import { Order } from '../domain/order.ts';

/** The total of an order is secured: confirm it. */
export class ConfirmPaidOrder extends command(
  'ConfirmPaidOrder',
  z.strictObject({ orderId: OrderId, paymentId: PaymentId, amount: Money.schema() }),
) {}

export const confirmPaidOrder = handle(ConfirmPaidOrder, Order, {
  id: (c) => c.orderId,
  run: (order, c) => order.paymentAuthorised(c.paymentId, c.amount),
});

/** The payment of an order was refused: turn it down. */
export class RejectForPayment extends command(
  'RejectForPayment',
  z.strictObject({ orderId: OrderId, explanation: z.string().max(1000) }),
) {}

export const rejectForPayment = handle(RejectForPayment, Order, {
  id: (c) => c.orderId,
  run: (order, c) => order.paymentDeclined(c.explanation),
});
