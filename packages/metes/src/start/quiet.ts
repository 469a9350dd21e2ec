import type { StoreStatus } from '../runtime/ports/context-store.ts';

/** What is left to do in a system. */
export interface QuietReport {
  /** The last position of each log. */
  readonly heads: Readonly<Record<string, number>>;
  /** What is not done yet, one sentence each; empty when the system is quiet. */
  readonly left: readonly string[];
  /** Messages and deadlines that wait for a person; they do not keep a system from being quiet. */
  readonly deadLetters: number;
}

/** What is left to do, seen from the stores alone, so that any process can ask. */
export function quietReport(
  stores: readonly { readonly context: string; readonly status: StoreStatus }[],
): QuietReport {
  const heads = Object.fromEntries(stores.map(({ context, status }) => [context, status.head]));
  const epochs = Object.fromEntries(stores.map(({ context, status }) => [context, status.epoch]));
  const left: string[] = [];
  let deadLetters = 0;
  for (const { context, status } of stores) {
    for (const { subscription, position, epoch } of status.cursors) {
      const publisher = subscription.slice(subscription.lastIndexOf('<-') + 2);
      const head = heads[publisher];
      // Not by the head: the stores are read one after the other, and a cursor may have moved in between.
      if (epoch !== '' && epochs[publisher] !== undefined && epoch !== epochs[publisher])
        left.push(
          `${subscription} is halted: the log of ${publisher} was restored (METES_RUNTIME_LOG_REPLACED)`,
        );
      else if (head !== undefined && position < head)
        left.push(`${subscription} is ${head - position} events behind`);
    }
    const { retrying, waiting, dead } = status.parked;
    deadLetters += dead + status.deadlinesDead;
    if (retrying > 0) left.push(`${context} retries ${retrying} messages`);
    // What waits behind a dead letter waits for a person too.
    if (waiting > 0 && dead === 0) left.push(`${context} holds ${waiting} messages back`);
    if (status.deadlinesDue > 0) left.push(`${context} has ${status.deadlinesDue} deadlines due`);
  }
  return { heads, left, deadLetters };
}

/** True when nothing is left to do. */
export function isQuiet(report: QuietReport): boolean {
  return report.left.length === 0;
}
