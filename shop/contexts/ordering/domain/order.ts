import { aggregate, Money } from 'metes';
import { z } from 'zod';
import { Address } from './address.ts';
import { CustomerId, OrderId, PaymentId, type Sku } from './ids.ts';
import {
  OrderAwaitingPayment,
  OrderConfirmed,
  OrderPaid,
  OrderRejected,
  OrderSubmitted,
} from './order-events.ts';
import {
  type News,
  type OrderEventName,
  type OrderStatus,
  orderStatuses,
  responses,
  statusAfter,
} from './order-lifecycle.ts';
import { OrderLine, totalOf, withLine } from './order-line.ts';
import { PaymentMethod } from './payment-method.ts';
import { RejectionReason } from './rejection-reason.ts';

/** What a customer hands over to order. */
export interface Submission {
  readonly customerId: CustomerId;
  readonly lines: readonly OrderLine[];
  readonly shippingAddress: Address;
  readonly paymentMethod: PaymentMethod;
}

/** A promise between a customer and the shop. Once submitted its lines never change; its status does. */
export class Order extends aggregate('Order', {
  id: OrderId,
  state: z.strictObject({
    status: z.enum(orderStatuses),
    customerId: CustomerId.nullable(),
    lines: z.array(OrderLine.schema()),
    /** What the lines came to when the order was submitted. */
    total: Money.schema().nullable(),
    shippingAddress: Address.schema().nullable(),
    paymentMethod: PaymentMethod.nullable(),
    paymentId: PaymentId.nullable(),
    rejection: z.strictObject({ reason: RejectionReason, explanation: z.string() }).nullable(),
  }),
  events: [OrderSubmitted, OrderAwaitingPayment, OrderPaid, OrderConfirmed, OrderRejected],
  initial: () => ({
    status: 'draft' as const,
    customerId: null,
    lines: [],
    total: null,
    shippingAddress: null,
    paymentMethod: null,
    paymentId: null,
    rejection: null,
  }),
}) {
  get status(): OrderStatus {
    return this.state.status;
  }

  get customerId(): CustomerId | null {
    return this.state.customerId;
  }

  get lines(): readonly OrderLine[] {
    return this.state.lines;
  }

  get shippingAddress(): Address | null {
    return this.state.shippingAddress;
  }

  get rejection(): { readonly reason: RejectionReason; readonly explanation: string } | null {
    return this.state.rejection;
  }

  /** What the lines come to, in their one currency. */
  total(): Money {
    return this.state.total ?? totalOf(this.state.lines);
  }

  /** Adds a line to a draft; more of what is there already makes that line longer. */
  addLine(line: OrderLine): void {
    this.#onlyAsDraft();
    this.state.lines = withLine(this.state.lines, line);
  }

  /** Takes a line off a draft. */
  removeLine(sku: Sku): void {
    this.#onlyAsDraft();
    this.state.lines = this.state.lines.filter((line) => line.sku !== sku);
  }

  /** Makes the draft binding: from here on its lines stand. An order that is submitted already stays as it is. */
  submit({ customerId, lines: added, shippingAddress, paymentMethod }: Submission): void {
    if (this.state.status !== 'draft') return;
    const lines = added.reduce(withLine, this.state.lines);
    this.ensure(lines.length > 0, 'An empty order cannot be submitted');
    const total = totalOf(lines);
    Object.assign(this.state, { customerId, lines, total, shippingAddress, paymentMethod });
    this.#happens(
      new OrderSubmitted({ orderId: this.id, customerId, lines, total, shippingAddress, paymentMethod }),
    );
  }

  /** Everything that was ordered is set aside. */
  stockReserved(): void {
    if (!this.#actsOn('stock reserved')) return;
    const { customerId, paymentMethod } = this.state;
    this.ensure(customerId && paymentMethod, 'A pending order has a customer and a payment method');
    this.#happens(
      new OrderAwaitingPayment({ orderId: this.id, customerId, total: this.total(), paymentMethod }),
    );
  }

  /** There is not enough of something that was ordered. */
  stockUnavailable(explanation: string): void {
    if (this.#actsOn('stock unavailable')) this.#reject('insufficient-stock', explanation);
  }

  /** The payment is secured. */
  paymentAuthorised(paymentId: PaymentId, amount: Money): void {
    if (!this.#actsOn('payment authorised')) return;
    this.ensure(amount.equals(this.total()), 'An order is paid in full', { amount, total: this.total() });
    this.state.paymentId = paymentId;
    this.#happens(new OrderPaid({ orderId: this.id, paymentId, amount }));
    this.#happens(new OrderConfirmed({ orderId: this.id }));
  }

  /** The customer's means of payment was refused. */
  paymentDeclined(explanation: string): void {
    if (this.#actsOn('payment declined')) this.#reject('payment-declined', explanation);
  }

  /** Too much time has passed without a payment. */
  paymentOverdue(): void {
    if (this.#actsOn('payment overdue')) this.#reject('payment-overdue', 'The order was not paid in time');
  }

  #onlyAsDraft(): void {
    this.ensure(this.state.status === 'draft', 'Only a draft order can be changed', {
      status: this.state.status,
    });
  }

  #reject(reason: RejectionReason, explanation: string): void {
    this.state.rejection = { reason, explanation };
    this.#happens(new OrderRejected({ orderId: this.id, reason, explanation }));
  }

  #actsOn(news: News): boolean {
    const response = responses[news][this.state.status];
    this.ensure(response !== 'refuses', `News of "${news}" cannot be true of this order`, {
      status: this.state.status,
    });
    return response === 'acts';
  }

  #happens(event: OrderSubmitted | OrderAwaitingPayment | OrderPaid | OrderConfirmed | OrderRejected): void {
    const name = (event.constructor as unknown as { readonly type: OrderEventName }).type;
    const next = statusAfter(this.state.status, name);
    this.ensure(next, `${name} cannot happen to this order`, { status: this.state.status });
    this.state.status = next;
    this.raise(event);
  }
}
