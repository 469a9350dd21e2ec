import { z } from 'zod';
import { cartStatuses } from '../domain/cart.ts';

/** An amount of money in answers, in minor units of an ISO 4217 currency. */
export const MoneyView = z.strictObject({ minor: z.int().nonnegative(), currency: z.string() });

/** A cart in answers. */
export const CartView = z.strictObject({
  cartId: z.string(),
  status: z.enum(cartStatuses),
  items: z.array(
    z.strictObject({
      sku: z.string(),
      name: z.string(),
      quantity: z.int(),
      unitPrice: MoneyView,
      subtotal: MoneyView,
    }),
  ),
  /** Null while the cart is empty. */
  total: MoneyView.nullable(),
  /** The order that the cart led to. */
  orderId: z.string().nullable(),
});
