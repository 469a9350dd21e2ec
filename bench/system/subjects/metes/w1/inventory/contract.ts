import { contract } from 'metes';
import { z } from 'zod';

const id = z.string().min(1).max(100);
const money = z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) });

/** All that an order wants is set aside; what it is worth travels on, so that payments need not ask. */
export const stockReserved = contract('inventory.stock-reserved', {
  v1: z.strictObject({ orderId: id, worth: money }),
});

/** An order wants more than there is; nothing is set aside. */
export const stockUnavailable = contract('inventory.stock-unavailable', {
  v1: z.strictObject({ orderId: id }),
});
