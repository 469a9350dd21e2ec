import { command, context, core, handle, policy, publish } from 'metes';
import { z } from 'zod';
import { stockUnavailable } from '../inventory/contract.ts';
import { paymentAuthorised, paymentDeclined } from '../payments/contract.ts';
import { orderConfirmed, orderPlaced, orderRejected } from './contract.ts';
import {
  CustomerId,
  Order,
  OrderConfirmed,
  OrderId,
  OrderLine,
  OrderRejected,
  OrderSubmitted,
  RejectionReason,
} from './order.ts';

/** Make what a customer asks for an order. */
export class PlaceOrder extends command(
  'PlaceOrder',
  z.strictObject({ orderId: OrderId, customerId: CustomerId, lines: z.array(OrderLine.schema()).min(1) }),
) {}
const placeOrder = handle(PlaceOrder, Order, {
  id: (c) => c.orderId,
  expects: 'new',
  run: (order, c) => order.submit(c.customerId, c.lines),
});

/** The payment is secured. */
class ConfirmOrder extends command('ConfirmOrder', z.strictObject({ orderId: OrderId })) {}
const confirmOrder = handle(ConfirmOrder, Order, { id: (c) => c.orderId, run: (order) => order.confirm() });

/** It cannot be carried out. */
class RejectOrder extends command(
  'RejectOrder',
  z.strictObject({ orderId: OrderId, reason: RejectionReason }),
) {}
const rejectOrder = handle(RejectOrder, Order, {
  id: (c) => c.orderId,
  run: (order, c) => order.reject(c.reason),
});

export const ordering = context('ordering', {
  purpose: 'Takes orders and sees each of them confirmed or rejected',
  subdomain: core({ reviewed: '2026-11-21' }),
  team: 'Checkout',
  aggregates: [Order],
  handlers: [placeOrder, confirmOrder, rejectOrder],
  policies: [
    policy('confirm the order when its payment is authorised', {
      when: paymentAuthorised,
      then: ({ orderId }) => new ConfirmOrder({ orderId: OrderId.parse(orderId) }),
    }),
    policy('reject the order when its payment is declined', {
      when: paymentDeclined,
      then: ({ orderId }) => new RejectOrder({ orderId: OrderId.parse(orderId), reason: 'payment-declined' }),
    }),
    policy('reject the order when stock is unavailable', {
      when: stockUnavailable,
      then: ({ orderId }) =>
        new RejectOrder({ orderId: OrderId.parse(orderId), reason: 'insufficient-stock' }),
    }),
  ],
  publishes: [
    publish(OrderSubmitted, orderPlaced, ({ orderId, customerId, lines, total }) => ({
      orderId,
      customerId,
      items: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      total,
    })),
    publish(OrderConfirmed, orderConfirmed, ({ orderId }) => ({ orderId })),
    publish(OrderRejected, orderRejected, ({ orderId, reason }) => ({ orderId, reason })),
  ],
});
