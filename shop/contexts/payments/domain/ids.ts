import { identifier } from 'metes';
import type { z } from 'zod';

/** A payment. */
export const PaymentId = identifier('payments.PaymentId');
export type PaymentId = z.output<typeof PaymentId>;

/** What is paid for. */
export const OrderId = identifier('payments.OrderId');
export type OrderId = z.output<typeof OrderId>;

/** Who pays. */
export const CustomerId = identifier('payments.CustomerId');
export type CustomerId = z.output<typeof CustomerId>;

/** The payment of an order: there is one for each order, so its id follows from the order's. */
export function paymentOf(orderId: string): PaymentId {
  return PaymentId.parse(`payment-${orderId}`);
}
