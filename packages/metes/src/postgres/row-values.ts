import type { Batch, RowWrite } from '../runtime/ports/batch.ts';
import type { CommitSetting } from './commit-values.ts';

/** How many parameters `commit_rows_1` takes. */
export const rowParameters = 14;
/** How many parameters `commit_new_1` takes before those of `commit_1`. */
export const newRowParameters = 3;

const portionSeparator = '\u001e';
const columnSeparator = '\u001d';
const separator = '\u001f';

/** Rows that are written in the same way. */
interface Portion {
  readonly projection: string;
  readonly generation: number;
  readonly kind: 'new' | 'any' | 'absent' | 'gone';
  count: number;
  keys: string;
  contents: string;
  readonly fields: string[];
}

/**
 * The parameters of `commit_rows_1` for a batch that it can commit, in their order; undefined for any other: rows,
 * cursors, a fence, and nothing else.
 */
export function rowValues(batch: Batch, setting: CommitSetting): unknown[] | undefined {
  if (!isOfRows(batch)) return undefined;
  const { writer, sequence, cursors, fence } = batch;
  const portions = portionsOf(batch.rows, setting);
  return [
    writer,
    sequence,
    fence?.lease ?? '',
    fence?.holder ?? '',
    cursors.map((each) => each.subscription),
    cursors.map((each) => each.from),
    cursors.map((each) => each.to),
    cursors.map((each) => each.epoch ?? ''),
    portions.map((each) => each.projection),
    portions.map((each) => each.generation),
    portions.map((each) => each.kind),
    portions.map((each) => each.keys).join(portionSeparator),
    portions.map((each) => each.contents).join(portionSeparator),
    portions.map(fieldsOf).join(portionSeparator),
  ];
}

/** What `commit_new_1` takes besides, for a batch with rows that must not be there; undefined for any other. */
export function newRowValues({ rows }: Batch): unknown[] | undefined {
  if (!rows.some((each) => each.fresh)) return undefined;
  const fresh = [...writesOf(rows)].flatMap(({ writes }) =>
    [...writes.values()].filter((each) => each.fresh),
  );
  if (fresh.length === 0) return undefined;
  return [
    fresh.map((each) => each.projection),
    fresh.map((each) => each.generation),
    fresh.map((each) => each.key),
  ];
}

function isOfRows(batch: Batch): boolean {
  return (
    batch.rows.length > 0 &&
    batch.events.length === 0 &&
    batch.aggregates.length === 0 &&
    batch.tallies.length === 0 &&
    batch.answers.length === 0 &&
    batch.handled.length === 0 &&
    batch.parked.length === 0 &&
    batch.unparked.length === 0 &&
    batch.deadlines.length === 0 &&
    batch.deadlinesDone.length === 0
  );
}

/** The columns of fields, after an empty one: it tells fields that are all empty from none. */
function fieldsOf({ fields }: Portion): string {
  return fields.length === 0 ? '' : ['', ...fields].join(columnSeparator);
}

function portionsOf(rows: readonly RowWrite[], { fields }: CommitSetting): readonly Portion[] {
  const portions: Portion[] = [];
  for (const { projection, generation, writes } of writesOf(rows)) {
    const open: Partial<Record<Portion['kind'], Portion>> = {};
    for (const { key, row, fresh } of writes.values()) {
      const isThere = row !== null && row !== undefined;
      const kind = fresh ? (isThere ? 'new' : 'absent') : isThere ? 'any' : 'gone';
      let portion = open[kind];
      if (!portion) {
        portion = open[kind] = { projection, generation, kind, count: 0, keys: '', contents: '', fields: [] };
        portions.push(portion);
      }
      const before = portion.count++ === 0 ? '' : separator;
      portion.keys += before + key;
      if (!isThere) continue;
      portion.contents += before + JSON.stringify(row);
      for (const [slot, value] of fields.columns(projection, row).entries())
        portion.fields[slot] =
          portion.fields[slot] === undefined ? value : portion.fields[slot] + before + value;
    }
  }
  return portions;
}

interface Writes {
  readonly projection: string;
  readonly generation: number;
  /** The last write of each row, which tells what the first one expects. */
  readonly writes: Map<string, RowWrite>;
}

function writesOf(rows: readonly RowWrite[]): Iterable<Writes> {
  const found = new Map<string, Writes>();
  let at: Writes | undefined;
  for (const row of rows) {
    const { projection, generation, key } = row;
    // Neighbours are mostly of one projection.
    if (projection !== at?.projection || generation !== at.generation) {
      const name = `${generation} ${projection}`;
      at = found.get(name) ?? { projection, generation, writes: new Map() };
      found.set(name, at);
    }
    const before = at.writes.get(key);
    at.writes.set(key, before && before.fresh !== row.fresh ? { ...row, fresh: before.fresh === true } : row);
  }
  return found.values();
}
