import type { ParkedState } from '../runtime/ports/batch.ts';
import type { BoundaryReport } from '../runtime/ports/boundary.ts';
import type { StoredParked, StoreStatus } from '../runtime/ports/context-store.ts';
import type { AttentionFound } from '../postgres/reading-attention.ts';
import type { Databases } from './state-files.ts';

/** The store of a context seen from outside, by a role that can change nothing. */
export interface ObservedStore {
  readonly context: string;
  /** @throws METES_STORE_UNAVAILABLE */
  status(): Promise<StoreStatus>;
  /** @throws METES_STORE_UNAVAILABLE */
  boundary(): Promise<BoundaryReport>;
  parked(filter: {
    readonly subscription?: string;
    readonly state?: ParkedState;
    readonly limit: number;
  }): Promise<readonly StoredParked[]>;
  /** What only a person can settle, as the context itself says; the oldest `limit` of it. */
  attention(limit: number): Promise<AttentionFound>;
}

/** The stores of a system, whoever runs it. */
export interface ObservedStores extends AsyncDisposable {
  readonly stores: readonly ObservedStore[];
}

/** Looks at the stores of a system as the auditor. Connects when something is asked. */
export async function observeStores(databases: Databases): Promise<ObservedStores> {
  const [{ Session }, { quoted }, reading, { boundaryReport }, { attention }] = await Promise.all([
    import('../postgres/session.ts'),
    import('../postgres/identifiers.ts'),
    import('../postgres/reading.ts'),
    import('../postgres/reading-boundary.ts'),
    import('../postgres/reading-attention.ts'),
  ]);
  const opened = Object.keys(databases.contexts).map((context) => {
    const session = new Session({
      url: databases.auditor,
      context,
      timeoutMs: 5_000,
      purpose: 'metes status',
      onConnect: `set search_path to ${quoted(context)}`,
    });
    const run = (name: string, text: string, values: readonly unknown[]) =>
      session.rows({ name, text }, values);
    const store: ObservedStore = {
      context,
      status: () => reading.status(run),
      boundary: () => boundaryReport(run),
      parked: (filter) => reading.parked(run, filter),
      attention: (limit) => attention(run, limit),
    };
    return { session, store };
  });
  return {
    stores: opened.map((each) => each.store),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((each) => each.session.close()));
    },
  };
}
