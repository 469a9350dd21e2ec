import type { StoreStatus } from '../runtime/ports/context-store.ts';
import type { AttentionFound } from '../postgres/reading-attention.ts';
import { boundaryState, observeBoundaries, type BoundaryState } from './boundary/boundary-state.ts';
import type { ObservedStore } from './observed-stores.ts';
import { isQuiet, quietReport } from './quiet.ts';
import type { RoleFacts } from './roles.ts';

/** How a system is doing. */
export interface SystemReport {
  /** True when at least one process of the system is alive. */
  readonly running: boolean;
  readonly processes: readonly Omit<RoleFacts, 'stamp'>[];
  /** True when nothing is left to do; dead letters do not count, they wait for a person. */
  readonly quiet: boolean;
  /** What is left to do, one sentence each. */
  readonly left: readonly string[];
  /** Events that some subscriber has not read yet. */
  readonly outbox: number;
  readonly deadLetters: number;
  readonly timersDue: number;
  readonly contexts: Readonly<Record<string, ContextReport>>;
}

/** What waits for a person in one context. */
export interface ContextAttention extends AttentionFound {
  readonly context: string;
}

/** What `metes status --json` prints. */
export interface StatusReport extends SystemReport {
  /** What only a person can settle, as the contexts themselves say; contexts without any are left out. */
  readonly attention: readonly ContextAttention[];
  readonly boundary: BoundaryState;
}

/** How one context is doing. */
export interface ContextReport {
  /** The last position of its log. */
  readonly head: number;
  /** Events of its log that some subscriber has not read yet. */
  readonly outbox: number;
  readonly parked: StoreStatus['parked'];
  readonly timers: number;
  readonly timersDue: number;
  /** Deadlines that are dead letters. */
  readonly timersDead: number;
  /** What it reads, and how far behind it is. */
  readonly subscriptions: readonly {
    readonly subscription: string;
    readonly publisher: string;
    readonly position: number;
    readonly behind: number;
  }[];
}

/** Reads how a system is doing from its stores. @throws METES_STORE_UNAVAILABLE */
export async function reportSystem(
  stores: readonly ObservedStore[],
  processes: readonly RoleFacts[],
): Promise<SystemReport> {
  const read = await Promise.all(
    stores.map(async (store) => ({ context: store.context, status: await store.status() })),
  );
  return reportOf(read, processes);
}

/** How many entries of each context are told. */
const toldOfEach = 20;

/** The report with what waits for a person. @throws METES_STORE_UNAVAILABLE */
export async function reportStatus(
  stores: readonly ObservedStore[],
  processes: readonly RoleFacts[],
): Promise<StatusReport> {
  const [report, attention, observed] = await Promise.all([
    reportSystem(stores, processes),
    Promise.all(
      stores.map(async (each) => ({ context: each.context, ...(await each.attention(toldOfEach)) })),
    ),
    observeBoundaries(stores),
  ]);
  return {
    ...report,
    attention: attention.filter((each) => each.total > 0),
    boundary: boundaryState(observed),
  };
}

/** The report on what was read of the stores. */
export function reportOf(
  read: readonly { readonly context: string; readonly status: StoreStatus }[],
  processes: readonly RoleFacts[],
): SystemReport {
  const quiet = quietReport(read);
  const subscriptions = read.flatMap(({ context, status }) =>
    status.cursors.map(({ subscription, position }) => {
      const publisher = subscription.slice(subscription.lastIndexOf('<-') + 2);
      return {
        context,
        subscription,
        publisher,
        position,
        behind: Math.max(0, (quiet.heads[publisher] ?? position) - position),
      };
    }),
  );
  const outboxOf = (publisher: string): number =>
    Math.max(0, ...subscriptions.filter((each) => each.publisher === publisher).map((each) => each.behind));
  const contexts = Object.fromEntries(
    read.map(({ context, status }): [string, ContextReport] => [
      context,
      {
        head: status.head,
        outbox: outboxOf(context),
        parked: status.parked,
        timers: status.deadlines,
        timersDue: status.deadlinesDue,
        timersDead: status.deadlinesDead,
        subscriptions: subscriptions
          .filter((each) => each.context === context)
          .map(({ context: _context, ...rest }) => rest),
      },
    ]),
  );
  const all = Object.values(contexts);
  return {
    running: processes.some((each) => each.kind === 'process'),
    processes: processes.map(({ stamp: _stamp, ...rest }) => rest),
    quiet: isQuiet(quiet),
    left: quiet.left,
    outbox: all.reduce((sum, each) => sum + each.outbox, 0),
    deadLetters: quiet.deadLetters,
    timersDue: all.reduce((sum, each) => sum + each.timersDue, 0),
    contexts,
  };
}
