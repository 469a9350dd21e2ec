import { foreignModel } from 'metes';
import { z } from 'zod';

/** The provider said something in another form than was agreed. Nothing of it is believed. */
export class ForeignPayloadInvalid extends Error {
  override readonly name = 'ForeignPayloadInvalid';
}

const minor = z.int().nonnegative();
const currency = z.string().regex(/^[a-z]{3}$/);

/**
 * What we read of a payment intent: all of it must be there, and more may be. The names of the provider end in this
 * folder: whoever renames a field changes this file and the translator beside it, and nothing else.
 */
export const paymentIntent = foreignModel('payment intent', {
  '2026-10-28': z.object({
    object: z.literal('payment_intent'),
    id: z.string().min(1).max(255),
    status: z.string().min(1).max(100),
    amount: minor,
    amount_capturable: minor,
    amount_received: minor,
    currency,
    /** Unix time in seconds. */
    created: z.int().positive(),
    metadata: z.record(z.string(), z.string()),
    last_payment_error: z.object({ message: z.string().optional(), code: z.string().optional() }).nullable(),
    cancellation_reason: z.string().nullable(),
  }),
})['2026-10-28'];

/** What we say to the provider about money. */
export const intentTerms = foreignModel('terms of a payment intent', {
  '2026-10-28': z.object({ amount: minor, currency }),
})['2026-10-28'];

/** A payment as the provider tells of it, in the form that was agreed. */
export type ForeignPayment = z.output<typeof paymentIntent.schema>;

/** The id of ours that the provider keeps with a payment, if it is one of ours. */
export function idOfOurs(payment: ForeignPayment): string | undefined {
  return payment.metadata['paymentId'];
}

/** Reads a payment of the provider. @throws ForeignPayloadInvalid naming every field that is not as agreed */
export function readForeignPayment(payload: unknown): ForeignPayment {
  return inAgreedForm(paymentIntent.schema, payload, 'a payment');
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
