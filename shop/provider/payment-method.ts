import { createHash, randomUUID } from 'node:crypto';
import type { Form } from './form.ts';
import { onlyKnown, required } from './parameters.ts';
import { badParameter, missing } from './provider-refusal.ts';

/** What the issuer will say when this payment method is charged. */
export interface PaymentMethod {
  readonly id: string;
  readonly type: 'card' | 'us_bank_account';
  readonly brand: string;
  readonly last4: string;
  /** Set when every attempt is declined. */
  readonly decline?: { readonly code: string; readonly declineCode: string };
}

const good = (type: PaymentMethod['type'], brand: string, last4: string): Omit<PaymentMethod, 'id'> => ({
  type,
  brand,
  last4,
});
const bad = (code: string, declineCode: string, last4: string): Omit<PaymentMethod, 'id'> => ({
  type: 'card',
  brand: 'visa',
  last4,
  decline: { code, declineCode },
});

const kinds: Readonly<Record<string, Omit<PaymentMethod, 'id'>>> = {
  card_visa: good('card', 'visa', '4242'),
  card_mastercard: good('card', 'mastercard', '4444'),
  card_amex: good('card', 'amex', '0005'),
  usBankAccount_success: good('us_bank_account', 'bank', '6789'),
  card_declined: bad('card_declined', 'generic_decline', '0002'),
  card_chargeDeclined: bad('card_declined', 'generic_decline', '0002'),
  card_insufficient_funds: bad('card_declined', 'insufficient_funds', '9995'),
  card_lost: bad('card_declined', 'lost_card', '9987'),
  card_stolen: bad('card_declined', 'stolen_card', '9979'),
  card_expired: bad('expired_card', 'expired_card', '0069'),
  card_incorrect_cvc: bad('incorrect_cvc', 'incorrect_cvc', '0127'),
  card_processing_error: bad('processing_error', 'processing_error', '0119'),
};

/** The payment methods every provider has, such as `pm_card_visa` and `pm_card_declined`. */
export const testPaymentMethods: readonly string[] = Object.keys(kinds).map((kind) => `pm_${kind}`);

/** Finds a payment method by its id; 404 when there is none. */
export function paymentMethodOf(id: string, param = 'payment_method'): PaymentMethod {
  // A created method carries its kind in its id, so none of them has to be remembered.
  const kind = /^pm_(?:[0-9a-f]{24}_)?(\w+)$/.exec(id)?.[1];
  const found = kind !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (found === undefined) throw missing('PaymentMethod', id.slice(0, 80), param);
  return { id, ...found };
}

/** Answers POST /v1/payment_methods: `type=card` with `card[token]=tok_visa`, or `type=us_bank_account`. */
export function createPaymentMethod(form: Form, idempotencyKey: string | undefined): PaymentMethod {
  onlyKnown(form, ['type', 'card', 'us_bank_account', 'billing_details', 'metadata']);
  const type = required(form, 'type');
  if (type !== 'card' && type !== 'us_bank_account')
    throw badParameter('type', `Unsupported payment method type: ${type}`);
  const kind = type === 'card' ? kindOfToken(required(form, 'card[token]')) : 'usBankAccount_success';
  const seed = idempotencyKey ?? randomUUID();
  const mark = createHash('sha256').update(`payment method ${seed}`).digest('hex').slice(0, 24);
  return paymentMethodOf(`pm_${mark}_${kind}`);
}

/** The payment method as the API shows it. */
export function paymentMethodJson(method: PaymentMethod): Record<string, unknown> {
  return {
    id: method.id,
    object: 'payment_method',
    billing_details: { address: null, email: null, name: null, phone: null },
    created: 1_767_225_600,
    customer: null,
    livemode: false,
    metadata: {},
    type: method.type,
    [method.type]:
      method.type === 'card'
        ? {
            brand: method.brand,
            last4: method.last4,
            exp_month: 12,
            exp_year: 2034,
            funding: 'credit',
            country: 'US',
          }
        : {
            account_type: 'checking',
            bank_name: 'STRIPE TEST BANK',
            last4: method.last4,
            routing_number: '110000000',
          },
  };
}

function kindOfToken(token: string): string {
  const kind = `card_${token.replace(/^tok_/, '')}`;
  if (!token.startsWith('tok_') || !Object.hasOwn(kinds, kind))
    throw missing('token', token.slice(0, 80), 'card[token]');
  return kind;
}
