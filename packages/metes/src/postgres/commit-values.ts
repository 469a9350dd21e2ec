import { checkEventSize } from '../runtime/ports/storable.ts';
import type {
  AggregateWrite,
  AnswerWrite,
  Batch,
  CursorWrite,
  DeadlineKey,
  DeadlineWrite,
  HandledWrite,
  ParkedWrite,
  RowWrite,
  TallyWrite,
} from '../runtime/ports/batch.ts';
import type { NewEvent } from '../runtime/ports/log-record.ts';
import { mostIndexes, type IndexedFields } from './indexed-fields.ts';

/** How many parameters `commit_1` takes. */
export const commitParameters = 18;

/** Between the values of a column and between columns. JSON never holds them unescaped; ids and keys with them are refused before. */
const separator = '\u001f';
const columnSeparator = '\u001e';

/** What the values are made with. */
export interface CommitSetting {
  /** How long answers are kept, as PostgreSQL writes intervals. */
  readonly answersKeptFor: string;
  readonly fields: IndexedFields;
}

/**
 * The parameters of `commit_1` for a batch, in their order.
 *
 * @throws METES_STORE_TOO_LARGE
 */
export function commitValues(batch: Batch, { answersKeptFor, fields }: CommitSetting): unknown[] {
  const { events, aggregates, tallies, answers, cursors, handled, unparked, deadlines, deadlinesDone } =
    batch;
  const { kept, removed } = lastRows(batch.rows);
  const parked = lastOfEach(batch.parked, ({ subscription, position }) => `${position} ${subscription}`);
  let fresh = 0;
  for (const each of aggregates) if (each.expected === 0) fresh++;
  const counts = [
    events.length,
    fresh,
    aggregates.length - fresh,
    tallies.length,
    answers.length,
    cursors.length,
    handled.length,
    parked.length,
    unparked.length,
    deadlinesDone.length,
    deadlines.length,
    kept.length,
    removed.length,
  ];
  return [
    batch.writer,
    batch.sequence,
    answersKeptFor,
    `{${counts.join(',')}}`,
    events.length === 0 ? '' : section(eventColumns(events)),
    aggregates.length === 0 ? '' : section(aggregateColumns(aggregates)),
    tallies.length === 0 ? '' : section(tallyColumns(tallies)),
    answers.length === 0 ? '' : section(answerColumns(answers)),
    cursors.length === 0 ? '' : section(cursorColumns(cursors)),
    handled.length === 0 ? '' : section(handledColumns(handled)),
    parked.length === 0 ? '' : section(parkedColumns(parked)),
    unparked.length === 0
      ? ''
      : section([column(unparked, (each) => each.subscription), column(unparked, (each) => each.position)]),
    deadlinesDone.length === 0 ? '' : section(doneColumns(deadlinesDone)),
    deadlines.length === 0 ? '' : section(deadlineColumns(deadlines)),
    kept.length === 0 ? '' : section(rowColumns(kept, fields)),
    removed.length === 0
      ? ''
      : section([
          column(removed, (each) => each.projection),
          column(removed, (each) => each.generation),
          column(removed, (each) => each.key),
        ]),
    batch.fence?.lease ?? '',
    batch.fence?.holder ?? '',
  ];
}

/** The columns of a section as one text. */
function section(columns: readonly string[]): string {
  return columns.join(columnSeparator);
}

function answerColumns(answers: readonly AnswerWrite[]): string[] {
  return [
    column(answers, (each) => each.principal),
    column(answers, (each) => each.route),
    column(answers, (each) => each.key),
    column(answers, (each) => each.fingerprint),
    column(answers, (each) => JSON.stringify(each.answer)),
  ];
}

function cursorColumns(cursors: readonly CursorWrite[]): string[] {
  return [
    column(cursors, (each) => each.subscription),
    column(cursors, (each) => each.from),
    column(cursors, (each) => each.to),
    column(cursors, (each) => each.epoch ?? ''),
  ];
}

function handledColumns(handled: readonly HandledWrite[]): string[] {
  return [
    column(handled, (each) => each.subscription),
    column(handled, (each) => each.position),
    column(handled, (each) => each.eventId),
  ];
}

