import { contract } from 'metes';
import { z } from 'zod';

/** An order asked for more than there is; nothing is set aside for it. */
export const stockUnavailable = contract('inventory.stock-unavailable', {
  v1: z.strictObject({
    orderId: z.string().min(1).max(100),
    items: z
      .array(
        z.strictObject({
          sku: z.string().min(1).max(100),
          wanted: z.int().positive(),
          available: z.int().nonnegative(),
        }),
      )
      .min(1),
  }),
});
