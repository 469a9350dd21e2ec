import { Money } from 'metes';
import { z } from 'zod';
import { PaymentId } from './ids.ts';
import { Instant } from './instant.ts';

/** What is asked of the provider: hold the money, take what is held, let go of what is held. */
export const operations = ['authorisation', 'capture', 'void'] as const;
export const Operation = z.enum(operations);
export type Operation = z.output<typeof Operation>;

/** What the provider calls a payment; of no meaning to us. */
const reference = z.string().min(1).max(255);
const reason = z.string().max(500);

/**
 * How an operation on a payment stands, in our words. `COMPLETED` and `FAILED` are final. `PENDING` is still being
 * worked on at the provider. `UNKNOWN` is anything else: no answer, or one that we do not understand. It may have
 * happened or not, so it leads to a question and never to a second charge.
 */
export const PaymentResult = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('COMPLETED'),
    paymentId: PaymentId,
    reference,
    /** What is really held or taken. */
    amount: Money.schema(),
    processedAt: Instant,
  }),
  z.strictObject({
    status: z.literal('FAILED'),
    paymentId: PaymentId,
    /** Null when the provider took no note of the request. */
    reference: reference.nullable(),
    failureReason: reason,
    processedAt: Instant.nullable(),
  }),
  z.strictObject({ status: z.literal('PENDING'), paymentId: PaymentId, reference, failureReason: reason }),
  z.strictObject({ status: z.literal('UNKNOWN'), paymentId: PaymentId, failureReason: reason }),
]);
export type PaymentResult = z.output<typeof PaymentResult>;
export type PaymentStatus = PaymentResult['status'];
export type Completed = Extract<PaymentResult, { status: 'COMPLETED' }>;
export type Failed = Extract<PaymentResult, { status: 'FAILED' }>;
