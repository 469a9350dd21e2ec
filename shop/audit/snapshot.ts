import type { Json } from 'metes';

/** One event of a context's log, as an auditor reads it. */
export interface LoggedEvent {
  readonly position: number;
  readonly id: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly type: string;
  readonly data: any;
  readonly published: readonly { readonly contract: string; readonly version: number; readonly data: Json }[] | null;
  readonly causation: string;
  readonly correlation: string;
}

/** What the database holds of one context. */
export interface ContextSnapshot {
  readonly log: readonly LoggedEvent[];
  readonly aggregates: readonly { readonly type: string; readonly id: string; readonly version: number; readonly state: any }[];
  readonly cursors: readonly { readonly subscription: string; readonly position: number }[];
  readonly handled: readonly { readonly subscription: string; readonly position: number }[];
  readonly parked: readonly { readonly subscription: string; readonly position: number; readonly key: string; readonly state: string }[];
  readonly answers: readonly { readonly principal: string; readonly route: string; readonly key: string; readonly answer: { readonly status: number; readonly body: string } }[];
  readonly tallies: readonly { readonly tally: string; readonly key: string; readonly accounts: readonly number[] }[];
}

/** One payment as the provider's own ledger has it. */
export interface LedgerIntent {
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  readonly authorised: number;
  readonly captured: number;
  readonly refunded: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a client knows of one checkout that it tried. */
export interface CheckoutAttempt {
  readonly cartId: string;
  readonly key: string;
  /** The last thing it heard: accepted with an order, refused for good, or nothing it could trust. */
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  readonly orderId?: string;
  readonly totalMinor?: number;
}

/** Everything that an audit looks at, taken while the shop is quiet. */
export interface Snapshot {
  readonly contexts: Readonly<Record<'cart' | 'ordering' | 'inventory' | 'payments', ContextSnapshot>>;
  readonly ledger: readonly LedgerIntent[];
  /** What the clients saw; empty when the audit looks at the books alone. */
  readonly attempts: readonly CheckoutAttempt[];
  /** Stock seen at moments during the run. */
  readonly samples: readonly { readonly key: string; readonly accounts: readonly number[] }[];
}
