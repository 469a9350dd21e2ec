import { read, toJson } from 'metes';
import { z } from 'zod';
import { customerOrders } from '../application/customer-orders.projection.ts';
import { CustomerId, OrderId } from '../domain/ids.ts';
import { Order } from '../domain/order.ts';
import { orderStatuses } from '../domain/order-lifecycle.ts';
import { RejectionReason } from '../domain/rejection-reason.ts';
import { MoneyView, OrderView, orderView } from './order-view.ts';

export const readOrder = read('/orders/:orderId', {
  summary: 'Read an order with its status, its lines and its history',
  access: ['customer', 'staff'],
  params: z.strictObject({ orderId: OrderId }),
  answers: { 200: OrderView },
  read: async ({ params: { orderId }, principal }, reader) => {
    const order = await reader.aggregate(Order, orderId);
    const isTheirs = order?.customerId === principal.id || principal.roles.includes('staff');
    if (!order || !isTheirs) return undefined;
    return { status: 200, body: orderView(order, await reader.history(Order, orderId)) };
  },
});

const OrderListView = z.strictObject({
  orders: z.array(
    z.strictObject({
      orderId: z.string(),
      customerId: z.string(),
      status: z.enum(orderStatuses),
      reason: RejectionReason.nullable(),
      total: MoneyView,
      lineCount: z.int(),
      placedAt: z.iso.datetime(),
    }),
  ),
  /** Give it as `after` to get the next page; null on the last one. */
  next: z.string().nullable(),
});

export const listOrders = read('/orders', {
  summary: 'List your own orders, oldest first, a page at a time; the list may be a moment behind',
  access: ['customer'],
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    after: OrderId.optional(),
  }),
  answers: { 200: OrderListView },
  read: async ({ query: { limit, after }, principal }, reader) => {
    const customerId = CustomerId.parse(principal.id);
    const orders = await reader.rows(customerOrders, {
      where: { customerId },
      limit,
      ...(after ? { after } : {}),
    });
    const next = orders.length === limit ? (orders.at(-1)?.orderId ?? null) : null;
    return { status: 200, body: toJson({ orders, next }) };
  },
});
