import { atomic, context, eventual, generic, publish } from 'metes';
import { listPaymentsOnHold } from './api/holds-route.ts';
import { providerNotification } from './api/webhook.ts';
import { askTheProvider } from './application/ask-the-provider.ts';
import { needs } from './application/needs.ts';
import { callOffWhenRejected, captureWhenConfirmed, requestWhenDue } from './application/policies.ts';
import { paymentsOnHold } from './application/payments-on-hold.projection.ts';
import { authorise, capture, letGo, repeat } from './application/provider-requests.ts';
import { giveUpPayment, recordPaymentOutcome, repeatPaymentRequest } from './application/record-outcome.ts';
import { requestPayment } from './application/request-payment.ts';
import { callOffPayment, capturePayment } from './application/settle-payment.ts';
import { paymentAuthorised, paymentCaptured, paymentDeclined, paymentVoided } from './contract/index.ts';
import {
  PaymentAuthorised,
  PaymentCaptured,
  PaymentDeclined,
  PaymentVoided,
} from './domain/payment-events.ts';
import { Payment } from './domain/payment.ts';
import { language } from './language.ts';

/** Payments: the money for each order, held, taken or let go through a provider that may fail at any moment. */
export const payments = context('payments', {
  purpose: 'Holds the money for orders and takes it or lets it go, once, whatever the provider does',
  // The money is moved by a provider that we buy; what is ours is to know at any moment how it stands.
  subdomain: generic({ reviewed: '2026-11-02', implementation: 'bought', budget: 1_500 }),
  team: 'Payments',
  language,
  experts: ['accountant', 'fraud desk'],
  aggregates: [Payment],
  handlers: [
    requestPayment,
    capturePayment,
    callOffPayment,
    recordPaymentOutcome,
    repeatPaymentRequest,
    giveUpPayment,
  ],
  needs,
  policies: [requestWhenDue, captureWhenConfirmed, callOffWhenRejected],
  calls: [authorise, capture, letGo, repeat, askTheProvider],
  publishes: [
    publish(
      PaymentAuthorised,
      paymentAuthorised,
      ({ paymentId, orderId, amount }) => ({
        paymentId,
        orderId,
        amount,
      }),
      eventual('5s'),
    ),
    publish(
      PaymentDeclined,
      paymentDeclined,
      ({ paymentId, orderId, failureReason }) => ({
        paymentId,
        orderId,
        failureReason,
      }),
      eventual('5s'),
    ),
    publish(
      PaymentCaptured,
      paymentCaptured,
      ({ paymentId, orderId, amount }) => ({
        paymentId,
        orderId,
        amount,
      }),
      atomic(),
    ),
    publish(PaymentVoided, paymentVoided, ({ paymentId, orderId }) => ({ paymentId, orderId }), atomic()),
  ],
  projections: [paymentsOnHold],
  routes: [providerNotification, listPaymentsOnHold],
});
