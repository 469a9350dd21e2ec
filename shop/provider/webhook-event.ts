import { createHash } from 'node:crypto';
import { API_VERSION } from './api-version.ts';
import { intentAt } from './answer.ts';
import type { Books } from './books.ts';
import { chargeJson, intentJson } from './intent-json.ts';
import type { LedgerEntry } from './ledger-entry.ts';

const types = {
  authorised: 'payment_intent.amount_capturable_updated',
  declined: 'payment_intent.payment_failed',
  captured: 'payment_intent.succeeded',
  cancelled: 'payment_intent.canceled',
  refunded: 'charge.refunded',
} as const;

/** What the provider tells its merchants of. */
export type WebhookType = (typeof types)[keyof typeof types];

/** An event on its way to an endpoint. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: WebhookType;
  readonly body: Record<string, unknown>;
  /** The object the event is about, as it stood at that moment. */
  readonly object: Record<string, unknown>;
}

/** The type of the event an entry gives rise to. */
export function eventTypeOf(entry: LedgerEntry): WebhookType {
  // A capture that is not the last one leaves the intent open: what changed is the amount still capturable.
  return entry.kind === 'captured' && entry.final === false ? types.authorised : types[entry.kind];
}

/** The event an entry gives rise to; the same entry always gives the same event with the same id. */
export function eventOf(books: Books, entry: LedgerEntry): WebhookEvent {
  const type = eventTypeOf(entry);
  const intent = intentAt(books, entry);
  const object = entry.kind === 'refunded' ? chargeJson(intent) : intentJson(intent);
  const id = `evt_${createHash('sha256').update(`${entry.intent} ${entry.id} ${entry.seq}`).digest('hex').slice(0, 24)}`;
  const body = {
    id,
    object: 'event',
    api_version: API_VERSION,
    created: Math.floor(entry.at / 1000),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: entry.request, idempotency_key: entry.idempotencyKey ?? null },
    type,
  };
  return { id, type, body, object };
}
