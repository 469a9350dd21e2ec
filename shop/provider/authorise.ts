import { randomBytes } from 'node:crypto';
import type { Form } from './form.ts';
import type { Intent } from './intent.ts';
import { unexpectedState } from './find-intent.ts';
import type { LedgerDraft } from './ledger-entry.ts';
import { amount, currency, flag, metadata, onlyKnown, required } from './parameters.ts';
import { paymentMethodOf } from './payment-method.ts';
import { badParameter } from './provider-refusal.ts';

/** What a fault may do to an authorisation: decline it, or reserve another amount than was asked. */
export interface AuthorisationTwist {
  readonly decline?: { readonly code: string; readonly declineCode: string };
  readonly offBy?: number;
}

const CREATE = [
  'amount',
  'currency',
  'confirm',
  'capture_method',
  'payment_method',
  'payment_method_types',
  'metadata',
  'description',
  'off_session',
  'error_on_requires_action',
  'return_url',
  'automatic_payment_methods',
  'receipt_email',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'use_stripe_sdk',
];

/** Decides POST /v1/payment_intents: reserves the amount, or records the decline. */
export function authorise(form: Form, twist: AuthorisationTwist): LedgerDraft {
  onlyKnown(form, CREATE);
  const asked = amount(form, 'amount');
  const code = currency(form, 'currency');
  if (form.get('capture_method') !== 'manual') {
    throw badParameter('capture_method', 'This provider authorises first: send capture_method=manual.');
  }
  if (!flag(form, 'confirm', false)) {
    throw badParameter('confirm', 'This provider has no client-side confirmation: send confirm=true.');
  }
  const id = `pi_${randomBytes(12).toString('hex')}`;
  const description = form.get('description');
  return attempt(
    {
      id,
      intent: id,
      currency: code,
      metadata: metadata(form),
      ...(description === undefined ? {} : { description }),
    },
    asked,
    required(form, 'payment_method'),
    twist,
  );
}

/** Decides POST /v1/payment_intents/:id/confirm: another attempt after a decline, with another payment method. */
export function confirm(intent: Intent, form: Form, twist: AuthorisationTwist): LedgerDraft {
  onlyKnown(form, [
    'payment_method',
    'off_session',
    'error_on_requires_action',
    'return_url',
    'use_stripe_sdk',
  ]);
  if (intent.status !== 'requires_payment_method') {
    throw unexpectedState(
      intent,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`,
    );
  }
  const about = { id: intent.id, intent: intent.id, currency: intent.currency, metadata: intent.metadata };
  return attempt(about, intent.amount, required(form, 'payment_method'), twist);
}

function attempt(
  about: Pick<LedgerDraft, 'id' | 'intent' | 'currency' | 'metadata' | 'description'>,
  asked: number,
  token: string,
  twist: AuthorisationTwist,
): LedgerDraft {
  const method = paymentMethodOf(token);
  const decline = method.decline ?? twist.decline;
  if (decline !== undefined) {
    const { code, declineCode } = decline;
    return { kind: 'declined', ...about, amount: asked, paymentMethod: method.id, code, declineCode };
  }
  const reserved = Math.max(1, asked + (twist.offBy ?? 0));
  return { kind: 'authorised', ...about, amount: reserved, paymentMethod: method.id };
}
