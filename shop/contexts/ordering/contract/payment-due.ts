import { contract } from 'metes';
import { z } from 'zod';

/** The goods of an order are set aside: its total is to be paid now. */
export const paymentDue = contract('ordering.payment-due', {
  v1: z.strictObject({
    orderId: z.string().min(1).max(100),
    customerId: z.string().min(1).max(100),
    /** Minor units of an ISO 4217 currency. */
    total: z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }),
    paymentMethod: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('card'), token: z.string().min(1).max(200) }),
      z.strictObject({ type: z.literal('bank-transfer'), accountToken: z.string().min(1).max(200) }),
    ]),
  }),
});
