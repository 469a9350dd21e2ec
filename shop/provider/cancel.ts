import type { Form } from './form.ts';
import { unexpectedState } from './find-intent.ts';
import type { Intent } from './intent.ts';
import type { LedgerDraft } from './ledger-entry.ts';
import { onlyKnown } from './parameters.ts';
import { badParameter } from './provider-refusal.ts';

const REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'];

/** Decides a cancellation, which lets go of everything that was authorised. */
export function cancel(intent: Intent, form: Form): LedgerDraft {
  onlyKnown(form, ['cancellation_reason']);
  const reason = form.get('cancellation_reason');
  if (reason !== undefined && !REASONS.includes(reason)) {
    throw badParameter(
      'cancellation_reason',
      `Invalid cancellation_reason: must be one of ${REASONS.join(', ')}`,
    );
  }
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw unexpectedState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
    );
  }
  if (intent.captured > 0) {
    throw unexpectedState(
      intent,
      'Part of this PaymentIntent is captured: close it with a final capture of 0, or refund.',
    );
  }
  return {
    kind: 'cancelled',
    id: intent.id,
    intent: intent.id,
    amount: intent.capturable,
    currency: intent.currency,
    metadata: intent.metadata,
    ...(reason === undefined ? {} : { reason }),
  };
}
