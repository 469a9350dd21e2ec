import { contract } from 'metes';
import { z } from 'zod';

/** The money of a payment is ours. */
export const paymentCaptured = contract('payments.payment-captured', {
  v1: z.strictObject({
    paymentId: z.string().min(1).max(100),
    orderId: z.string().min(1).max(100),
    /** Minor units of an ISO 4217 currency. */
    amount: z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  }),
});
