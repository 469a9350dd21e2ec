import { context, contextMap, customerSupplier, projection, supporting } from 'metes';
import { z } from 'zod';
import { shop } from '../map.ts';
import { ordering } from '../ordering/context.ts';
import { orderConfirmed, orderPlaced, orderRejected } from '../ordering/contract.ts';

const orderIdOf = ({ orderId }: { readonly orderId: string }): string => orderId;

/** What the people at the desk see of every order. */
export const orderList = projection('order-list', {
  row: z.strictObject({
    orderId: z.string(),
    customerId: z.string(),
    status: z.enum(['pending', 'confirmed', 'rejected']),
    total: z.int(),
  }),
  on: (on) => [
    on(orderPlaced, orderIdOf, (_, { orderId, customerId, total }) => ({
      orderId,
      customerId,
      status: 'pending',
      total: total.minor,
    })),
    on(orderConfirmed, orderIdOf, (row) => row && { ...row, status: 'confirmed' }),
    on(orderRejected, orderIdOf, (row) => row && { ...row, status: 'rejected' }),
  ],
});

/** A context that only reads: the event crosses a boundary before its row can be seen. */
export const desk = context('desk', {
  purpose: 'Tells customers on the telephone how their orders stand',
  subdomain: supporting({ reviewed: '2026-11-28' }),
  team: 'Service',
  aggregates: [],
  handlers: [],
  projections: [orderList],
});

/** The contexts of W1 and the desk. */
export const shopWithDesk = contextMap(
  'bench-shop',
  ...shop.relations,
  customerSupplier(ordering, desk, { exposes: [orderPlaced, orderConfirmed, orderRejected] }),
);
