import { command, context, generic, handle, Money, policy, publish } from 'metes';
import { z } from 'zod';
import { stockReserved } from '../inventory/contract.ts';
import { paymentAuthorised, paymentDeclined } from './contract.ts';
import { OrderId, Payment, PaymentAuthorised, PaymentDeclined } from './payment.ts';

/** Have the amount of an order held for us. */
class AuthorisePayment extends command(
  'AuthorisePayment',
  z.strictObject({ orderId: OrderId, amount: Money.schema() }),
) {}
const authorisePayment = handle(AuthorisePayment, Payment, {
  id: (c) => c.orderId,
  expects: 'new',
  run: (payment, c) => payment.authorise(c.amount),
});

export const payments = context('payments', {
  purpose: 'Has the amounts of orders held',
  subdomain: generic({ reviewed: '2026-11-21' }),
  team: 'Payments',
  aggregates: [Payment],
  handlers: [authorisePayment],
  policies: [
    policy('authorise the payment when stock is reserved', {
      when: stockReserved,
      then: ({ orderId, worth }) =>
        new AuthorisePayment({ orderId: OrderId.parse(orderId), amount: Money.schema().parse(worth) }),
    }),
  ],
  publishes: [
    publish(PaymentAuthorised, paymentAuthorised, ({ orderId, amount }) => ({ orderId, amount })),
    publish(PaymentDeclined, paymentDeclined, ({ orderId, amount }) => ({ orderId, amount })),
  ],
});
