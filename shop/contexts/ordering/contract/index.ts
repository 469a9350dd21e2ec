/** The published language of ordering. */
export { orderConfirmed } from './order-confirmed.ts';
export { orderPaid } from './order-paid.ts';
export { orderPlaced } from './order-placed.ts';
export { orderRejected } from './order-rejected.ts';
export { paymentDue } from './payment-due.ts';
