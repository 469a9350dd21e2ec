import type { Batch, CursorWrite } from '../runtime/ports/batch.ts';
import { type CommitSetting, eventJson, tallyAccounts } from './commit-values.ts';
import { isKnownByItsEvent } from './known-by-its-event.ts';

/** How many parameters `commit_single_2` takes. */
export const singleParameters = 35;

/** Which of them is where the log ends, or null: known only when the batch is sent. */
export const singleEnd = singleParameters - 1;

/**
 * The parameters of `commit_single_2` for a batch that it can commit, in their order, without the last; undefined for any
 * other: one aggregate, one event of it, at most one answer and one cursor, tallies, and nothing else.
 *
 * @throws METES_STORE_TOO_LARGE
 */
export function singleValues(batch: Batch, { answersKeptFor, marked }: CommitSetting): unknown[] | undefined {
  const [aggregate] = batch.aggregates;
  const [event] = batch.events;
  if (!aggregate || !event || !isSingle(batch)) return undefined;
  if (!isKnownByItsEvent(batch) || aggregate.version !== aggregate.expected + 1) return undefined;
  const [answer] = batch.answers;
  const [cursor] = batch.cursors;
  return [
    aggregate.type,
    aggregate.id,
    aggregate.expected,
    aggregate.state === undefined ? null : JSON.stringify(aggregate.state),
    event.id,
    event.type,
    event.typeVersion,
    eventJson(event, event.data ?? null),
    event.published.length > 0 ? eventJson(event, event.published) : null,
    event.causation,
    event.correlation,
    event.traceparent || null,
    Math.round(event.time),
    ...(answer
      ? [answer.principal, answer.route, answer.key, answer.fingerprint, JSON.stringify(answer.answer)]
      : none.answer),
    answersKeptFor,
    ...(cursor ? cursorValues(cursor, marked) : none.cursor),
    ...tallyValues(batch),
  ];
}

/** What is passed where there is nothing. */
const none = {
  answer: Array.from({ length: 5 }, () => null),
  cursor: Array.from({ length: 5 }, () => null),
  tallies: [0, ...Array.from({ length: 9 }, () => null)],
};

function cursorValues(
  { subscription, from, to, epoch }: CursorWrite,
  marked: ReadonlySet<string>,
): readonly unknown[] {
  return [subscription, from, to, epoch ?? '', marked.has(subscription)];
}

function isSingle(batch: Batch): boolean {
  return (
    batch.aggregates.length === 1 &&
    batch.events.length === 1 &&
    batch.answers.length < 2 &&
    batch.cursors.length < 2 &&
    batch.fence === undefined &&
    batch.rows.length === 0 &&
    batch.handled.length === 0 &&
    batch.parked.length === 0 &&
    batch.unparked.length === 0 &&
    batch.deadlines.length === 0 &&
    batch.deadlinesDone.length === 0
  );
}

function tallyValues({ tallies }: Batch): readonly unknown[] {
  if (tallies.length === 0) return none.tallies;
  const accounts = [0, 1, 2, 3, 4, 5];
  return [
    tallies.length,
    tallies.map((each) => each.tally),
    tallies.map((each) => each.key),
    tallies.map(({ expected }) => expected && tallyAccounts(expected)),
    ...accounts.map((account) => tallies.map((each) => each.deltas[account] ?? 0)),
  ];
}
