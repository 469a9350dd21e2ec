import { createHmac } from 'node:crypto';
import type { Intent } from './intent.ts';
import { decimalsOf } from './currency.ts';
import { paymentMethodJson, paymentMethodOf } from './payment-method.ts';
import type { ErrorBody } from './provider-refusal.ts';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** The charge that belongs to an intent's latest attempt. */
export function chargeIdOf(intent: Pick<Intent, 'id'>): string {
  return intent.id.replace(/^pi_/, 'ch_');
}

/** The intent whose charge this is. */
export function intentIdOfCharge(charge: string): string {
  return charge.replace(/^ch_/, 'pi_');
}

/** The payment intent as the API shows it: every field the official client's type promises. */
export function intentJson(intent: Intent): Record<string, unknown> {
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: intent.amount,
    amount_capturable: intent.capturable,
    amount_details: { tip: {} },
    amount_received: intent.captured,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: intent.cancelledAt === null ? null : seconds(intent.cancelledAt),
    cancellation_reason: intent.cancellationReason,
    capture_method: 'manual',
    client_secret: clientSecret(intent.id),
    confirmation_method: 'automatic',
    created: seconds(intent.createdAt),
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: intent.decline === null ? null : declineBody(intent),
    latest_charge: intent.attempts === 0 ? null : chargeIdOf(intent),
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'us_bank_account'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** The charge of an intent as the API shows it. */
export function chargeJson(intent: Intent): Record<string, unknown> {
  const declined = intent.decline !== null;
  const method = intent.paymentMethod ?? intent.decline?.paymentMethod ?? null;
  return {
    id: chargeIdOf(intent),
    object: 'charge',
    amount: intent.amount,
    amount_captured: intent.captured,
    amount_refunded: intent.refunded,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    captured: intent.captured > 0,
    created: seconds(intent.createdAt),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_code: intent.decline?.code ?? null,
    failure_message: declined ? declineBody(intent).message : null,
    livemode: false,
    metadata: intent.metadata,
    outcome: null,
    paid: !declined,
    payment_intent: intent.id,
    payment_method: method,
    payment_method_details: null,
    receipt_url: null,
    refunded: intent.captured > 0 && intent.refunded === intent.captured,
    status: declined ? 'failed' : 'succeeded',
  };
}

/** The card error of a declined intent, without the intent itself. */
export function declineBody(intent: Intent): ErrorBody & { payment_method: unknown } {
  const { code, declineCode, paymentMethod } = intent.decline ?? {
    code: '',
    declineCode: '',
    paymentMethod: '',
  };
  return {
    type: 'card_error',
    code,
    decline_code: declineCode,
    charge: chargeIdOf(intent),
    message:
      declineCode === 'insufficient_funds' ? 'Your card has insufficient funds.' : 'Your card was declined.',
    payment_method: paymentMethod === '' ? null : paymentMethodJson(paymentMethodOf(paymentMethod)),
  };
}

/** An amount for people: `12.34 usd`, `500 jpy`, `1.500 kwd`. */
export function readable(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return `${(amount / 10 ** decimals).toFixed(decimals)} ${currency}`;
}

function clientSecret(id: string): string {
  return `${id}_secret_${createHmac('sha256', 'metes provider').update(id).digest('hex').slice(0, 20)}`;
}
