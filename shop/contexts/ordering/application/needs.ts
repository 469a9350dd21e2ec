import { needs as reads } from 'metes';
import { cartCheckedOut } from '../../cart/contract/index.ts';
import { stockReserved, stockUnavailable } from '../../inventory/contract/index.ts';
import { paymentAuthorised, paymentDeclined } from '../../payments/contract/index.ts';

/** What ordering reads of its suppliers. It works out totals itself, so that of a cart is not among it. */
export const needs = [
  reads(cartCheckedOut, {
    orderId: true,
    customerId: true,
    items: [{ sku: true, name: true, quantity: true, unitPrice: true }],
    shippingAddress: true,
    paymentMethod: true,
  }),
  reads(stockReserved, { orderId: true }),
  reads(stockUnavailable, { orderId: true, items: [{ sku: true, wanted: true, available: true }] }),
  reads(paymentAuthorised, { orderId: true, paymentId: true, amount: true }),
  reads(paymentDeclined, { orderId: true, failureReason: true }),
];
