import { identifier } from 'metes';
import type { z } from 'zod';

/** An order. */
export const OrderId = identifier('ordering.OrderId');
export type OrderId = z.output<typeof OrderId>;

/** Who ordered. */
export const CustomerId = identifier('ordering.CustomerId');
export type CustomerId = z.output<typeof CustomerId>;

/** What was ordered. */
export const Sku = identifier('ordering.Sku');
export type Sku = z.output<typeof Sku>;

/** The payment that paid an order, as payments names it. */
export const PaymentId = identifier('ordering.PaymentId');
export type PaymentId = z.output<typeof PaymentId>;
