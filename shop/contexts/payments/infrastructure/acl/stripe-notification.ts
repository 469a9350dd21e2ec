import Stripe from 'stripe';
import { z } from 'zod';
import type { PaymentNotification } from '../../application/payment-gateway.ts';
import { PaymentId } from '../../domain/ids.ts';
import type { Operation } from '../../domain/payment-result.ts';
import { idOfOurs, inAgreedForm, readForeignPayment } from './foreign-payment.ts';
import { translate } from './translator.ts';

/** What the signing of notifications rests on. */
export interface NotificationTerms {
  /** Every secret that is valid now; two while they are rotated. */
  readonly secrets: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** How old, and how far in the future, a signature may be, in seconds. */
const tolerance = 300;

/** Which operation each kind of notification is about; the others do not concern us. */
const subjects: Readonly<Record<string, Operation>> = {
  'payment_intent.amount_capturable_updated': 'authorisation',
  'payment_intent.payment_failed': 'authorisation',
  'payment_intent.succeeded': 'capture',
  'payment_intent.canceled': 'void',
};

const notification = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  data: z.object({ object: z.unknown() }),
});

/**
 * Reads a notification over its raw bytes; undefined when none of the secrets has signed them just now.
 *
 * @throws ForeignPayloadInvalid when it is signed and not in the agreed form
 */
export function readNotification(
  raw: Uint8Array,
  signature: string | undefined,
  { secrets, now }: NotificationTerms,
): PaymentNotification | undefined {
  if (signature === undefined || isFromTheFuture(signature, now())) return undefined;
  if (!secrets.some((secret) => isSigned(raw, signature, secret, now()))) return undefined;
  const { id, type, data } = inAgreedForm(notification, jsonOf(raw), 'a notification');
  const operation = Object.hasOwn(subjects, type) ? subjects[type] : undefined;
  if (!operation) return { id };
  const payment = readForeignPayment(data.object);
  const paymentId = PaymentId.safeParse(idOfOurs(payment));
  const result = paymentId.success ? translate(payment, operation, paymentId.data) : undefined;
  return result ? { id, news: { operation, result } } : { id };
}

function isSigned(raw: Uint8Array, signature: string, secret: string, now: number): boolean {
  try {
    return (
      Stripe.webhooks.signature?.verifyHeader(
        Buffer.from(raw),
        signature,
        secret,
        tolerance,
        undefined,
        now,
      ) === true
    );
  } catch {
    // The client throws plain errors for malformed headers, too: whatever it does not accept is not signed.
    return false;
  }
}

/** The official client refuses old stamps only. */
function isFromTheFuture(signature: string, now: number): boolean {
  const stamp = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1]);
  return !(stamp <= now / 1000 + tolerance);
}

function jsonOf(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
