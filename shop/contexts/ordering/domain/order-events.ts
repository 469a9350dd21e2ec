import { event, Money } from 'metes';
import { z } from 'zod';
import { Address } from './address.ts';
import { CustomerId, OrderId, PaymentId } from './ids.ts';
import { OrderLine } from './order-line.ts';
import { PaymentMethod } from './payment-method.ts';
import { RejectionReason } from './rejection-reason.ts';

/** The customer has submitted the order. Others hear of it as "order placed". */
export class OrderSubmitted extends event(
  'OrderSubmitted',
  z.strictObject({
    orderId: OrderId,
    customerId: CustomerId,
    lines: z.array(OrderLine.schema()).min(1),
    total: Money.schema(),
    shippingAddress: Address.schema(),
    paymentMethod: PaymentMethod,
  }),
) {}

/** The goods are set aside; the total is to be paid. */
export class OrderAwaitingPayment extends event(
  'OrderAwaitingPayment',
  z.strictObject({
    orderId: OrderId,
    customerId: CustomerId,
    total: Money.schema(),
    paymentMethod: PaymentMethod,
  }),
) {}

/** The total is secured. */
export class OrderPaid extends event(
  'OrderPaid',
  z.strictObject({ orderId: OrderId, paymentId: PaymentId, amount: Money.schema() }),
) {}

/** The order stands. */
export class OrderConfirmed extends event('OrderConfirmed', z.strictObject({ orderId: OrderId })) {}

/** The order will not be carried out. */
export class OrderRejected extends event(
  'OrderRejected',
  z.strictObject({ orderId: OrderId, reason: RejectionReason, explanation: z.string().max(1000) }),
) {}
