import { z } from 'zod';

/** What the customer pays with. The tokens come from the provider's form; card numbers never reach the shop. */
export const PaymentMethod = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('card'), token: z.string().min(1).max(200) }),
  z.strictObject({ type: z.literal('bank-transfer'), accountToken: z.string().min(1).max(200) }),
]);
export type PaymentMethod = z.output<typeof PaymentMethod>;
