import { atomic, context, eventual, publish, supporting } from 'metes';
import { listOrders, readOrder } from './api/http.ts';
import { customerOrders } from './application/customer-orders.projection.ts';
import { confirmPaidOrder, rejectForPayment } from './application/hear-of-payment.ts';
import { awaitPayment, rejectForStock } from './application/hear-of-stock.ts';
import { paymentOverdue, rejectOverdue } from './application/payment-overdue.ts';
import { placeOrder } from './application/place-order.ts';
import { needs } from './application/needs.ts';
import {
  awaitPaymentWhenReserved,
  confirmWhenAuthorised,
  placeWhenCheckedOut,
  rejectWhenDeclined,
  rejectWhenUnavailable,
} from './application/policies.ts';
import { orderConfirmed, orderPaid, orderPlaced, orderRejected, paymentDue } from './contract/index.ts';
import {
  OrderAwaitingPayment,
  OrderConfirmed,
  OrderPaid,
  OrderRejected,
  OrderSubmitted,
} from './domain/order-events.ts';
import { Order } from './domain/order.ts';
import { language } from './language.ts';

/** Ordering: what was promised to whom, and how far it has come. */
export const ordering = context('ordering', {
  purpose: 'Takes orders and sees each of them confirmed or rejected',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Checkout',
  language,
  experts: ['head of sales', 'customer support'],
  aggregates: [Order],
  handlers: [placeOrder, awaitPayment, rejectForStock, confirmPaidOrder, rejectForPayment, rejectOverdue],
  needs,
  policies: [
    placeWhenCheckedOut,
    awaitPaymentWhenReserved,
    rejectWhenUnavailable,
    confirmWhenAuthorised,
    rejectWhenDeclined,
  ],
  deadlines: [paymentOverdue],
  projections: [customerOrders],
  publishes: [
    publish(
      OrderSubmitted,
      orderPlaced,
      ({ orderId, customerId, lines, total }) => ({
        orderId,
        customerId,
        items: lines.map(({ sku, quantity }) => ({ sku, quantity: quantity.value })),
        total,
      }),
      eventual('5s'),
    ),
    publish(
      OrderAwaitingPayment,
      paymentDue,
      ({ orderId, customerId, total, paymentMethod }) => ({
        orderId,
        customerId,
        total,
        paymentMethod,
      }),
      eventual('5s'),
    ),
    publish(
      OrderPaid,
      orderPaid,
      ({ orderId, paymentId, amount }) => ({ orderId, paymentId, amount }),
      atomic(),
    ),
    publish(OrderConfirmed, orderConfirmed, ({ orderId }) => ({ orderId }), eventual('5s')),
    publish(OrderRejected, orderRejected, ({ orderId, reason }) => ({ orderId, reason }), eventual('5s')),
  ],
  routes: [readOrder, listOrders],
});
