import { contract } from 'metes';
import { z } from 'zod';

/** Minor units of an ISO 4217 currency. */
const money = z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) });

/** A customer has finished shopping and wants what is in the cart, at the prices shown there. */
export const cartCheckedOut = contract('cart.cart-checked-out', {
  v1: z.strictObject({
    cartId: z.string().min(1).max(100),
    /** The id that the order will have, so that the customer can ask for it at once. */
    orderId: z.string().min(1).max(100),
    customerId: z.string().min(1).max(100),
    items: z
      .array(
        z.strictObject({
          sku: z.string().min(1).max(100),
          name: z.string().min(1).max(200),
          quantity: z.int().positive(),
          unitPrice: money,
        }),
      )
      .min(1),
    total: money,
    paymentMethod: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('card'), token: z.string().min(1).max(200) }),
      z.strictObject({ type: z.literal('bank-transfer'), accountToken: z.string().min(1).max(200) }),
    ]),
    shippingAddress: z.strictObject({
      street: z.string().min(1).max(200),
      city: z.string().min(1).max(100),
      state: z.string().min(1).max(100),
      zipCode: z.string().min(1).max(20),
      /** ISO 3166-1, two letters. */
      country: z.string().regex(/^[A-Z]{2}$/),
    }),
  }),
});
