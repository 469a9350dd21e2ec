import { contract } from 'metes';
import { z } from 'zod';

/** Everything an order asked for is set aside for it. */
export const stockReserved = contract('inventory.stock-reserved', {
  v1: z.strictObject({
    orderId: z.string().min(1).max(100),
    items: z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().positive() })).min(1),
  }),
});
