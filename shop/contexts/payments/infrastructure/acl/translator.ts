import {
  from,
  isMetesError,
  minorUnits,
  Money,
  otherwise,
  table,
  translator,
  type Translator,
  unixSeconds,
} from 'metes';
import { z } from 'zod';
import type { PaymentId } from '../../domain/ids.ts';
import type { PaymentMethod } from '../../domain/payment-method.ts';
import type { Operation, PaymentResult } from '../../domain/payment-result.ts';
import { type ForeignPayment, ForeignPayloadInvalid, intentTerms, paymentIntent } from './foreign-payment.ts';

const inMinorUnits = minorUnits('lower');

/** `NONE`: the provider knows the payment, and nothing of this operation has happened to it. */
const Verdict = z.enum(['COMPLETED', 'FAILED', 'PENDING', 'UNKNOWN', 'NONE']);

/** How an operation stands, in our words. */
const Standing = z.strictObject({
  /** The id that we gave the provider; absent when it never came from us. */
  paymentId: z.string().optional(),
  reference: z.string(),
  verdict: Verdict,
  /** What the provider calls the state, for people. */
  state: z.string(),
  amount: Money.schema(),
  reason: z.string(),
  processedAt: z.date(),
});

/** How each operation stands, by the state in which the provider has the payment. Any other state is `UNKNOWN`. */
export const verdicts = {
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
} as const satisfies Readonly<Record<Operation, Readonly<Record<string, z.output<typeof Verdict>>>>>;

/** What is the same for every operation. Their names end here, and their moments, currencies and words with them. */
const common = {
  paymentId: from('metadata.paymentId'),
  reference: from('id'),
  state: from('status'),
  reason: from(
    ['last_payment_error.message', 'last_payment_error.code', 'cancellation_reason', 'status'],
    reasonOf,
  ),
  processedAt: from('created', unixSeconds),
} as const;

/** How each operation on a payment stands, out of what the provider tells of the payment. */
export const standings = {
  authorisation: translator(paymentIntent, standing('authorisation'), {
    ...common,
    verdict: table('status', verdicts.authorisation, otherwise('UNKNOWN')),
    // What is held; once it is taken nothing is held any more, and what was asked for says it.
    amount: from(
      ['status', 'amount_capturable', 'amount', 'currency'],
      (state: string, held: number, asked: number, currency: string) =>
        inMinorUnits.in(state === 'requires_capture' ? held : asked, currency),
    ),
    dropped: ['object', 'amount_received'],
  }),
  capture: translator(paymentIntent, standing('capture'), {
    ...common,
    verdict: table('status', verdicts.capture, otherwise('UNKNOWN')),
    amount: from(['amount_received', 'currency'], inMinorUnits),
    dropped: ['object', 'amount', 'amount_capturable'],
  }),
  void: translator(paymentIntent, standing('void'), {
    ...common,
    verdict: table('status', verdicts.void, otherwise('UNKNOWN')),
    amount: from(['amount', 'currency'], inMinorUnits),
    dropped: ['object', 'amount_capturable', 'amount_received'],
  }),
} as const satisfies Readonly<Record<Operation, Translator>>;

/** The money of a request, in the words of the provider. */
export const terms = translator(
  intentTerms,
  z.strictObject({ amount: Money.schema() }).meta({ title: 'amount of a request' }),
  { amount: from(['amount', 'currency'], inMinorUnits) },
);

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
 * @throws ForeignPayloadInvalid when the payment is not the one that was asked about, or has values without a meaning
 */
export function translate(
  payment: ForeignPayment,
  operation: Operation,
  expected: PaymentId,
): PaymentResult | undefined {
  const found = understood(payment, operation);
  if (found.paymentId !== expected) {
    throw new ForeignPayloadInvalid(`The provider spoke of ${found.paymentId}, not of ${expected}`);
  }
  const { reference, amount, processedAt, reason, state } = found;
  const paymentId = expected;
  switch (found.verdict) {
    case 'COMPLETED':
      return { status: 'COMPLETED', paymentId, reference, amount, processedAt };
    case 'FAILED':
      return { status: 'FAILED', paymentId, reference, failureReason: reason, processedAt };
    case 'PENDING':
      return {
        status: 'PENDING',
        paymentId,
        reference,
        failureReason: 'The provider is still working on it',
      };
    case 'NONE':
      return undefined;
    case 'UNKNOWN':
      return {
        status: 'UNKNOWN',
        paymentId,
        failureReason: `The provider has it in a state that we do not know: ${state}`,
      };
  }
}

/** What the provider wants to hear of an amount: minor units, the currency in lower case. */
export function foreignAmount(amount: Money): {
  readonly amount: number;
  readonly currency: string;
} {
  return terms.out({ amount });
}

/** The token that stands for a means of payment; undefined when the provider does not take this kind. */
export function tokenOf(method: PaymentMethod): string | undefined {
  const token = Object.hasOwn(tokens, method.type) ? tokens[method.type] : undefined;
  return token?.(method as never);
}

function understood(payment: ForeignPayment, operation: Operation): z.output<typeof Standing> {
  try {
    return standings[operation].in(payment);
  } catch (error) {
    if (!isMetesError(error)) throw error;
    throw new ForeignPayloadInvalid(error.message, { cause: error });
  }
}

function standing(operation: Operation): typeof Standing {
  return Standing.meta({ title: `standing of the ${operation}` });
}

function reasonOf(
  message: string | undefined,
  code: string | undefined,
  cancelledBecause: string | null,
  state: string,
): string {
  return (message ?? code ?? cancelledBecause ?? `The provider has it as ${state}`).slice(0, 500);
}
