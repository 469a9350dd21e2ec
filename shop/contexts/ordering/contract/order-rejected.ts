import { contract } from 'metes';
import { z } from 'zod';

/** The order will not be carried out: whoever holds something for it lets go. */
export const orderRejected = contract('ordering.order-rejected', {
  v1: z.strictObject({
    orderId: z.string().min(1).max(100),
    reason: z.enum(['insufficient-stock', 'payment-declined', 'payment-overdue']),
  }),
});
