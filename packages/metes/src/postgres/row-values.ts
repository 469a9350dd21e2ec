import type { Batch, RowWrite } from '../runtime/ports/batch.ts';
import type { CommitSetting } from './commit-values.ts';
import { isThere, writesOf } from './row-writes.ts';

/** How many parameters `commit_rows_2` takes. */
export const rowParameters = 14;

const portionSeparator = '\u001e';
const columnSeparator = '\u001d';
const separator = '\u001f';

/** Rows that are written in the same way. */
interface Portion {
  readonly projection: string;
  readonly generation: number;
  readonly kind: 'new' | 'any' | 'absent' | 'gone';
  readonly keys: string[];
  readonly contents: unknown[];
  /** By their columns. */
  readonly fields: string[][];
}

/**
 * The parameters of `commit_rows_2` for a batch that it can commit, in their order; undefined for any other: rows,
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
    portions.map((each) => each.keys.join(separator)).join(portionSeparator),
    portions.map(contentsOf).join(portionSeparator),
    portions.map(fieldsOf).join(portionSeparator),
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

/** Written as one, with the separator between two rows: once for each would take twice as long. */
function contentsOf({ contents }: Portion): string {
  const list: unknown[] = [];
  for (const row of contents) {
    if (list.length > 0) list.push(separator);
    list.push(row);
  }
  return JSON.stringify(list).slice(1, -1);
}

/** The columns of fields, after an empty one: it tells fields that are all empty from none. */
function fieldsOf({ fields }: Portion): string {
  return fields.length === 0
    ? ''
    : ['', ...fields.map((values) => values.join(separator))].join(columnSeparator);
}

function portionsOf(rows: readonly RowWrite[], { fields }: CommitSetting): readonly Portion[] {
  const portions: Portion[] = [];
  for (const { projection, generation, writes } of writesOf(rows)) {
    const open: Partial<Record<Portion['kind'], Portion>> = {};
    for (const { key, row, fresh } of writes.values()) {
      const isKept = isThere({ row });
      const kind = fresh ? (isKept ? 'new' : 'absent') : isKept ? 'any' : 'gone';
      let portion = open[kind];
      if (!portion) {
        portion = open[kind] = { projection, generation, kind, keys: [], contents: [], fields: [] };
        portions.push(portion);
      }
      portion.keys.push(key);
      if (!isKept) continue;
      portion.contents.push(row);
      const columns = fields.columns(projection, row);
      for (let slot = 0; slot < columns.length; slot++) (portion.fields[slot] ??= []).push(columns[slot]!);
    }
  }
  return portions;
}
