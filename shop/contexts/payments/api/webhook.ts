import { webhook } from 'metes';
import { paymentGateway } from '../application/payment-gateway.ts';
import { RecordPaymentOutcome } from '../application/record-outcome.ts';

export const providerNotification = webhook('/webhooks/payments', {
  summary: 'The payment provider tells how a payment stands; only what it has signed just now is heard',
  through: paymentGateway,
  accept: (gateway, raw, header) => {
    const notification = gateway.read(raw, header);
    if (!notification) return undefined;
    const { id, news } = notification;
    return { id, command: news && new RecordPaymentOutcome({ paymentId: news.result.paymentId, ...news }) };
  },
});
