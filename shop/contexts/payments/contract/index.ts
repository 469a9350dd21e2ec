/** The published language of payments. */
export { paymentAuthorised } from './payment-authorised.ts';
export { paymentCaptured } from './payment-captured.ts';
export { paymentDeclined } from './payment-declined.ts';
export { paymentVoided } from './payment-voided.ts';
