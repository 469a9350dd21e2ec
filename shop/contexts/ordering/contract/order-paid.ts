import { contract } from 'metes';
import { z } from 'zod';

/** The total of an order is secured. */
export const orderPaid = contract('ordering.order-paid', {
  v1: z.strictObject({
    orderId: z.string().min(1).max(100),
    paymentId: z.string().min(1).max(100),
    /** Minor units of an ISO 4217 currency. */
    amount: z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  }),
});
