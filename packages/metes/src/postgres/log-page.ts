import type { PublishedRecord } from '../runtime/ports/context-store.ts';
import type { LogRecord } from '../runtime/ports/log-record.ts';

/** The most bytes of JSON in a page, give or take its last event: what a reader holds is bounded, however large events are. */
const mostBytes = 32_000_000;

/** What other contexts may see of a record, without its JSON. */
const shared = [
  'position',
  'id',
  'aggregate_id',
  'version',
  'causation',
  'correlation',
  'traceparent',
  'time',
];

/**
 * A page of a log as one row: each column as one JSON array. A row for each event, its columns one by one, would cost
 * the reader twice as much. Only what is named is read, and the brackets around the JSON are put there by the reader: to
 * put them around a whole page is a copy more.
 *
 * @param source names a log, its condition, order and limit
 */
function page(source: string, columns: readonly string[], json: readonly string[]): string {
  const lists = columns.map((column) => `json_agg(l.${column}) as ${column}`);
  const texts = json.map((column) => `string_agg(coalesce(l.${column}, '[]'), ',') as ${column}`);
  const size = json.map((column) => `coalesce(octet_length(${column}), 0)`).join(' + ');
  return `select ${[...lists, ...texts].join(', ')}, max(l.through) as bytes
    from (select g.*, sum(g.size) over (rows unbounded preceding) as through
      from (select ${[...columns, ...json].join(', ')}, ${size} as size from ${source}) g) l
    where l.through - l.size <= ${mostBytes}`;
}

/** What tells of an event inside its context. */
const inner = [...shared, 'aggregate_type', 'type', 'type_version'];

/** Reads whole records of a log. */
export const logPage = (source: string): string => page(source, inner, ['data', 'published']);

/** Reads records without what is published of them. */
export const eventPage = (source: string): string => page(source, inner, ['data']);

/** Reads what other contexts may see, of the published part of a log. */
export const publishedPage = (source: string): string => page(source, shared, ['published']);

/** The records of a page; cut when more may lie behind it than its length tells. */
export interface ReadPage<R> {
  readonly records: readonly R[];
  readonly cut: boolean;
}

/** What `logPage` or `eventPage` found; the latter publishes nothing. */
export function logRecords(row: any): ReadPage<LogRecord> {
  const common = columnsOf(row);
  const types = {
    aggregate: list(row.aggregate_type),
    event: list(row.type),
    version: list(row.type_version),
  };
  const data = texts(row.data);
  const published = row.published === undefined ? undefined : texts(row.published);
  const records = common.positions.map((position, at) => {
    // Not made by spreading: V8 gives each object that is made so a hidden class of its own.
    const record: Writable<LogRecord> = {
      position,
      id: common.ids[at],
      aggregateType: types.aggregate[at],
      aggregateId: common.aggregateIds[at],
      version: common.versions[at],
      type: types.event[at],
      typeVersion: types.version[at],
      data: data[at],
      published: published ? published[at] : nothing,
      causation: common.causations[at],
      correlation: common.correlations[at],
      time: common.times[at],
    };
    if (common.traces[at] !== null) record.traceparent = common.traces[at];
    return record;
  });
  return { records, cut: row.bytes > mostBytes };
}

const nothing: readonly never[] = [];

/** What `publishedPage` found. */
export function publishedRecords(row: any): ReadPage<PublishedRecord> {
  const { positions, ids, aggregateIds, versions, causations, correlations, traces, times } = columnsOf(row);
  const published = texts(row.published);
  const records = positions.map((position, at) => {
    const record: Writable<PublishedRecord> = {
      position,
      id: ids[at],
      aggregateId: aggregateIds[at],
      version: versions[at],
      published: published[at],
      causation: causations[at],
      correlation: correlations[at],
      time: times[at],
    };
    if (traces[at] !== null) record.traceparent = traces[at];
    return record;
  });
  return { records, cut: row.bytes > mostBytes };
}

function columnsOf(row: any) {
  return {
    positions: list(row.position),
    ids: list(row.id),
    aggregateIds: list(row.aggregate_id),
    versions: list(row.version),
    causations: list(row.causation),
    correlations: list(row.correlation),
    traces: list(row.traceparent),
    times: list(row.time),
  };
}

type Writable<R> = { -readonly [Field in keyof R]: R[Field] };

/** A column; that of an empty page is null. */
function list(column: string | null): readonly any[] {
  return column === null ? [] : JSON.parse(column);
}

/** A column that holds JSON. */
function texts(column: string | null): readonly any[] {
  return list(column === null ? null : `[${column}]`);
}
