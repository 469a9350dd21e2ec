import { Money, policy } from 'metes';
import { cartCheckedOut } from '../../cart/contract/index.ts';
import { stockReserved, stockUnavailable } from '../../inventory/contract/index.ts';
import { paymentAuthorised, paymentDeclined } from '../../payments/contract/index.ts';
import { Address } from '../domain/address.ts';
import { CustomerId, OrderId, PaymentId } from '../domain/ids.ts';
import { OrderLine } from '../domain/order-line.ts';
import { AwaitPayment, RejectForStock } from './hear-of-stock.ts';
import { ConfirmPaidOrder, RejectForPayment } from './hear-of-payment.ts';
import { PlaceOrder } from './place-order.ts';

export const placeWhenCheckedOut = policy('place an order when a cart is checked out', {
  when: cartCheckedOut,
  then: ({ orderId, customerId, items, shippingAddress, paymentMethod }) =>
    new PlaceOrder({
      orderId: OrderId.parse(orderId),
      customerId: CustomerId.parse(customerId),
      lines: items.map((item) => OrderLine.schema().parse(item)),
      shippingAddress: new Address(shippingAddress),
      paymentMethod,
    }),
});

export const awaitPaymentWhenReserved = policy('await the payment when stock is reserved', {
  when: stockReserved,
  then: ({ orderId }) => new AwaitPayment({ orderId: OrderId.parse(orderId) }),
});

export const rejectWhenUnavailable = policy('reject the order when stock is unavailable', {
  when: stockUnavailable,
  then: ({ orderId, items }) => {
    const missing = items.map(
      ({ sku, wanted, available }) => `${sku}: ${wanted} wanted, ${available} available`,
    );
    return new RejectForStock({
      orderId: OrderId.parse(orderId),
      explanation: missing.join('; ').slice(0, 1000),
    });
  },
});

export const confirmWhenAuthorised = policy('confirm the order when its payment is authorised', {
  when: paymentAuthorised,
  then: ({ orderId, paymentId, amount }) =>
    new ConfirmPaidOrder({
      orderId: OrderId.parse(orderId),
      paymentId: PaymentId.parse(paymentId),
      amount: Money.schema().parse(amount),
    }),
});

export const rejectWhenDeclined = policy('reject the order when its payment is declined', {
  when: paymentDeclined,
  then: ({ orderId, failureReason }) =>
    new RejectForPayment({ orderId: OrderId.parse(orderId), explanation: failureReason }),
});
