import { checkEventSize } from '../runtime/ports/storable.ts';
import type {
  AggregateWrite,
  AnswerWrite,
  Batch,
  CursorWrite,
  ParkedWrite,
  RowWrite,
  TallyWrite,
} from '../runtime/ports/batch.ts';
import type { NewEvent } from '../runtime/ports/log-record.ts';
import { mostIndexes, type IndexedFields } from './indexed-fields.ts';
import { isKnownByItsEvent } from './known-by-its-event.ts';
import { isThere, writesOf } from './row-writes.ts';

/** How many parameters `commit_2` takes. */
export const commitParameters = 25;

/** How many parameters `commit_group_1` takes. */
export const groupParameters = 10;

/** Between the values of a row and between rows. JSON never holds them unescaped; ids and keys with them are refused before. */
const separator = '\u001f';
const rowSeparator = '\u001e';

/** What the values are made with. */
export interface CommitSetting {
  /** How long answers are kept, as PostgreSQL writes intervals. */
  readonly answersKeptFor: string;
  readonly fields: IndexedFields;
  /** The subscriptions that have, or have had, marks of what was handled beyond their place. */
  readonly marked: ReadonlySet<string>;
}

/**
 * The parameters of `commit_2` for a batch, in their order.
 *
 * @throws METES_STORE_TOO_LARGE
 */
export function commitValues(batch: Batch, { answersKeptFor, fields }: CommitSetting): unknown[] {
  const { tallies, answers, cursors, fence } = batch;
  const { created, changed } = aggregatesOf(batch);
  const rare = isRare(batch) ? rareValues(batch, fields) : nothingRare;
  return [
    batch.writer,
    isKnownByItsEvent(batch) ? null : batch.sequence,
    answersKeptFor,
    fence?.lease ?? null,
    fence?.holder ?? null,
    created.length,
    section(created, aggregateRow),
    changed.length,
    section(changed, aggregateRow),
    tallies.length,
    section(tallies, tallyRow),
    answers.length,
    section(answers, answerRow),
    cursors.length,
    section(cursors, cursorRow),
    section(batch.events, eventRow),
    rare !== nothingRare,
    ...rare,
  ];
}

/**
 * The parameters of `commit_group_1` for a batch that it can commit, in their order; undefined for any other: aggregates
 * and their events, tallies, answers, cursors, and nothing else.
 *
 * @throws METES_STORE_TOO_LARGE
 */
export function groupValues(batch: Batch, { answersKeptFor }: CommitSetting): unknown[] | undefined {
  if (batch.fence || isRare(batch) || !isKnownByItsEvent(batch)) return undefined;
  const { tallies, answers, cursors } = batch;
  const { created, changed } = aggregatesOf(batch);
  return [
    answersKeptFor,
    section(created, aggregateRow),
    changed.length,
    section(changed, aggregateRow),
    tallies.length,
    section(tallies, tallyRow),
    section(answers, answerRow),
    cursors.length,
    section(cursors, cursorRow),
    section(batch.events, eventRow),
  ];
}

/** Those that begin, and those that were there. */
function aggregatesOf({ aggregates }: Batch): Record<'created' | 'changed', readonly AggregateWrite[]> {
  const created = aggregates.filter(({ expected }) => expected === 0);
  const changed = created.length === 0 ? aggregates : aggregates.filter(({ expected }) => expected > 0);
  return { created, changed };
}

const nothingRare: readonly (string | null)[] = Array.from({ length: 8 }, () => null);

/** True for a batch with something that few have. */
function isRare({ handled, parked, unparked, deadlinesDone, deadlines, rows }: Batch): boolean {
  return (
    handled.length + parked.length + unparked.length + deadlinesDone.length + deadlines.length + rows.length >
    0
  );
}

