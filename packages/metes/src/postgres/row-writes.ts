import type { RowWrite } from '../runtime/ports/batch.ts';

/** What a batch does to the rows of one generation of a projection. */
export interface Writes {
  readonly projection: string;
  readonly generation: number;
  /** The last write of each row, which tells what the first one expects. */
  readonly writes: Map<string, RowWrite>;
}

/** The writes of rows, each row once. */
export function writesOf(rows: readonly RowWrite[]): Iterable<Writes> {
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

/** Whether a row is written, and not taken away. */
export function isThere({ row }: Pick<RowWrite, 'row'>): boolean {
  return row !== null && row !== undefined;
}
