import { identifier } from 'metes';
import type { z } from 'zod';

/** A cart. */
export const CartId = identifier('cart.CartId');
export type CartId = z.output<typeof CartId>;

/** Who shops. */
export const CustomerId = identifier('cart.CustomerId');
export type CustomerId = z.output<typeof CustomerId>;

/** One thing that can be put in a cart. */
export const Sku = identifier('cart.Sku');
export type Sku = z.output<typeof Sku>;

/** The order that a cart leads to; chosen at checkout, so that the customer can ask for it at once. */
export const OrderId = identifier('cart.OrderId');
export type OrderId = z.output<typeof OrderId>;
