/** What one line of the ledger says has happened to somebody's money. */
export type LedgerKind = 'authorised' | 'captured' | 'cancelled' | 'refunded' | 'declined';

/** One fact of the provider's ledger; the state of the provider is a fold of these and of nothing else. */
export interface LedgerEntry {
  /** Place in the ledger: 1, 2, 3 without a gap. */
  readonly seq: number;
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly kind: LedgerKind;
  /** The object the entry is about: `re_...` for a refund, otherwise the payment intent. */
  readonly id: string;
  /** The payment intent the entry belongs to. */
  readonly intent: string;
  /** Minor units of `currency`; for `cancelled` the part of the authorisation that was let go. */
  readonly amount: number;
  /** ISO 4217 in lower case. */
  readonly currency: string;
  /** The request that caused the entry. */
  readonly request: string;
  readonly idempotencyKey?: string;
  /** Digest of method, path and parameters, to tell a retry from a reused key. */
  readonly fingerprint?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly paymentMethod?: string;
  /** Captured only: nothing more will be captured, the rest of the authorisation is let go. */
  readonly final?: boolean;
  /** Cancelled and refunded: the reason the merchant gave. */
  readonly reason?: string;
  /** Declined only: the error code, such as `card_declined`. */
  readonly code?: string;
  /** Declined only: the issuer's reason, such as `insufficient_funds`. */
  readonly declineCode?: string;
  /** A webhook endpoint was known when this happened, so it is owed an event. */
  readonly notify?: boolean;
  /** The answer kept for the idempotency key, when it is not the one that follows from the entry. */
  readonly answered?: number;
}

/** What an operation decides; the ledger adds place, time and the request it came from. */
export type LedgerDraft = Omit<
  LedgerEntry,
  'seq' | 'at' | 'request' | 'idempotencyKey' | 'fingerprint' | 'notify' | 'answered'
>;

/** Where an entry came from and what is owed for it. */
export type LedgerOrigin = Pick<
  LedgerEntry,
  'request' | 'idempotencyKey' | 'fingerprint' | 'notify' | 'answered'
>;
