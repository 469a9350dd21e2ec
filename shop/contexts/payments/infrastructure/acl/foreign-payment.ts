import { z } from 'zod';

/** The provider said something in another form than was agreed. Nothing of it is believed. */
export class ForeignPayloadInvalid extends Error {
  override readonly name = 'ForeignPayloadInvalid';
}

const minor = z.int().nonnegative();

/**
 * What we read of a payment intent, in the form of API version 2026-10-28: all of it must be there, and more may be.
 * The names of the provider end here: whoever renames a field changes this file and no other.
 */
const paymentIntent = z
  .object({
    object: z.literal('payment_intent'),
    id: z.string().min(1).max(255),
    status: z.string().min(1).max(100),
    amount: minor,
    amount_capturable: minor,
    amount_received: minor,
    currency: z.string().regex(/^[a-z]{3}$/),
    created: z.int().positive(),
    metadata: z.record(z.string(), z.string()),
    last_payment_error: z.object({ message: z.string().optional(), code: z.string().optional() }).nullable(),
    cancellation_reason: z.string().nullable(),
  })
  .transform((intent) => ({
    reference: intent.id,
    state: intent.status,
    asked: intent.amount,
    held: intent.amount_capturable,
    taken: intent.amount_received,
    currency: intent.currency,
    /** Unix time in seconds. */
    created: intent.created,
    paymentId: intent.metadata['paymentId'],
    complaint: intent.last_payment_error?.message ?? intent.last_payment_error?.code,
    cancelledBecause: intent.cancellation_reason,
  }));

/** A payment as the provider tells of it, checked and under names of ours; its values are still the provider's. */
export type ForeignPayment = z.output<typeof paymentIntent>;

/** Reads a payment of the provider. @throws ForeignPayloadInvalid naming every field that is not as agreed */
export function readForeignPayment(payload: unknown): ForeignPayment {
  return inAgreedForm(paymentIntent, payload, 'a payment');
}

/** Reads anything of the provider. @throws ForeignPayloadInvalid naming every field that is not as agreed */
export function inAgreedForm<T>(schema: z.ZodType<T>, payload: unknown, what: string): T {
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ForeignPayloadInvalid(
    `The provider sent ${what} in a form that was not agreed: ${issues.join('; ')}`,
  );
}
