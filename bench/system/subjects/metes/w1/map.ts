import { contextMap, customerSupplier } from 'metes';
import { inventory } from './inventory/context.ts';
import { stockReserved, stockUnavailable } from './inventory/contract.ts';
import { ordering } from './ordering/context.ts';
import { orderPlaced } from './ordering/contract.ts';
import { payments } from './payments/context.ts';
import { paymentAuthorised, paymentDeclined } from './payments/contract.ts';

/** Three contexts, three schemas, three roles: nobody reads the tables of another. */
export const shop = contextMap(
  'bench-shop',
  customerSupplier(inventory, ordering, { exposes: [orderPlaced, stockUnavailable] }),
  customerSupplier(inventory, payments, { exposes: [stockReserved, paymentDeclined] }),
  customerSupplier(payments, ordering, { exposes: [paymentAuthorised, paymentDeclined] }),
);
