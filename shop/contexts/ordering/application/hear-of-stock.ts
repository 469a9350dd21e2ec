import { command, handle } from 'metes';
import { z } from 'zod';
import { OrderId } from '../domain/ids.ts';
import { Order } from '../domain/order.ts';

/** The goods of an order are set aside: ask for its payment. */
export class AwaitPayment extends command('AwaitPayment', z.strictObject({ orderId: OrderId })) {}

export const awaitPayment = handle(AwaitPayment, Order, {
  id: (c) => c.orderId,
  run: (order) => order.stockReserved(),
});

/** There is not enough for an order: turn it down. */
export class RejectForStock extends command(
  'RejectForStock',
  z.strictObject({ orderId: OrderId, explanation: z.string().max(1000) }),
) {}

export const rejectForStock = handle(RejectForStock, Order, {
  id: (c) => c.orderId,
  run: (order, c) => order.stockUnavailable(c.explanation),
});
