import { Money, projection } from 'metes';
import { z } from 'zod';
import { CustomerId, OrderId } from '../domain/ids.ts';
import {
  OrderAwaitingPayment,
  OrderConfirmed,
  OrderPaid,
  OrderRejected,
  OrderSubmitted,
} from '../domain/order-events.ts';
import { orderStatuses, type OrderStatus } from '../domain/order-lifecycle.ts';
import { RejectionReason } from '../domain/rejection-reason.ts';

/** One order as it stands in the list of its customer. */
export const CustomerOrder = z.strictObject({
  orderId: OrderId,
  customerId: CustomerId,
  status: z.enum(orderStatuses),
  reason: RejectionReason.nullable(),
  total: Money.schema(),
  lineCount: z.int().positive(),
  /** ISO 8601, UTC. */
  placedAt: z.iso.datetime(),
});
export type CustomerOrder = z.output<typeof CustomerOrder>;

/** The orders of every customer, for lists. */
export const customerOrders = projection('customer-orders', {
  row: CustomerOrder,
  indexes: ['customerId'],
  on: (on) => [
    on(OrderSubmitted, byOrder, (_, e, { time }) => ({
      orderId: e.orderId,
      customerId: e.customerId,
      status: 'pending',
      reason: null,
      total: e.total,
      lineCount: e.lines.length,
      placedAt: new Date(time).toISOString(),
    })),
    on(OrderAwaitingPayment, byOrder, (row) => withStatus(row, 'stock-reserved')),
    on(OrderPaid, byOrder, (row) => withStatus(row, 'paid')),
    on(OrderConfirmed, byOrder, (row) => withStatus(row, 'confirmed')),
    on(OrderRejected, byOrder, (row, e) => row && { ...row, status: 'rejected', reason: e.reason }),
  ],
});

function byOrder({ orderId }: { readonly orderId: OrderId }): string {
  return orderId;
}

function withStatus(row: CustomerOrder | undefined, status: OrderStatus): CustomerOrder | undefined {
  return row && { ...row, status };
}
