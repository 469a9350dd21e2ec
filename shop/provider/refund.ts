import { randomBytes } from 'node:crypto';
import type { Books } from './books.ts';
import { findIntent, unexpectedState } from './find-intent.ts';
import type { Form } from './form.ts';
import type { Intent } from './intent.ts';
import { intentIdOfCharge, readable } from './intent-json.ts';
import type { LedgerDraft } from './ledger-entry.ts';
import { integer, MAX_AMOUNT, metadata, onlyKnown } from './parameters.ts';
import { badParameter } from './provider-refusal.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'];

/** The intent a refund request is about, named by `payment_intent` or by `charge`. */
export function refundedIntent(books: Books, form: Form): Intent {
  const charge = form.get('charge');
  const id = form.get('payment_intent') ?? (charge === undefined ? undefined : intentIdOfCharge(charge));
  if (id === undefined)
    throw badParameter('payment_intent', 'One of payment_intent or charge is needed.', 'parameter_missing');
  return findIntent(books, id, 'payment_intent');
}

/** Decides a refund of all or part of what was captured and not given back yet. */
export function refund(intent: Intent, form: Form): LedgerDraft {
  onlyKnown(form, ['payment_intent', 'charge', 'amount', 'reason', 'metadata']);
  const reason = form.get('reason');
  if (reason !== undefined && !REASONS.includes(reason)) {
    throw badParameter('reason', `Invalid reason: must be one of ${REASONS.join(', ')}`);
  }
  if (intent.captured === 0) {
    throw unexpectedState(intent, 'This PaymentIntent does not have a successful charge to refund.');
  }
  const left = intent.captured - intent.refunded;
  if (left === 0) {
    throw badParameter('charge', 'The charge has already been refunded.', 'charge_already_refunded');
  }
  const asked = integer(form, 'amount', 1, MAX_AMOUNT, left);
  if (asked > left) {
    throw badParameter(
      'amount',
      `Refund amount (${readable(asked, intent.currency)}) is greater than unrefunded amount on charge ` +
        `(${readable(left, intent.currency)})`,
      'amount_too_large',
    );
  }
  return {
    kind: 'refunded',
    id: `re_${randomBytes(12).toString('hex')}`,
    intent: intent.id,
    amount: asked,
    currency: intent.currency,
    metadata: metadata(form),
    ...(reason === undefined ? {} : { reason }),
  };
}
