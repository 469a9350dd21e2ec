import { contract } from 'metes';
import { z } from 'zod';

/** The order stands: its goods are the customer's and its payment can be taken. */
export const orderConfirmed = contract('ordering.order-confirmed', {
  v1: z.strictObject({ orderId: z.string().min(1).max(100) }),
});
