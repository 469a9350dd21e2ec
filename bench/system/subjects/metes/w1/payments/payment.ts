import { aggregate, event, identifier, Money } from 'metes';
import { z } from 'zod';
import { isDeclined } from '../../../../w1/order.ts';

export const OrderId = identifier('payments.OrderId');

/** The amount is held for us. */
export class PaymentAuthorised extends event(
  'PaymentAuthorised',
  z.strictObject({ orderId: OrderId, amount: Money.schema() }),
) {}

/** The means of payment was refused. */
export class PaymentDeclined extends event(
  'PaymentDeclined',
  z.strictObject({ orderId: OrderId, amount: Money.schema() }),
) {}

/** The payment of one order, known by the id of the order. */
export class Payment extends aggregate('Payment', {
  id: OrderId,
  state: z.strictObject({
    status: z.enum(['none', 'authorised', 'declined']),
    amount: Money.schema().nullable(),
  }),
  events: [PaymentAuthorised, PaymentDeclined],
  initial: () => ({ status: 'none' as const, amount: null }),
}) {
  /** Decides by itself and at once: the workload has no provider outside. */
  authorise(amount: Money): void {
    const declined = isDeclined(this.id);
    Object.assign(this.state, { status: declined ? 'declined' : 'authorised', amount });
    const data = { orderId: this.id, amount };
    this.raise(declined ? new PaymentDeclined(data) : new PaymentAuthorised(data));
  }
}
