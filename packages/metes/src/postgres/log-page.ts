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

/** A page in two statements, both of a position and a limit, and of what the source asks for besides. */
export interface PageTexts {
  /** For pages of small events. Says `is_large` where an event has more than its share of `mostBytes`, and is then of no use. */
  readonly usual: string;
  /** For every page: it ends where it has `mostBytes`. The sum that this takes costs a third more. */
  readonly bounded: string;
}

/**
 * A page of a log as one row: each column as one JSON array. A row for each event, its columns one by one, would cost
 * the reader twice as much. Only what is named is read.
 *
 * @param source names a log, its condition, order and limit, which is $2
 */
function page(source: string, columns: readonly string[], json: readonly string[]): PageTexts {
  const lists = columns.map((column) => `json_agg(l.${column}) as ${column}`);
  const size = json.map((column) => `coalesce(octet_length(l.${column}), 0)`).join(' + ');
  const texts = (when: string) =>
    json.map(
      (column) =>
        `'[' || string_agg(coalesce(l.${column}, '[]'), ',') filter (where ${when}) || ']' as ${column}`,
    );
  const records = `(select ${[...columns, ...json].join(', ')} from ${source}) l`;
  // None of them larger: all of them together are not above the most.
  const most = `${mostBytes} / greatest($2::bigint, 1)`;
  return {
    usual: `select ${[...lists, ...texts(`${size} <= ${most}`)].join(', ')}, coalesce(max(${size}) > ${most}, false) as is_large, 0 as bytes from ${records}`,
    bounded: `select ${[...lists, ...texts('true')].join(', ')}, max(l.through) as bytes
      from (select l.*, sum(${size}) over (rows unbounded preceding) as through from ${records}) l
      where l.through - (${size}) <= ${mostBytes}`,
  };
}

/** Reads a page, by the second statement where it has to be. */
export async function pageRow(
  texts: PageTexts,
  read: (way: keyof PageTexts, text: string) => Promise<readonly any[]>,
): Promise<any> {
  const [row] = await read('usual', texts.usual);
  return row.is_large ? (await read('bounded', texts.bounded))[0] : row;
}

/** What tells of an event inside its context. */
const inner = [...shared, 'aggregate_type', 'type', 'type_version'];

/** Reads whole records of a log. */
export const logPage = (source: string): PageTexts => page(source, inner, ['data', 'published']);

/** Reads records without what is published of them. */
export const eventPage = (source: string): PageTexts => page(source, inner, ['data']);

/** Reads what other contexts may see, of the published part of a log. */
export const publishedPage = (source: string): PageTexts => page(source, shared, ['published']);

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
  const data = list(row.data);
  const published = row.published === undefined ? undefined : list(row.published);
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
  const published = list(row.published);
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
