import { Currency, Money } from 'metes';
import { PaymentId } from '../../domain/ids.ts';
import type { PaymentMethod } from '../../domain/payment-method.ts';
import type { Operation, PaymentResult, PaymentStatus } from '../../domain/payment-result.ts';
import { type ForeignPayment, ForeignPayloadInvalid } from './foreign-payment.ts';

/** `NONE`: the provider knows the payment, and nothing of this operation has happened to it. */
type Verdict = PaymentStatus | 'NONE';

/** How each operation stands, by the state in which the provider has the payment. Any other state is `UNKNOWN`. */
export const verdicts: Readonly<Record<Operation, Readonly<Record<string, Verdict>>>> = {
  authorisation: {
    requires_capture: 'COMPLETED',
    succeeded: 'COMPLETED',
    requires_payment_method: 'FAILED',
    canceled: 'FAILED',
    processing: 'PENDING',
    requires_action: 'PENDING',
    requires_confirmation: 'PENDING',
  },
  capture: {
    succeeded: 'COMPLETED',
    canceled: 'FAILED',
    requires_payment_method: 'FAILED',
    processing: 'PENDING',
    requires_capture: 'NONE',
  },
  void: {
    canceled: 'COMPLETED',
    succeeded: 'FAILED',
    processing: 'PENDING',
    requires_capture: 'NONE',
    requires_action: 'NONE',
    requires_confirmation: 'NONE',
    requires_payment_method: 'NONE',
  },
};

/** Which of the provider's amounts an operation is about. */
const amounts: Readonly<Record<Operation, (payment: ForeignPayment) => number>> = {
  authorisation: (payment) => (payment.state === 'requires_capture' ? payment.held : payment.asked),
  capture: (payment) => payment.taken,
  void: (payment) => payment.asked,
};

/** The token of a means of payment, by its kind. */
const tokens: {
  readonly [T in PaymentMethod['type']]: (method: Extract<PaymentMethod, { type: T }>) => string;
} = {
  card: (method) => method.token,
  'bank-transfer': (method) => method.accountToken,
};

/**
 * How an operation on a payment stands; undefined when the provider knows of none.
 *
 * @throws ForeignPayloadInvalid when the payment is not the one that was asked about
 */
export function translate(
  payment: ForeignPayment,
  operation: Operation,
  expected: PaymentId,
): PaymentResult | undefined {
  if (payment.paymentId !== expected) {
    throw new ForeignPayloadInvalid(`The provider spoke of ${payment.paymentId}, not of ${expected}`);
  }
  const { reference, state } = payment;
  const paymentId = expected;
  switch (Object.hasOwn(verdicts[operation], state) ? verdicts[operation][state] : 'UNKNOWN') {
    case 'COMPLETED':
      return {
        status: 'COMPLETED',
        paymentId,
        reference,
        amount: amountOf(payment, operation),
        processedAt: momentOf(payment),
      };
    case 'FAILED':
      return {
        status: 'FAILED',
        paymentId,
        reference,
        failureReason: reasonOf(payment),
        processedAt: momentOf(payment),
      };
    case 'PENDING':
      return {
        status: 'PENDING',
        paymentId,
        reference,
        failureReason: 'The provider is still working on it',
      };
    case 'NONE':
      return undefined;
    default:
      return {
        status: 'UNKNOWN',
        paymentId,
        failureReason: `The provider has it in a state that we do not know: ${state}`,
      };
  }
}

/** What the provider wants to hear of an amount: minor units, the currency in lower case. */
export function foreignAmount({ minor, currency }: Money): {
  readonly amount: number;
  readonly currency: string;
} {
  return { amount: minor, currency: currency.toLowerCase() };
}

/** The token that stands for a means of payment; undefined when the provider does not take this kind. */
export function tokenOf(method: PaymentMethod): string | undefined {
  const token = Object.hasOwn(tokens, method.type) ? tokens[method.type] : undefined;
  return token?.(method as never);
}

function amountOf(payment: ForeignPayment, operation: Operation): Money {
  const currency = Currency.safeParse(payment.currency.toUpperCase());
  if (!currency.success)
    throw new ForeignPayloadInvalid(`The provider spoke of the currency ${payment.currency}`);
  return Money.of(amounts[operation](payment), currency.data);
}

function momentOf({ created }: ForeignPayment): Date {
  return new Date(created * 1000);
}

function reasonOf({ complaint, cancelledBecause, state }: ForeignPayment): string {
  return (complaint ?? cancelledBecause ?? `The provider has it as ${state}`).slice(0, 500);
}
