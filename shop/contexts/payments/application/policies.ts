import { Money, policy } from 'metes';
import { orderConfirmed, orderRejected, paymentDue } from '../../ordering/contract/index.ts';
import { CustomerId, OrderId, paymentOf } from '../domain/ids.ts';
import { RequestPayment } from './request-payment.ts';
import { CallOffPayment, CapturePayment } from './settle-payment.ts';

export const requestWhenDue = policy('request the payment when it is due', {
  when: paymentDue,
  then: ({ orderId, customerId, total, paymentMethod }) =>
    new RequestPayment({
      paymentId: paymentOf(orderId),
      orderId: OrderId.parse(orderId),
      customerId: CustomerId.parse(customerId),
      amount: Money.schema().parse(total),
      method: paymentMethod,
    }),
});

export const captureWhenConfirmed = policy('capture the payment when the order is confirmed', {
  when: orderConfirmed,
  then: ({ orderId }) => new CapturePayment({ paymentId: paymentOf(orderId) }),
});

/** An order without stock never comes to the point at which its payment is due. */
export const callOffWhenRejected = policy('call the payment off when the order is rejected', {
  when: orderRejected,
  then: ({ orderId, reason }) =>
    reason === 'insufficient-stock'
      ? undefined
      : new CallOffPayment({ paymentId: paymentOf(orderId), orderId: OrderId.parse(orderId) }),
});
