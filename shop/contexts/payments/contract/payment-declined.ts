import { contract } from 'metes';
import { z } from 'zod';

/** The customer's means of payment was refused; no money is held. */
export const paymentDeclined = contract('payments.payment-declined', {
  v1: z.strictObject({
    paymentId: z.string().min(1).max(100),
    orderId: z.string().min(1).max(100),
    failureReason: z.string().max(500),
  }),
});