function parkedColumns(parked: readonly ParkedWrite[]): string[] {
  return [
    column(parked, (each) => each.subscription),
    column(parked, (each) => each.position),
    column(parked, (each) => each.key),
    column(parked, (each) => each.eventId),
    column(parked, (each) => JSON.stringify(each.message)),
    column(parked, (each) => JSON.stringify(each.reactions)),
    column(parked, (each) => each.state),
    column(parked, (each) => each.attempts),
    column(parked, (each) => Math.round(each.dueInMs)),
    column(parked, (each) => (each.cause ? JSON.stringify(each.cause) : '')),
  ];
}

function doneColumns(done: readonly DeadlineKey[]): string[] {
  return [
    column(done, (each) => each.deadline),
    column(done, (each) => each.aggregateId),
    column(done, (each) => (each.mustExist ? 't' : 'f')),
    column(done, (each) => each.startedBy ?? ''),
  ];
}

function deadlineColumns(deadlines: readonly DeadlineWrite[]): string[] {
  return [
    column(deadlines, (each) => each.deadline),
    column(deadlines, (each) => each.aggregateId),
    column(deadlines, (each) => Math.round(each.afterMs)),
    column(deadlines, (each) => JSON.stringify(each.event)),
  ];
}

function rowColumns(rows: readonly RowWrite[], fields: IndexedFields): string[] {
  const indexed = rows.map((each) => fields.columns(each.projection, each.row));
  return [
    column(rows, (each) => each.projection),
    column(rows, (each) => each.generation),
    column(rows, (each) => each.key),
    column(rows, (each) => JSON.stringify(each.row)),
    ...Array.from({ length: mostIndexes }, (_, slot) => column(indexed, (each) => each[slot] ?? '')),
  ];
}

function eventColumns(events: readonly NewEvent[]): string[] {
  return [
    column(events, (each) => each.id),
    column(events, (each) => each.aggregateType),
    column(events, (each) => each.aggregateId),
    column(events, (each) => each.version),
    column(events, (each) => each.type),
    column(events, (each) => each.typeVersion),
    column(events, (each) => eventJson(each, each.data ?? null)),
    column(events, (each) => (each.published.length > 0 ? eventJson(each, each.published) : '')),
    column(events, (each) => each.causation),
    column(events, (each) => each.correlation),
    column(events, (each) => each.traceparent ?? ''),
    column(events, (each) => Math.round(each.time)),
  ];
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

function aggregateColumns(aggregates: readonly AggregateWrite[]): string[] {
  return [
    column(aggregates, (each) => each.type),
    column(aggregates, (each) => each.id),
    column(aggregates, (each) => each.expected),
    column(aggregates, (each) => each.version),
    column(aggregates, (each) => (each.state === undefined ? '' : JSON.stringify(each.state))),
  ];
}

function tallyColumns(tallies: readonly TallyWrite[]): string[] {
  return [
    column(tallies, (each) => each.tally),
    column(tallies, (each) => each.key),
    ...Array.from({ length: 6 }, (_, account) => column(tallies, (each) => each.deltas[account] ?? 0)),
    column(tallies, (each) =>
      each.expected ? Array.from({ length: 6 }, (_, account) => each.expected?.[account] ?? 0).join(',') : '',
    ),
  ];
}

/** One column of all rows as one text. */
function column<R>(rows: readonly R[], value: (row: R) => string | number): string {
  let text = '';
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += separator;
    text += value(rows[index]!);
  }
  return text;
}

/** The rows that are written and those that are removed, each once. */
function lastRows(rows: readonly RowWrite[]): { kept: readonly RowWrite[]; removed: readonly RowWrite[] } {
  const last = new Map<string, Map<string, RowWrite>>();
  let generation: Map<string, RowWrite> | undefined;
  let before: RowWrite | undefined;
  for (const row of rows) {
    // Neighbours are mostly of one projection.
    if (row.projection !== before?.projection || row.generation !== before.generation) {
      const name = `${row.projection} ${row.generation}`;
      generation = last.get(name);
      if (!generation) last.set(name, (generation = new Map()));
    }
    before = row;
    generation!.set(row.key, row);
  }
  const kept: RowWrite[] = [];
  const removed: RowWrite[] = [];
  for (const each of last.values())
    for (const row of each.values()) (row.row === null || row.row === undefined ? removed : kept).push(row);
  return { kept, removed };
}

/** The last write of each: one statement cannot write a row twice. */
function lastOfEach<W>(writes: readonly W[], nameOf: (write: W) => string): readonly W[] {
  if (writes.length < 2) return writes;
  return [...new Map(writes.map((write) => [nameOf(write), write])).values()];
}