function rareValues(batch: Batch, fields: IndexedFields): readonly (string | null)[] {
  const { handled, unparked, deadlinesDone, deadlines } = batch;
  const parked = lastOfEach(batch.parked, ({ subscription, position }) => `${position} ${subscription}`);
  const writes = [...writesOf(batch.rows)].flatMap((each) => [...each.writes.values()]);
  const kept = writes.filter(isThere);
  const removed = writes.filter((each) => !isThere(each));
  const fresh = writes.filter((each) => each.fresh);
  return [
    section(handled, ({ subscription, position, eventId }) => joined(subscription, position, eventId)),
    section(parked, parkedRow),
    section(unparked, ({ subscription, position }) => joined(subscription, position)),
    section(deadlinesDone, ({ deadline, aggregateId, mustExist, startedBy }) =>
      joined(deadline, aggregateId, mustExist ? 't' : 'f', startedBy ?? ''),
    ),
    section(deadlines, ({ deadline, aggregateId, afterMs, event }) =>
      joined(deadline, aggregateId, Math.round(afterMs), JSON.stringify(event)),
    ),
    section(kept, ({ projection, generation, key, row }) =>
      joined(projection, generation, key, JSON.stringify(row), ...fieldValues(fields, projection, row)),
    ),
    section(removed, rowKey),
    section(fresh, rowKey),
  ];
}

/** The rows of a section as one text; null without any. */
function section<R>(records: readonly R[], row: (record: R) => string): string | null {
  if (records.length === 0) return null;
  let text = row(records[0]!);
  for (let index = 1; index < records.length; index++) text += rowSeparator + row(records[index]!);
  return text;
}

function joined(...values: readonly (string | number)[]): string {
  return values.join(separator);
}

function aggregateRow({ type, id, expected, version, state }: AggregateWrite): string {
  const json = state === undefined ? '' : JSON.stringify(state);
  return type + separator + id + separator + expected + separator + version + separator + json;
}

function tallyRow({ tally, key, deltas, expected }: TallyWrite): string {
  let text = tally + separator + key;
  for (let account = 0; account < 6; account++) text += separator + (deltas[account] ?? 0);
  return text + separator + (expected ? tallyAccounts(expected) : '');
}

/** The accounts of a tally as PostgreSQL joins them. */
export function tallyAccounts(accounts: readonly number[]): string {
  return Array.from({ length: 6 }, (_, account) => accounts[account] ?? 0).join(',');
}

function answerRow({ principal, route, key, fingerprint, answer }: AnswerWrite): string {
  return joined(principal, route, key, fingerprint, JSON.stringify(answer));
}

function cursorRow({ subscription, from, to, epoch }: CursorWrite): string {
  return joined(subscription, from, to, epoch ?? '');
}

function parkedRow(parked: ParkedWrite): string {
  const { subscription, position, key, eventId, state, attempts, cause } = parked;
  return joined(
    subscription,
    position,
    key,
    eventId,
    JSON.stringify(parked.message),
    JSON.stringify(parked.reactions),
    state,
    attempts,
    Math.round(parked.dueInMs),
    cause ? JSON.stringify(cause) : '',
  );
}

function fieldValues(fields: IndexedFields, projection: string, row: unknown): readonly string[] {
  const columns = fields.columns(projection, row);
  return Array.from({ length: mostIndexes }, (_, slot) => columns[slot] ?? '');
}

function rowKey({ projection, generation, key }: RowWrite): string {
  return joined(projection, generation, key);
}

/** One text, and no list of them: most of what is sent is events. */
function eventRow(event: NewEvent): string {
  const data = eventJson(event, event.data ?? null);
  const published = event.published.length > 0 ? eventJson(event, event.published) : '';
  const whose = event.aggregateType + separator + event.aggregateId + separator + event.version;
  const what = event.type + separator + event.typeVersion + separator + data + separator + published;
  const whence = event.causation + separator + event.correlation + separator + (event.traceparent ?? '');
  return (
    event.id + separator + whose + separator + what + separator + whence + separator + Math.round(event.time)
  );
}

/**
 * The JSON of an event's data or published forms.
 *
 * @throws METES_STORE_TOO_LARGE
 */
export function eventJson(event: NewEvent, content: unknown): string {
  const json = JSON.stringify(content);
  checkEventSize(event, json);
  return json;
}

/** The last write of each: one statement cannot write a row twice. */
function lastOfEach<W>(writes: readonly W[], nameOf: (write: W) => string): readonly W[] {
  if (writes.length < 2) return writes;
  return [...new Map(writes.map((write) => [nameOf(write), write])).values()];
}
