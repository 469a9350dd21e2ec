import { type Json, type PastEvent, toJson } from 'metes';
import { z } from 'zod';
import type { OrderLine } from '../domain/order-line.ts';
import type { Order } from '../domain/order.ts';
import {
  type OrderEventName,
  orderLifecycle,
  orderStatuses,
  type OrderStatus,
  statusAfter,
} from '../domain/order-lifecycle.ts';
import { RejectionReason } from '../domain/rejection-reason.ts';

/** An amount of money in answers, in minor units of an ISO 4217 currency. */
export const MoneyView = z.strictObject({ minor: z.int().nonnegative(), currency: z.string() });

/** An order in answers. */
export const OrderView = z.strictObject({
  orderId: z.string(),
  customerId: z.string(),
  status: z.enum(orderStatuses),
  /** Why it was rejected. */
  reason: RejectionReason.nullable(),
  explanation: z.string().nullable(),
  lines: z.array(
    z.strictObject({
      sku: z.string(),
      name: z.string(),
      quantity: z.int(),
      unitPrice: MoneyView,
      subtotal: MoneyView,
    }),
  ),
  total: MoneyView,
  shippingAddress: z.strictObject({
    street: z.string(),
    city: z.string(),
    state: z.string(),
    zipCode: z.string(),
    country: z.string(),
  }),
  /** Every status that the order has had, oldest first. */
  history: z.array(
    z.strictObject({ status: z.enum(orderStatuses), event: z.string(), at: z.iso.datetime() }),
  ),
});

/** An order with its history, as it is answered. */
export function orderView(order: Order, past: readonly PastEvent[]): Json {
  return toJson({
    orderId: order.id,
    customerId: order.customerId,
    status: order.status,
    reason: order.rejection?.reason ?? null,
    explanation: order.rejection?.explanation ?? null,
    lines: order.lines.map(lineView),
    total: order.total(),
    shippingAddress: order.shippingAddress,
    history: historyOf(past),
  });
}

function lineView(line: OrderLine) {
  const { sku, name, quantity, unitPrice } = line;
  return { sku, name, quantity, unitPrice, subtotal: line.subtotal() };
}

function historyOf(past: readonly PastEvent[]) {
  let status: OrderStatus = 'draft';
  return past.flatMap(({ event, time }) => {
    if (!isOrderEvent(event)) return [];
    status = statusAfter(status, event) ?? status;
    return [{ status, event, at: new Date(time).toISOString() }];
  });
}

function isOrderEvent(name: string): name is OrderEventName {
  return Object.hasOwn(orderLifecycle, name);
}
