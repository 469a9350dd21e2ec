import type { Json } from '../base/json.ts';
import type { ReachedCursor, RowQuery } from '../runtime/ports/context-store.ts';
import { forgetHandled } from './memory-commit.ts';
import { byCodePoints, keyOf, type ContextData } from './memory-database.ts';

/** The generation of a projection that is read. */
export function readGeneration(data: ContextData, projection: string): number {
  return data.projections.get(projection)?.generation ?? 0;
}

/** The rows of one generation of a projection, as JSON, by key. */
export function rowsOf(
  data: ContextData,
  projection: string,
  generation: number,
): ReadonlyMap<string, string> {
  return data.rows.get(keyOf(projection, generation)) ?? new Map();
}

/** The rows of the generation that is read, by equal fields, in the order of keys. */
export function listRows(
  data: ContextData,
  { projection, where, limit, after }: RowQuery,
): readonly { readonly key: string; readonly row: Json }[] {
  const matching = [...rowsOf(data, projection, readGeneration(data, projection))]
    .filter(([key]) => after === undefined || byCodePoints(key, after) > 0)
    .map(([key, row]) => ({ key, row: JSON.parse(row) }))
    .filter(({ row }) => Object.entries(where).every(([field, value]) => row[field] === value));
  return matching.toSorted((a, b) => byCodePoints(a.key, b.key)).slice(0, limit);
}

/** Starts another generation; one begun before and never finished is dropped. */
export function beginGeneration(data: ContextData, projection: string): number {
  const { generation, last } = data.projections.get(projection) ?? { generation: 0, last: 0 };
  data.projections.set(projection, { generation, building: last + 1, last: last + 1 });
  dropGenerations(data, projection);
  return last + 1;
}

/** Makes a generation the one that is read; gives the conflicts that refuse it, if there are any. */
export function finishGeneration(
  data: ContextData,
  projection: string,
  generation: number,
  cursors: readonly ReachedCursor[],
): Readonly<Record<string, readonly string[]>> | undefined {
  const { building, last } = data.projections.get(projection) ?? { building: undefined, last: 0 };
  if (building !== generation) return { projections: [projection] };
  const ahead = cursors.filter(({ subscription, position, epoch = '' }) => {
    const stored = data.cursors.get(subscription);
    return stored !== undefined && stored.position > position && stored.epoch === epoch;
  });
  if (ahead.length > 0) return { cursors: ahead.map(({ subscription }) => subscription).toSorted() };
  data.projections.set(projection, { generation, building: undefined, last });
  for (const { subscription, position, epoch = '' } of cursors) {
    data.cursors.set(subscription, { position, epoch });
    forgetHandled(data, subscription, position);
    // What was set aside is in the new rows.
    for (const [name, each] of data.parked)
      if (each.subscription === subscription && each.position <= position) data.parked.delete(name);
  }
  dropGenerations(data, projection);
  return undefined;
}

function dropGenerations(data: ContextData, projection: string): void {
  const { generation, building } = data.projections.get(projection)!;
  for (const name of data.rows.keys()) {
    const [of, number] = JSON.parse(name) as [string, number];
    if (of === projection && number !== generation && number !== building) data.rows.delete(name);
  }
}
