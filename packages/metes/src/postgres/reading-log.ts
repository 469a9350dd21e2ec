import type { Json } from '../base/json.ts';
import type {
  AggregateKey,
  LogPage,
  PublishedRecord,
  StoredAggregate,
} from '../runtime/ports/context-store.ts';
import type { LogRecord } from '../runtime/ports/log-record.ts';
import {
  eventPage,
  logPage,
  logRecords,
  pageRow,
  type PageTexts,
  publishedPage,
  publishedRecords,
  type ReadPage,
} from './log-page.ts';
import { each, type Run } from './run.ts';

/** How far a filtered read looks at most, as a multiple of its limit: a page never takes long, however rare its events. */
const lookAhead = 20;

const logColumns =
  'l.position, l.id::text, l.aggregate_type, l.aggregate_id, l.version, l.type, l.type_version, l.data, l.published, l.causation, l.correlation, l.traceparent, l.time';

function logRecord(row: any): LogRecord {
  return {
    position: row.position,
    id: row.id,
    aggregateType: row.aggregate_type,
    aggregateId: row.aggregate_id,
    version: row.version,
    type: row.type,
    typeVersion: row.type_version,
    data: JSON.parse(row.data),
    published: row.published === null ? [] : JSON.parse(row.published),
    causation: row.causation,
    correlation: row.correlation,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    time: row.time,
  };
}

/** See `ContextStore.aggregates`. */
export async function aggregates(
  run: Run,
  keys: readonly (AggregateKey & { readonly eventSourced: boolean })[],
): Promise<readonly (StoredAggregate | undefined)[]> {
  if (keys.length === 0) return [];
  const found = await run(
    'aggregates',
    `select i.ord, t.version, t.state from unnest($1::text[], $2::text[]) with ordinality as i(type, id, ord)
       ${each(`select t.version, t.state from aggregates t where t.type = i.type and t.id = i.id`)} t`,
    [keys.map(({ type }) => type), keys.map(({ id }) => id)],
  );
  const result: (StoredAggregate | undefined)[] = keys.map(() => undefined);
  for (const row of found) {
    const { type, id } = keys[row.ord - 1]!;
    result[row.ord - 1] = {
      type,
      id,
      version: row.version,
      state: row.state === null ? null : JSON.parse(row.state),
      past: [],
    };
  }
  const sourced = keys
    .map((key, index) => ({ ...key, index }))
    .filter(({ eventSourced, index }) => eventSourced && result[index]);
  if (sourced.length === 0) return result;
  const events = await run(
    'pasts',
    `select i.ord, l.type, l.type_version, l.data from unnest($1::text[], $2::text[], $3::int[]) with ordinality as i(type, id, version, ord)
       ${each(`select l.type, l.type_version, l.data, l.version from log l
         where l.aggregate_type = i.type and l.aggregate_id = i.id and l.version <= i.version`)} l order by i.ord, l.version`,
    // The past may have grown between the two reads: only what belongs to the version that was read is taken.
    [
      sourced.map(({ type }) => type),
      sourced.map(({ id }) => id),
      sourced.map(({ index }) => result[index]!.version),
    ],
  );
  const pasts = sourced.map(() => [] as { type: string; typeVersion: number; data: Json }[]);
  for (const row of events)
    pasts[row.ord - 1]!.push({ type: row.type, typeVersion: row.type_version, data: JSON.parse(row.data) });
  sourced.forEach(({ index }, at) => (result[index] = { ...result[index]!, past: pasts[at]! }));
  return result;
}

const within = `position > $1 and position <= $1 + $2::bigint * ${lookAhead}`;
const ordered = 'order by position limit $2';
const behind = ({ usual, bounded }: PageTexts): PageTexts => {
  const text = (lateral: string): string =>
    `select h.position as head, p.* from published_head h cross join lateral (${lateral}) p`;
  return { usual: text(usual), bounded: text(bounded) };
};
const whole = behind(logPage(`log where position > $1 ${ordered}`));
const wholeOfTypes = behind(logPage(`log where ${within} and type = any($3::text[]) ${ordered}`));
const eventsOfTypes = behind(eventPage(`log where ${within} and type = any($3::text[]) ${ordered}`));
const published = behind(publishedPage(`log where ${within} and published is not null ${ordered}`));

/** See `ContextStore.log`. */
export async function log(
  run: Run,
  after: number,
  limit: number,
  types?: readonly string[],
): Promise<LogPage<LogRecord>> {
  const found = types
    ? await pageRow(wholeOfTypes, (way, text) => run(`log_of_types_${way}`, text, [after, limit, types]))
    : await pageRow(whole, (way, text) => run(`log_${way}`, text, [after, limit]));
  return pageOf(logRecords(found), { after, limit, head: found.head, look: types ? lookAhead : 1 });
}

/** See `ContextStore.events`. */
export async function events(
  run: Run,
  after: number,
  limit: number,
  types: readonly string[],
): Promise<LogPage<LogRecord>> {
  const found = await pageRow(eventsOfTypes, (way, text) =>
    run(`events_${way}`, text, [after, limit, types]),
  );
  return pageOf(logRecords(found), { after, limit, head: found.head, look: lookAhead });
}

/** See `ContextStore.published`. */
export async function publishedLog(
  run: Run,
  after: number,
  limit: number,
): Promise<LogPage<PublishedRecord>> {
  const found = await pageRow(published, (way, text) => run(`published_${way}`, text, [after, limit]));
  return pageOf(publishedRecords(found), { after, limit, head: found.head, look: lookAhead });
}

function pageOf<R extends { readonly position: number }>(
  { records, cut }: ReadPage<R>,
  asked: {
    readonly after: number;
    readonly limit: number;
    readonly head: number | null;
    readonly look: number;
  },
): LogPage<R> {
  const { after, limit, head, look } = asked;
  return {
    records,
    upTo: pageEnd({
      after,
      limit,
      head: Math.max(after, head ?? 0),
      last: records.at(-1)?.position,
      found: cut ? limit : records.length,
      look,
    }),
  };
}

/** How far a page has looked: to its last record when it is full, else to the end of what it looked at. */
export function pageEnd(page: {
  after: number;
  limit: number;
  head: number;
  last: number | undefined;
  found: number;
  look: number;
}): number {
  if (page.found >= page.limit) return page.last ?? page.after;
  return Math.min(page.head, page.look === 1 ? page.head : page.after + page.limit * page.look);
}

/** See `ContextStore.history`. */
export async function history(run: Run, key: AggregateKey): Promise<readonly LogRecord[]> {
  const found = await run(
    'history',
    `select ${logColumns} from log l where l.aggregate_type = $1 and l.aggregate_id = $2 order by l.version`,
    [key.type, key.id],
  );
  return found.map(logRecord);
}
