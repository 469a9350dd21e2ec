import { z } from 'zod';

const text = (most: number) => z.string().trim().min(1).max(most);

/** What the customer says at the checkout. The cart hands it on and makes nothing of it. */
export const CheckoutDetails = z.strictObject({
  paymentMethod: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('card'), token: text(200) }),
    z.strictObject({ type: z.literal('bank-transfer'), accountToken: text(200) }),
  ]),
  shippingAddress: z.strictObject({
    street: text(200),
    city: text(100),
    state: text(100),
    zipCode: text(20),
    /** ISO 3166-1, two letters. */
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
});
export type CheckoutDetails = z.output<typeof CheckoutDetails>;
