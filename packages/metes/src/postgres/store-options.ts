import type { ProjectionIndexes } from './indexed-fields.ts';

/** What a store of a context is opened with. */
export interface PostgresStoreOptions {
  /** The URL of the context's runtime role. */
  readonly url: string;
  /** The name of the context, which is the name of its schema. */
  readonly context: string;
  readonly tallies?: readonly { readonly tally: string; readonly accounts: readonly string[] }[];
  readonly projections?: readonly ProjectionIndexes[];
  /** How many connections read; 2 by default. */
  readonly readers?: number;
  /** The longest that a statement may take before its outcome counts as unknown; 5,000 ms by default. */
  readonly timeoutMs?: number;
  /** How long answers to idempotent requests are kept, milliseconds; 30 days by default. */
  readonly answersKeptMs?: number;
  /** True tells listeners in other processes after commits, at most every 5 ms. */
  readonly nudge?: boolean;
}
