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
 * the reader twice as much.
 *
 * @param from gives the rows in the order of their positions
 */
function page(from: string, columns: readonly string[], json: readonly string[]): string {
  const lists = columns.map((column) => `json_agg(l.${column}) as ${column}`);
  const texts = json.map(
    (column) => `'[' || string_agg(coalesce(l.${column}, '[]'), ',') || ']' as ${column}`,
  );
  const size = json.map((column) => `coalesce(octet_length(${column}), 0)`).join(' + ');
  return `select ${[...lists, ...texts].join(', ')}, max(l.before + l.size) as bytes
    from (select * from (
      select g.*, ${size} as size, coalesce(sum(${size}) over (rows between unbounded preceding and 1 preceding), 0) as before
      from (${from}) g) b where b.before <= ${mostBytes}) l`;
}

/** Reads whole records; `from` selects from a log. */
export const logPage = (from: string): string =>
  page(from, [...shared, 'aggregate_type', 'type', 'type_version'], ['data', 'published']);

/** Reads what other contexts may see; `from` selects from the published part of a log. */
export const publishedPage = (from: string): string => page(from, shared, ['published']);

/** The records of a page; cut when more may lie behind it than its length tells. */
export interface ReadPage<R> {
  readonly records: readonly R[];
  readonly cut: boolean;
}

/** What `logPage` found. */
export function logRecords(row: any): ReadPage<LogRecord> {
  const read = publishedRecords(row);
  const [aggregateType, type, typeVersion, data] = [
    row.aggregate_type,
    row.type,
    row.type_version,
    row.data,
  ].map(list);
  const records = read.records.map((each, at) => {
    // Not made by spreading: V8 gives each object that is made so a hidden class of its own.
    const record: Writable<LogRecord> = {
      position: each.position,
      id: each.id,
      aggregateType: aggregateType![at],
      aggregateId: each.aggregateId,
      version: each.version,
      type: type![at],
      typeVersion: typeVersion![at],
      data: data![at],
      published: each.published,
      causation: each.causation,
      correlation: each.correlation,
      time: each.time,
    };
    if (each.traceparent !== undefined) record.traceparent = each.traceparent;
    return record;
  });
  return { records, cut: read.cut };
}

/** What `publishedPage` found. */
export function publishedRecords(row: any): ReadPage<PublishedRecord> {
  const [ids, aggregateIds, versions, published] = [row.id, row.aggregate_id, row.version, row.published].map(
    list,
  );
  const [causations, correlations, traces, times] = [
    row.causation,
    row.correlation,
    row.traceparent,
    row.time,
  ].map(list);
  const records = list(row.position).map((position, at) => {
    const record: Writable<PublishedRecord> = {
      position,
      id: ids![at],
      aggregateId: aggregateIds![at],
      version: versions![at],
      published: published![at],
      causation: causations![at],
      correlation: correlations![at],
      time: times![at],
    };
    if (traces![at] !== null) record.traceparent = traces![at];
    return record;
  });
  return { records, cut: row.bytes > mostBytes };
}

type Writable<R> = { -readonly [Field in keyof R]: R[Field] };

/** A column; that of an empty page is null. */
function list(column: string | null): readonly any[] {
  return column === null ? [] : JSON.parse(column);
}
