import type { LedgerEntry } from './ledger-entry.ts';

/** The life of a payment intent, in Stripe's words. */
export type IntentStatus = 'requires_capture' | 'succeeded' | 'canceled' | 'requires_payment_method';

/** A payment intent as its ledger entries leave it; all amounts in minor units. */
export interface Intent {
  readonly id: string;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  readonly amount: number;
  readonly currency: string;
  readonly status: IntentStatus;
  readonly capturable: number;
  readonly captured: number;
  readonly refunded: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly paymentMethod: string | null;
  readonly description: string | null;
  readonly cancelledAt: number | null;
  readonly cancellationReason: string | null;
  /** The last decline, cleared by an authorisation. */
  readonly decline: {
    readonly code: string;
    readonly declineCode: string;
    readonly paymentMethod: string;
  } | null;
  /** There is a charge to speak of: an attempt was made at the card network. */
  readonly attempts: number;
}

/** The intent after one more entry; `before` is undefined for its first one. */
export function applyToIntent(before: Intent | undefined, entry: LedgerEntry): Intent {
  const intent = before ?? blank(entry);
  switch (entry.kind) {
    case 'authorised':
      return {
        ...intent,
        amount: entry.amount,
        status: 'requires_capture',
        capturable: entry.amount,
        paymentMethod: entry.paymentMethod ?? null,
        decline: null,
        attempts: intent.attempts + 1,
      };
    case 'declined':
      return {
        ...intent,
        status: 'requires_payment_method',
        paymentMethod: null,
        decline: {
          code: entry.code ?? 'card_declined',
          declineCode: entry.declineCode ?? 'generic_decline',
          paymentMethod: entry.paymentMethod ?? '',
        },
        attempts: intent.attempts + 1,
      };
    case 'captured': {
      const final = entry.final !== false;
      return {
        ...intent,
        status: final ? 'succeeded' : 'requires_capture',
        captured: intent.captured + entry.amount,
        capturable: final ? 0 : intent.capturable - entry.amount,
      };
    }
    case 'cancelled':
      return {
        ...intent,
        status: 'canceled',
        capturable: 0,
        cancelledAt: entry.at,
        cancellationReason: entry.reason ?? null,
      };
    case 'refunded':
      return { ...intent, refunded: intent.refunded + entry.amount };
    default:
      // Reached by a file from somewhere else only; going on would make the books lie.
      throw new TypeError(`entry ${entry.seq} is of no known kind: ${String(entry.kind satisfies never)}`);
  }
}

/** The intent as it stood right after entry `seq`, which is what a replayed answer and a webhook must show. */
export function intentAsOf(entries: readonly LedgerEntry[], seq: number): Intent | undefined {
  let intent: Intent | undefined;
  for (const entry of entries) {
    if (entry.seq > seq) break;
    intent = applyToIntent(intent, entry);
  }
  return intent;
}

function blank(entry: LedgerEntry): Intent {
  return {
    id: entry.intent,
    createdAt: entry.at,
    amount: entry.amount,
    currency: entry.currency,
    status: 'requires_payment_method',
    capturable: 0,
    captured: 0,
    refunded: 0,
    metadata: entry.metadata ?? {},
    paymentMethod: null,
    description: entry.description ?? null,
    cancelledAt: null,
    cancellationReason: null,
    decline: null,
    attempts: 0,
  };
}
