import { contextMap, customerSupplier } from 'metes';
import { cart } from './contexts/cart/context.ts';
import { cartCheckedOut } from './contexts/cart/contract/index.ts';
import { inventory } from './contexts/inventory/context.ts';
import { stockReserved, stockUnavailable } from './contexts/inventory/contract/index.ts';
import { ordering } from './contexts/ordering/context.ts';
import {
  orderConfirmed,
  orderPlaced,
  orderRejected,
  paymentDue,
} from './contexts/ordering/contract/index.ts';
import { payments } from './contexts/payments/context.ts';
import { paymentAuthorised, paymentDeclined } from './contexts/payments/contract/index.ts';

/** The map of the shop. Ordering is the customer of the others: what they offer follows its needs. */
export const shop = contextMap(
  'shop',
  customerSupplier(cart, ordering, { exposes: [cartCheckedOut] }),
  customerSupplier(inventory, ordering, {
    exposes: [orderPlaced, orderConfirmed, orderRejected, stockReserved, stockUnavailable],
  }),
  customerSupplier(payments, ordering, {
    exposes: [paymentDue, orderConfirmed, orderRejected, paymentAuthorised, paymentDeclined],
  }),
);
