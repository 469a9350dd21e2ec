import type { Json } from 'metes';

/** One event of a context's log, as an auditor reads it. */
export interface LoggedEvent {
  readonly position: number;
  readonly id: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly type: string;
  readonly typeVersion: number;
  readonly data: any;
  readonly published: readonly PublishedAs[] | null;
  readonly causation: string;
  readonly correlation: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** One form in which an event left its context. */
export interface PublishedAs {
  readonly contract: string;
  readonly version: number;
  readonly data: Json;
}

/** An aggregate as it is stored. */
export interface StoredAggregate {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly state: any;
}

/** An answer that was kept with its effect. */
export interface KeptAnswer {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  readonly answer: { readonly status: number; readonly body: string };
}

/** What the database holds of one context. */
export interface ContextSnapshot {
  readonly log: readonly LoggedEvent[];
  readonly aggregates: readonly StoredAggregate[];
  readonly cursors: readonly { readonly subscription: string; readonly position: number }[];
  /** What was handled ahead of the cursors. */
  readonly handled: readonly { readonly subscription: string; readonly position: number }[];
  readonly parked: readonly {
    readonly subscription: string;
    readonly position: number;
    readonly key: string;
    readonly state: string;
  }[];
  readonly answers: readonly KeptAnswer[];
  readonly tallies: readonly {
    readonly tally: string;
    readonly key: string;
    readonly accounts: readonly number[];
  }[];
  readonly deadlines: readonly { readonly deadline: string; readonly aggregateId: string }[];
  /** The rows of projections that are read. */
  readonly rows: readonly { readonly projection: string; readonly key: string; readonly content: any }[];
}

/** One payment as the provider's own ledger has it; amounts in minor units. */
export interface LedgerIntent {
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  readonly authorised: number;
  readonly captured: number;
  readonly refunded: number;
  /** What is held and neither taken nor let go. */
  readonly capturable: number;
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

/** The contexts that are audited. */
export type AuditedContext = 'cart' | 'ordering' | 'inventory' | 'payments';

/** Everything that an audit looks at, taken while the shop is quiet. */
export interface Snapshot {
  readonly contexts: Readonly<Record<AuditedContext, ContextSnapshot>>;
  readonly ledger: readonly LedgerIntent[];
  /** What the clients saw; empty when the audit looks at the books alone. */
  readonly attempts: readonly CheckoutAttempt[];
  /** Stock seen at moments during the run. */
  readonly samples: readonly { readonly key: string; readonly accounts: readonly number[] }[];
}

/** What is kept of each context, with its name. */
export function contextsOf({ contexts }: Snapshot): readonly (readonly [AuditedContext, ContextSnapshot])[] {
  return Object.entries(contexts) as [AuditedContext, ContextSnapshot][];
}

/** The orders as they are stored. */
export function ordersOf({ contexts }: Snapshot): readonly StoredAggregate[] {
  return contexts.ordering.aggregates.filter(({ type }) => type === 'Order');
}
