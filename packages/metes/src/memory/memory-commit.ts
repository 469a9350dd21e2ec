import type { Batch, DeadlineKey, RowWrite, TallyWrite } from '../runtime/ports/batch.ts';
import { checkEventSize } from '../runtime/ports/storable.ts';
import { keyOf, type ContextData, type KeptEvent } from './memory-database.ts';

const accounts = 6;

/** What of a store is not as a batch expects it. */
export interface Conflicts {
  readonly aggregates: readonly string[];
  readonly tallies: readonly string[];
  readonly answers: readonly string[];
  readonly cursors: readonly string[];
  readonly deadlines: readonly string[];
}

/** Everything that is not as the batch expects; undefined when all is. */
export function conflictsOf(data: ContextData, batch: Batch, now: number): Conflicts | undefined {
  const { aggregates, tallies, answers, cursors, handled, unparked, deadlinesDone } = batch;
  const passed = new Set<string>();
  for (const { subscription, from } of cursors)
    if (data.cursors.get(subscription)?.position !== from) passed.add(subscription);
  for (const { subscription, position } of handled) {
    // Held against the cursor as it was before this batch, which may move it past the mark.
    const cursor = data.cursors.get(subscription);
    if (!cursor || position <= cursor.position || data.handled.get(subscription)?.has(position))
      passed.add(subscription);
  }
  for (const { subscription, position } of unparked)
    if (!data.parked.has(keyOf(subscription, position))) passed.add(subscription);
  const found: Conflicts = {
    aggregates: aggregates
      .filter(({ type, id, expected }) => (data.aggregates.get(keyOf(type, id))?.version ?? 0) !== expected)
      .map(({ type, id }) => `${type}/${id}`),
    tallies: tallies.filter((each) => !balanceAfter(data, each)).map(({ tally, key }) => `${tally}/${key}`),
    answers: answers
      .filter(
        ({ principal, route, key }) => (data.answers.get(keyOf(principal, route, key))?.keptUntil ?? 0) > now,
      )
      .map(({ key }) => key),
    cursors: [...passed],
    deadlines: deadlinesDone
      .filter((each) => each.mustExist && !isThere(data, each))
      .map(({ deadline, aggregateId }) => `${deadline}/${aggregateId}`),
  };
  return Object.values(found).some((each) => each.length > 0) ? found : undefined;
}

/** True when there is such a deadline, started by that event if one is named. */
function isThere(data: ContextData, { deadline, aggregateId, startedBy }: DeadlineKey): boolean {
  const found = data.deadlines.get(keyOf(deadline, aggregateId));
  return found !== undefined && (startedBy === undefined || JSON.parse(found.event).id === startedBy);
}

/** Rows that must not be there and are. */
export function rowsInTheWay(data: ContextData, { rows }: Batch): readonly string[] {
  const seen = new Set<string>();
  const isFirst = ({ projection, generation, key }: RowWrite): boolean =>
    seen.size < seen.add(keyOf(projection, generation, key)).size;
  return rows
    .filter(
      (each) =>
        isFirst(each) && each.fresh && data.rows.get(keyOf(each.projection, each.generation))?.has(each.key),
    )
    .map(({ projection, key }) => `${projection}/${key}`);
}

/** True when another process has the lease in whose hands it must be. */
export function isFenced(data: ContextData, { fence }: Batch): boolean {
  return fence !== undefined && data.leases.get(fence.lease)?.holder !== fence.holder;
}

/** Projections whose rows the batch writes into a generation that is neither read nor built. */
export function staleProjections(data: ContextData, { rows }: Batch): readonly string[] {
  const stale = rows.filter(({ projection, generation }) => {
    const { generation: read = 0, building } = data.projections.get(projection) ?? {};
    return generation !== read && generation !== building;
  });
  return [...new Set(stale.map(({ projection }) => projection))];
}

