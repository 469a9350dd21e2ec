import { command, deadline, handle } from 'metes';
import { z } from 'zod';
import { OrderId } from '../domain/ids.ts';
import { OrderConfirmed, OrderRejected, OrderSubmitted } from '../domain/order-events.ts';
import { Order } from '../domain/order.ts';

/** An order has waited too long for its payment: turn it down. */
export class RejectOverdue extends command('RejectOverdue', z.strictObject({ orderId: OrderId })) {}

export const rejectOverdue = handle(RejectOverdue, Order, {
  id: (c) => c.orderId,
  run: (order) => order.paymentOverdue(),
});

/** Counts from the submission, so that an order for which no news ever comes is settled as well. */
export const paymentOverdue = deadline('payment overdue', {
  startedBy: OrderSubmitted,
  after: '15m',
  cancelledBy: [OrderConfirmed, OrderRejected],
  then: ({ orderId }) => new RejectOverdue({ orderId }),
});
