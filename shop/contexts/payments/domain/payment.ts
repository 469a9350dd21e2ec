import { aggregate, Money } from 'metes';
import { z } from 'zod';
import { CustomerId, OrderId, PaymentId } from './ids.ts';
import {
  PaymentAuthorised,
  PaymentCalledOff,
  PaymentCaptured,
  PaymentCaptureRequested,
  PaymentDeclined,
  PaymentOutcomeUnknown,
  PaymentPutOnHold,
  PaymentRequested,
  PaymentRequestRepeated,
  PaymentVoided,
  PaymentVoidRequested,
} from './payment-events.ts';
import {
  type PaymentEventName,
  type PaymentStanding,
  paymentStatuses,
  standingAfter,
} from './payment-lifecycle.ts';
import { PaymentMethod } from './payment-method.ts';
import type { Completed, Failed, Operation, PaymentResult } from './payment-result.ts';

const events = [
  PaymentRequested,
  PaymentOutcomeUnknown,
  PaymentRequestRepeated,
  PaymentAuthorised,
  PaymentDeclined,
  PaymentCaptureRequested,
  PaymentCaptured,
  PaymentVoidRequested,
  PaymentVoided,
  PaymentPutOnHold,
  PaymentCalledOff,
] as const;

/** What is to be paid: for which order, by whom, how much and with what. */
const Terms = z.strictObject({
  orderId: OrderId,
  customerId: CustomerId,
  amount: Money.schema(),
  method: PaymentMethod,
});
export type Terms = z.output<typeof Terms>;

/** In which states the outcome of an operation is still awaited. */
const awaiting: Readonly<Record<Operation, readonly PaymentStanding[]>> = {
  authorisation: ['requested', 'unknown'],
  capture: ['capturing'],
  void: ['voiding'],
};

/** In which states the order has fallen through: nobody will ask for the money to be taken. */
const fellThrough: readonly PaymentStanding[] = ['declined', 'voiding', 'voided'];

