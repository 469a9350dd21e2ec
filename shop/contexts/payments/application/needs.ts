import { needs as reads, values } from 'metes';
import { orderConfirmed, orderRejected, paymentDue } from '../../ordering/contract/index.ts';

/** What payments reads of what ordering publishes: it asks for money, and lets it go again for every reason but one. */
export const needs = [
  reads(paymentDue, { orderId: true, customerId: true, total: true, paymentMethod: true }),
  reads(orderConfirmed, { orderId: true }),
  reads(orderRejected, { orderId: true, reason: values('insufficient-stock') }),
];
