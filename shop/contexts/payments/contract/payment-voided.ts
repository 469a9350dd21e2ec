import { contract } from 'metes';
import { z } from 'zod';

/** The money that was held for a payment has been let go. */
export const paymentVoided = contract('payments.payment-voided', {
  v1: z.strictObject({
    paymentId: z.string().min(1).max(100),
    orderId: z.string().min(1).max(100),
  }),
});
