import { contract } from 'metes';
import { z } from 'zod';

/** A customer has placed an order; it is pending. What the inside calls `OrderSubmitted`. */
export const orderPlaced = contract('ordering.order-placed', {
  v1: z.strictObject({
    orderId: z.string().min(1).max(100),
    customerId: z.string().min(1).max(100),
    items: z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().positive() })).min(1),
    /** Minor units of an ISO 4217 currency. */
    total: z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  }),
});
