import { contract } from 'metes';
import { z } from 'zod';

/** The amount of a payment is held for us. */
export const paymentAuthorised = contract('payments.payment-authorised', {
  v1: z.strictObject({
    paymentId: z.string().min(1).max(100),
    orderId: z.string().min(1).max(100),
    /** Minor units of an ISO 4217 currency. */
    amount: z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  }),
});