/** The money for one order: held, then taken or let go. Whatever the provider does, it is asked for once. */
export class Payment extends aggregate('Payment', {
  id: PaymentId,
  state: z.strictObject({
    status: z.enum(paymentStatuses),
    terms: Terms.nullable(),
    /** What the provider calls it. */
    reference: z.string().nullable(),
    /** What the provider holds or has taken, as it says itself. */
    held: Money.schema().nullable(),
    captured: Money.schema().nullable(),
    /** The order fell through while the answer was awaited. */
    calledOff: z.boolean(),
    /** Nobody can say at this moment how the operation stands that was asked for. */
    inDoubt: z.boolean(),
    /** How often that was so. */
    doubts: z.int().nonnegative(),
  }),
  events,
  initial: () => ({
    status: 'due' as const,
    terms: null,
    reference: null,
    held: null,
    captured: null,
    calledOff: false,
    inDoubt: false,
    doubts: 0,
  }),
}) {
  get status(): PaymentStanding {
    return this.state.status;
  }

  /** Asks for the money. A payment that was asked for or called off before stays as it is. */
  request(terms: Terms): void {
    if (this.state.status !== 'due') return;
    this.state.terms = terms;
    this.#happens(new PaymentRequested({ paymentId: this.id, ...terms }));
  }

  /** The order stands: the held amount is taken. */
  capture(): void {
    const { status } = this.state;
    if (status === 'capturing' || status === 'captured') return;
    this.ensure(status === 'authorised', 'Only money that is held can be taken', { status });
    this.#happens(new PaymentCaptureRequested(this.#held()));
  }

  /**
   * The order fell through: what is held is let go, now or as soon as the provider answers. While nobody knows whether
   * it is held, it has to be found out first, if need be by the same request under the same key: a request that is
   * still on its way could otherwise hold the money after we had stopped looking.
   */
  callOff(orderId: OrderId): void {
    const { status, reference, calledOff, captured } = this.state;
    this.ensure(
      status !== 'capturing' && status !== 'captured',
      'What an order has paid for is refunded, not called off',
    );
    // What was taken unasked cannot be let go any more.
    if (status === 'on-hold' && captured) return;
    if (reference && standingAfter(status, 'PaymentVoidRequested')) {
      this.state.inDoubt = false;
      this.#happens(new PaymentVoidRequested(this.#held()));
    } else if (standingAfter(status, 'PaymentCalledOff') && !calledOff) {
      this.state.calledOff = true;
      this.#happens(new PaymentCalledOff({ paymentId: this.id, orderId }));
    }
  }

  /**
   * Records how an operation stands. What is no longer awaited was told before and changes nothing, but for one thing:
   * money that was taken although its order had fallen through is left to a person.
   */
  record(operation: Operation, result: PaymentResult): void {
    if (!awaiting[operation].includes(this.state.status)) return this.#unasked(operation, result);
    switch (result.status) {
      case 'COMPLETED':
        return this.#completed(operation, result);
      case 'FAILED':
        return this.#failed(operation, result);
      case 'PENDING':
      case 'UNKNOWN':
        return this.#doubt(
          operation,
          result.failureReason,
          result.status === 'PENDING' ? result.reference : null,
        );
    }
  }

  /** The provider knows nothing of an operation that was asked for: it is asked for again, in the same words. */
  repeat(operation: Operation): void {
    const { status, reference, inDoubt } = this.state;
    if (!inDoubt || !awaiting[operation].includes(status)) return;
    this.state.inDoubt = false;
    const { orderId, amount, method } = this.#terms();
    this.#happens(
      new PaymentRequestRepeated({ paymentId: this.id, orderId, operation, amount, method, reference }),
    );
  }

  /** Nobody could find out how an operation stands: a person has to. */
  giveUp(operation: Operation, why: string): void {
    if (awaiting[operation].includes(this.state.status)) this.#hold(operation, why, null);
  }

  #unasked(operation: Operation, result: PaymentResult): void {
    if (operation !== 'capture' || result.status !== 'COMPLETED') return;
    const { status, calledOff } = this.state;
    const gone = calledOff && awaiting.authorisation.includes(status);
    if (!gone && !fellThrough.includes(status)) return;
    const { amount, reference } = result;
    Object.assign(this.state, { reference, captured: amount });
    this.#hold('capture', 'The provider has taken the money although the order fell through', amount);
  }

  #completed(operation: Operation, { amount, reference, processedAt }: Completed): void {
    const terms = this.#terms();
    const fact = { paymentId: this.id, orderId: terms.orderId, reference, processedAt };
    this.state.reference = reference;
    this.state.inDoubt = false;
    if (operation === 'void') {
      this.#happens(new PaymentVoided(fact));
      return;
    }
    this.state[operation === 'capture' ? 'captured' : 'held'] = amount;
    if (!amount.equals(terms.amount)) {
      this.#hold(operation, 'The provider has another amount than was asked for', amount);
    } else if (operation === 'capture') {
      this.#happens(new PaymentCaptured({ ...fact, amount }));
    } else {
      this.#happens(new PaymentAuthorised({ ...fact, amount }));
    }
    if (this.state.calledOff && operation === 'authorisation') this.callOff(terms.orderId);
  }

  #failed(operation: Operation, { reference, failureReason }: Failed): void {
    if (operation !== 'authorisation') return this.#hold(operation, failureReason, null);
    this.state.reference = reference;
    this.state.inDoubt = false;
    this.#happens(
      new PaymentDeclined({ paymentId: this.id, orderId: this.#terms().orderId, failureReason, reference }),
    );
  }

  #doubt(operation: Operation, why: string, reference: string | null): void {
    if (this.state.inDoubt) return;
    const known = reference ?? this.state.reference;
    this.state.inDoubt = true;
    this.state.doubts += 1;
    this.state.reference = known;
    const { orderId } = this.#terms();
    const { doubts } = this.state;
    this.#happens(
      new PaymentOutcomeUnknown({ paymentId: this.id, orderId, operation, reference: known, doubts, why }),
    );
  }

  #hold(operation: Operation, why: string, actual: Money | null): void {
    const { orderId, amount: expected } = this.#terms();
    const { reference } = this.state;
    this.state.inDoubt = false;
    this.#happens(
      new PaymentPutOnHold({ paymentId: this.id, orderId, operation, why, expected, actual, reference }),
    );
  }

  #held() {
    const { orderId, amount } = this.#terms();
    const { reference } = this.state;
    this.ensure(reference, 'Money that is held has a name at the provider');
    return { paymentId: this.id, orderId, amount, reference };
  }

  #terms(): Terms {
    const { terms } = this.state;
    this.ensure(terms, 'A payment that is asked for has terms');
    return terms;
  }

  #happens(event: InstanceType<(typeof events)[number]>): void {
    const name = (event.constructor as unknown as { readonly type: PaymentEventName }).type;
    const next = standingAfter(this.state.status, name);
    this.ensure(next, `${name} cannot happen to this payment`, { status: this.state.status });
    this.state.status = next;
    this.raise(event);
  }
}
