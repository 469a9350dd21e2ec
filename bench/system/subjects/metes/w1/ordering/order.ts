import { aggregate, event, identifier, Money, valueObject } from 'metes';
import { z } from 'zod';

export const OrderId = identifier('ordering.OrderId');
export const CustomerId = identifier('ordering.CustomerId');
export type CustomerId = z.output<typeof CustomerId>;
export const Sku = identifier('ordering.Sku');

/** One thing that is ordered: what, how many, at what price. */
export class OrderLine extends valueObject(
  'OrderLine',
  z.strictObject({ sku: Sku, quantity: z.int().positive(), unitPrice: Money.schema() }),
) {
  subtotal(): Money {
    return this.unitPrice.times(this.quantity);
  }
}

export const RejectionReason = z.enum(['insufficient-stock', 'payment-declined']);
export type RejectionReason = z.output<typeof RejectionReason>;

/** The customer has submitted the order. */
export class OrderSubmitted extends event(
  'OrderSubmitted',
  z.strictObject({
    orderId: OrderId,
    customerId: CustomerId,
    lines: z.array(OrderLine.schema()).min(1),
    total: Money.schema(),
  }),
) {}

/** The order stands. */
export class OrderConfirmed extends event('OrderConfirmed', z.strictObject({ orderId: OrderId })) {}

/** The order will not be carried out. */
export class OrderRejected extends event(
  'OrderRejected',
  z.strictObject({ orderId: OrderId, reason: RejectionReason }),
) {}

/** A promise between a customer and the shop. */
export class Order extends aggregate('Order', {
  id: OrderId,
  state: z.strictObject({
    status: z.enum(['draft', 'pending', 'confirmed', 'rejected']),
    customerId: CustomerId.nullable(),
    lines: z.array(OrderLine.schema()),
    reason: RejectionReason.nullable(),
  }),
  events: [OrderSubmitted, OrderConfirmed, OrderRejected],
  initial: () => ({ status: 'draft' as const, customerId: null, lines: [], reason: null }),
}) {
  submit(customerId: CustomerId, lines: readonly OrderLine[]): void {
    const [first] = lines;
    this.ensure(first, 'An empty order cannot be submitted');
    const total = Money.sum(
      lines.map((line) => line.subtotal()),
      first.unitPrice.currency,
    );
    Object.assign(this.state, { status: 'pending', customerId, lines: [...lines] });
    this.raise(new OrderSubmitted({ orderId: this.id, customerId, lines: [...lines], total }));
  }

  confirm(): void {
    this.ensure(this.state.status === 'pending', 'Only a pending order can be confirmed', {
      status: this.state.status,
    });
    this.state.status = 'confirmed';
    this.raise(new OrderConfirmed({ orderId: this.id }));
  }

  reject(reason: RejectionReason): void {
    this.ensure(this.state.status === 'pending', 'Only a pending order can be rejected', {
      status: this.state.status,
    });
    Object.assign(this.state, { status: 'rejected', reason });
    this.raise(new OrderRejected({ orderId: this.id, reason }));
  }
}
