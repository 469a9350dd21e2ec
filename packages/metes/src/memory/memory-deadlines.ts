import type { DeadlineFailure, StoredDeadline, StoredParked } from '../runtime/ports/context-store.ts';
import { deadlineMessage, deadlineSubscription } from '../runtime/ports/dead-deadline.ts';
import { byCodePoints, keyOf, type ContextData, type KeptDeadline } from './memory-database.ts';

/** Deadlines that are due, oldest first. */
export function dueDeadlines(data: ContextData, now: number, limit: number): readonly StoredDeadline[] {
  return [...data.deadlines.values()]
    .filter(({ dueAt, dead }) => dueAt <= now && !dead)
    .toSorted(
      (a, b) =>
        a.dueAt - b.dueAt ||
        byCodePoints(a.deadline, b.deadline) ||
        byCodePoints(a.aggregateId, b.aggregateId),
    )
    .slice(0, limit)
    .map(({ deadline, aggregateId, attempts, event }) => ({
      deadline,
      aggregateId,
      attempts,
      event: JSON.parse(event),
    }));
}

/** Notes that a try failed; false when the deadline is gone or the try was noted before. */
export function failDeadline(data: ContextData, now: number, failure: DeadlineFailure): boolean {
  const { deadline, aggregateId, startedBy, attempts, againInMs, cause } = failure;
  const name = keyOf(deadline, aggregateId);
  const found = data.deadlines.get(name);
  if (!found || found.dead || found.attempts !== attempts - 1 || JSON.parse(found.event).id !== startedBy)
    return false;
  const position = (): number => data.log.findIndex(({ id }) => id === startedBy) + 1;
  data.deadlines.set(name, {
    ...found,
    attempts,
    cause: JSON.stringify(cause),
    dueAt: now + Math.round(againInMs ?? 0),
    dead: againInMs === undefined ? { at: now, position: position() } : undefined,
  });
  return true;
}

/** Makes dead letters due again; gives how many. */
export function redriveDeadlines(
  data: ContextData,
  now: number,
  isWanted: (subscription: string, position: number) => boolean,
  context: string,
): number {
  let count = 0;
  for (const [name, each] of data.deadlines) {
    if (!each.dead || !isWanted(deadlineSubscription(context, each.deadline), each.dead.position)) continue;
    data.deadlines.set(name, { ...each, attempts: 0, dueAt: now, dead: undefined });
    count++;
  }
  return count;
}

/** The deadlines that are dead letters, as readers of parked messages get them. */
export function deadDeadlines(data: ContextData, context: string): readonly StoredParked[] {
  return [...data.deadlines.values()].flatMap((each) =>
    each.dead ? [asParked(each, each.dead, context)] : [],
  );
}

function asParked(
  { deadline, aggregateId, attempts, cause, event: text }: KeptDeadline,
  dead: { readonly at: number; readonly position: number },
  context: string,
): StoredParked {
  const event = JSON.parse(text) as StoredDeadline['event'];
  return {
    subscription: deadlineSubscription(context, deadline),
    key: aggregateId,
    position: dead.position,
    eventId: event.id,
    message: deadlineMessage({ deadline, aggregateId, event }),
    reactions: [deadline],
    state: 'dead',
    attempts,
    dueInMs: 0,
    cause: cause === undefined ? undefined : JSON.parse(cause),
    parkedAt: dead.at,
  };
}

/** How many there are. */
export function countDeadlines(
  data: ContextData,
  now: number,
): { readonly deadlines: number; readonly deadlinesDue: number; readonly deadlinesDead: number } {
  const all = [...data.deadlines.values()];
  const live = all.filter(({ dead }) => !dead);
  return {
    deadlines: live.length,
    deadlinesDue: live.filter(({ dueAt, attempts }) => dueAt <= now || attempts > 0).length,
    deadlinesDead: all.length - live.length,
  };
}
