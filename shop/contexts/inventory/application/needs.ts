import { needs as reads } from 'metes';
import { orderConfirmed, orderPlaced, orderRejected } from '../../ordering/contract/index.ts';

/** What inventory reads of what ordering publishes. Who buys and for how much does not concern it. */
export const needs = [
  reads(orderPlaced, { orderId: true, items: [{ sku: true, quantity: true }] }),
  reads(orderConfirmed, { orderId: true }),
  reads(orderRejected, { orderId: true }),
];
