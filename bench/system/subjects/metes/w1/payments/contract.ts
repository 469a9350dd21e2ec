import { contract } from 'metes';
import { z } from 'zod';

const id = z.string().min(1).max(100);
const money = z.strictObject({ minor: z.int().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) });

/** The amount of an order is held for us. */
export const paymentAuthorised = contract('payments.payment-authorised', {
  v1: z.strictObject({ orderId: id, amount: money }),
});

/** The customer's means of payment was refused. */
export const paymentDeclined = contract('payments.payment-declined', {
  v1: z.strictObject({ orderId: id, amount: money }),
});
