import type { Books } from './books.ts';
import { type Intent, intentAsOf } from './intent.ts';
import { chargeIdOf, declineBody, intentJson } from './intent-json.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { type ErrorBody, ProviderRefusal } from './provider-refusal.ts';

/** A status and a JSON body on their way out. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/**
 * The answer to the request that made `entry`. It follows from the ledger alone, so the first answer and every replay
 * of it, even after a restart, are the same bytes without a second store to keep in step.
 */
export function answerOf(books: Books, entry: LedgerEntry): Answer {
  if (entry.answered !== undefined) return outage(entry.answered);
  if (entry.kind === 'refunded') return { status: 200, body: refundJson(entry) };
  const intent = intentAt(books, entry);
  if (entry.kind === 'declined') {
    return { status: 402, body: { error: { ...declineBody(intent), payment_intent: intentJson(intent) } } };
  }
  return { status: 200, body: intentJson(intent) };
}

/** The intent of an entry as it stood right after it. */
export function intentAt(books: Books, entry: LedgerEntry): Intent {
  const record = books.intents.get(entry.intent);
  const intent = record && intentAsOf(record.entries, entry.seq);
  if (intent === undefined) throw new TypeError(`entry ${entry.seq} belongs to no intent`);
  return intent;
}

/** A refund as the API shows it. */
export function refundJson(entry: LedgerEntry): Record<string, unknown> {
  return {
    id: entry.id,
    object: 'refund',
    amount: entry.amount,
    balance_transaction: null,
    charge: chargeIdOf({ id: entry.intent }),
    created: Math.floor(entry.at / 1000),
    currency: entry.currency,
    customer: null,
    customer_account: null,
    metadata: entry.metadata ?? {},
    payment_intent: entry.intent,
    payment_method: null,
    reason: entry.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

/** A refusal as an answer. */
export function answerOfRefusal(refusal: ProviderRefusal): Answer {
  return { status: refusal.status, body: { error: refusal.body } };
}

/** The provider is having a bad day: 429 or a 5xx. */
export function outage(status: number): Answer {
  const error: ErrorBody =
    status === 429
      ? {
          type: 'invalid_request_error',
          code: 'rate_limit',
          message: 'Too many requests hit the API too quickly.',
        }
      : { type: 'api_error', message: 'Sorry, something went wrong at the payment provider.' };
  return { status, body: { error } };
}
