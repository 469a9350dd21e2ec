import Stripe from 'stripe';
import type { PaymentId } from '../../domain/ids.ts';
import type { Operation, PaymentResult } from '../../domain/payment-result.ts';
import { readForeignPayment } from './foreign-payment.ts';
import { translate } from './translator.ts';

const { errors } = Stripe;

/**
 * What a failed request says about the operation that was asked for.
 *
 * A refusal is final. No answer, or a breakdown of the provider, says nothing: the operation may have happened, so it
 * is `UNKNOWN`. What certainly had no effect (wrong key of ours, too many requests, a request under the same key that
 * is still being worked on) is thrown on, to be tried again under the same key.
 */
export function resultOfFailure(error: unknown, operation: Operation, paymentId: PaymentId): PaymentResult {
  if (!(error instanceof errors.StripeError) || hadNoEffect(error)) throw error;
  if (error instanceof errors.StripeCardError || error instanceof errors.StripeInvalidRequestError) {
    return refusal(error, operation, paymentId);
  }
  return { status: 'UNKNOWN', paymentId, failureReason: `No usable answer: ${error.message}`.slice(0, 500) };
}

function hadNoEffect(error: Stripe.errors.StripeError): boolean {
  return (
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError ||
    error instanceof errors.StripeRateLimitError ||
    error instanceof errors.StripeIdempotencyError ||
    error.statusCode === 409
  );
}

/** A refusal because of the state of the payment tells that state: the operation may have been done before. */
function refusal(
  error: Stripe.errors.StripeError,
  operation: Operation,
  paymentId: PaymentId,
): PaymentResult {
  const payload = error.payment_intent;
  const standing = payload ? translate(readForeignPayment(payload), operation, paymentId) : undefined;
  if (standing) return standing;
  return {
    status: 'FAILED',
    paymentId,
    reference: null,
    failureReason: error.message.slice(0, 500),
    processedAt: null,
  };
}
