import type { Json } from '../../base/json.ts';

/** One version of a contract as its owner declares it at start. */
export interface DeclaredVersion {
  readonly contract: string;
  readonly version: number;
  /** JSON Schema 2020-12. */
  readonly schema: { readonly [key: string]: Json };
  /** The compatibility mode of the contract, such as `BACKWARD`. */
  readonly mode: string;
  /** True when it is published today, alone or beside others. */
  readonly goesOut: boolean;
  /** `YYYY-MM-DD`: when it ends to go out; absent for the latest. */
  readonly sunset?: string;
}

/** A version of a contract that was declared at some start. */
export interface RegisteredVersion extends DeclaredVersion {
  /** Milliseconds since the epoch. */
  readonly firstSeen: number;
}

/** A reaction that reads a contract. */
export interface DeclaredReader {
  /** The name of the policy, call or projection. */
  readonly reaction: string;
  /** The version that it reads. */
  readonly reads: number;
}

/** A contract that the map exposes to the context. */
export interface DeclaredEdge {
  readonly contract: string;
  readonly publisher: string;
  /** Empty when nothing reads it today. */
  readonly readers: readonly DeclaredReader[];
}

/** An edge that was declared at the last start. */
export interface RegisteredEdge extends DeclaredEdge {
  /** Since when the map exposes it, milliseconds since the epoch. */
  readonly since: number;
}

/** How many messages of one version of a contract a subscription has taken in. */
export interface TrafficCount {
  readonly subscription: string;
  readonly contract: string;
  readonly version: number;
  readonly messages: number;
}

/** How many messages, or starts, were refused for one reason. */
export interface RefusalCount {
  readonly code: string;
  readonly publisher: string;
  readonly contract: string;
  /** What was said last. */
  readonly reason: string;
  readonly count: number;
}

/** When something that is counted happened first and last, milliseconds since the epoch. */
export interface Span {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Everything that is known of the boundary of one context. */
export interface BoundaryReport {
  /** Every version that was ever declared, by contract and version. */
  readonly versions: readonly RegisteredVersion[];
  readonly edges: readonly RegisteredEdge[];
  readonly traffic: readonly (TrafficCount & Span)[];
  readonly refusals: readonly (RefusalCount & Span)[];
}

/** What is known of a context by those who share an edge with it. */
export type AnnouncedBoundary = Pick<BoundaryReport, 'versions' | 'edges'>;

/** What a context keeps about its boundary: its contracts, its edges, and what has passed over them. */
export interface Boundary {
  readonly context: string;
  /** Records the versions that are new and what goes out today; the schema of a recorded version never changes. @throws METES_STORE_UNAVAILABLE */
  announce(versions: readonly DeclaredVersion[]): Promise<void>;
  /** Puts these in the place of the edges declared before. @throws METES_STORE_UNAVAILABLE */
  declareEdges(edges: readonly DeclaredEdge[]): Promise<void>;
  /** Adds to what was counted before. @throws METES_STORE_UNAVAILABLE */
  count(traffic: readonly TrafficCount[], refusals: readonly RefusalCount[]): Promise<void>;
  /** @throws METES_STORE_UNAVAILABLE */
  report(): Promise<BoundaryReport>;
}
