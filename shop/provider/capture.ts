import type { Form } from './form.ts';
import { unexpectedState } from './find-intent.ts';
import type { Intent } from './intent.ts';
import { readable } from './intent-json.ts';
import type { LedgerDraft } from './ledger-entry.ts';
import { flag, integer, MAX_AMOUNT, onlyKnown } from './parameters.ts';
import { badParameter } from './provider-refusal.ts';

/** Decides a capture of all or part of what was authorised; `final_capture=false` keeps the rest open. */
export function capture(intent: Intent, form: Form, offBy = 0): LedgerDraft {
  onlyKnown(form, [
    'amount_to_capture',
    'final_capture',
    'statement_descriptor',
    'statement_descriptor_suffix',
    'metadata',
  ]);
  if (intent.status !== 'requires_capture') {
    throw unexpectedState(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}.` +
        ' Only a PaymentIntent with a status of requires_capture can be captured.',
    );
  }
  const final = flag(form, 'final_capture', true);
  // Nothing more to take but a rest to let go is how a series of captures is closed.
  const least = final && intent.captured > 0 ? 0 : 1;
  const asked = integer(form, 'amount_to_capture', least, MAX_AMOUNT, intent.capturable);
  if (asked > intent.capturable) {
    throw badParameter(
      'amount_to_capture',
      `The amount to capture (${readable(asked, intent.currency)}) is more than what can be captured ` +
        `(${readable(intent.capturable, intent.currency)}).`,
      'amount_too_large',
    );
  }
  const taken = Math.min(intent.capturable, Math.max(least, asked + offBy));
  return {
    kind: 'captured',
    id: intent.id,
    intent: intent.id,
    amount: taken,
    currency: intent.currency,
    final: final || taken === intent.capturable,
    metadata: intent.metadata,
  };
}