/** What the accounts hold after a move; undefined when it may not be made. */
function balanceAfter(
  data: ContextData,
  { tally, key, deltas, expected }: TallyWrite,
): readonly number[] | undefined {
  const held = data.tallies.get(keyOf(tally, key)) ?? Array.from({ length: accounts }, () => 0);
  if (expected && held.some((quantity, account) => quantity !== (expected[account] ?? 0))) return undefined;
  const after = held.map((quantity, account) => quantity + (deltas[account] ?? 0));
  return after.every((quantity) => quantity >= 0) ? after : undefined;
}

/** Carries out a batch that has no conflicts; gives its first position. */
export function apply(
  data: ContextData,
  batch: Batch,
  times: { readonly now: number; readonly answersKeptMs: number },
): number {
  const { now } = times;
  const events = batch.events.map(kept);
  for (const { type, id, version, state } of batch.aggregates) {
    data.aggregates.set(keyOf(type, id), {
      version,
      state: state === undefined ? undefined : JSON.stringify(state),
    });
  }
  for (const each of batch.tallies) data.tallies.set(keyOf(each.tally, each.key), balanceAfter(data, each)!);
  for (const { principal, route, key, fingerprint, answer } of batch.answers) {
    data.answers.set(keyOf(principal, route, key), {
      fingerprint,
      answer: JSON.stringify(answer),
      keptUntil: now + times.answersKeptMs,
    });
  }
  for (const { subscription, position } of batch.handled) {
    const marks = data.handled.get(subscription) ?? new Set();
    data.handled.set(subscription, marks.add(position));
  }
  for (const { subscription, to, epoch } of batch.cursors) {
    data.cursors.set(subscription, { position: to, epoch: epoch ?? '' });
    forgetHandled(data, subscription, to);
  }
  for (const { subscription, position } of batch.unparked) data.parked.delete(keyOf(subscription, position));
  for (const each of batch.parked) {
    const { subscription, position, key, eventId, message, reactions, state, attempts, dueInMs, cause } =
      each;
    const name = keyOf(subscription, position);
    data.parked.set(name, {
      subscription,
      position,
      key,
      eventId,
      message: JSON.stringify(message),
      reactions: JSON.stringify(reactions),
      state,
      attempts,
      dueAt: now + Math.round(dueInMs),
      cause: cause && JSON.stringify(cause),
      parkedAt: data.parked.get(name)?.parkedAt ?? now,
    });
  }
  // What is done goes before what is set: a deadline that came due may lead to the same one anew.
  for (const each of batch.deadlinesDone) {
    if (isThere(data, each)) data.deadlines.delete(keyOf(each.deadline, each.aggregateId));
  }
  for (const { deadline, aggregateId, afterMs, event } of batch.deadlines) {
    const name = keyOf(deadline, aggregateId);
    if (data.deadlines.has(name)) continue;
    data.deadlines.set(name, {
      deadline,
      aggregateId,
      dueAt: now + Math.round(afterMs),
      event: JSON.stringify(event),
      attempts: 0,
      cause: undefined,
      dead: undefined,
    });
  }
  for (const { projection, generation, key, row } of batch.rows) {
    const name = keyOf(projection, generation);
    const rows = data.rows.get(name) ?? new Map<string, string>();
    data.rows.set(name, rows);
    if (row === null || row === undefined) rows.delete(key);
    else rows.set(key, JSON.stringify(row));
  }
  const first = events.length > 0 ? data.log.length + 1 : 0;
  for (const event of events) {
    const name = keyOf(event.aggregateType, event.aggregateId);
    const positions = data.byAggregate.get(name) ?? [];
    data.byAggregate.set(name, positions);
    positions.push(data.log.push(event));
  }
  return first;
}

/** Marks at or below the cursor say nothing that the cursor does not say. */
export function forgetHandled(data: ContextData, subscription: string, position: number): void {
  const marks = data.handled.get(subscription);
  if (!marks) return;
  for (const mark of marks) if (mark <= position) marks.delete(mark);
}

function kept(event: Batch['events'][number]): KeptEvent {
  const data = JSON.stringify(event.data ?? null);
  const published = event.published.length > 0 ? JSON.stringify(event.published) : undefined;
  checkEventSize(event, data);
  if (published) checkEventSize(event, published);
  return { ...event, time: Math.round(event.time), data, published };
}
