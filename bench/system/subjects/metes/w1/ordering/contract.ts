import { contract } from 'metes';
import { z } from 'zod';

const id = z.string().min(1).max(100);
const money = z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) });

/** A customer has placed an order; it is pending. */
export const orderPlaced = contract('ordering.order-placed', {
  v1: z.strictObject({
    orderId: id,
    customerId: id,
    items: z.array(z.strictObject({ sku: id, quantity: z.int().positive() })).min(1),
    total: money,
  }),
});

/** The order stands. */
export const orderConfirmed = contract('ordering.order-confirmed', { v1: z.strictObject({ orderId: id }) });

/** The order will not be carried out. */
export const orderRejected = contract('ordering.order-rejected', {
  v1: z.strictObject({ orderId: id, reason: z.enum(['insufficient-stock', 'payment-declined']) }),
});
