import type { Json } from '../base/json.ts';
import type { RowQuery } from '../runtime/ports/context-store.ts';
import { each, type Run } from './run.ts';

/** The generation of a projection that is read, as an expression. */
export function generationOf(parameter: string): string {
  return `coalesce((select p.generation from projections p where p.projection = ${parameter}), 0)`;
}

/** See `ContextStore.rows`. */
export async function rows(
  run: Run,
  query: RowQuery,
  where: readonly { readonly column: string; readonly value: string }[],
): Promise<readonly { readonly key: string; readonly row: Json }[]> {
  const from = query.after === undefined ? [] : [query.after];
  const conditions =
    where.map(({ column }, index) => ` and ${column} = $${index + 3}`).join('') +
    (from.length > 0 ? ` and key > $${where.length + 3}` : '');
  const found = await run(
    `rows_${where.map(({ column }) => column).join('_')}${from.length > 0 ? '_after' : ''}`,
    `select key, content from rows where projection = $1 and generation = ${generationOf('$1')}${conditions} order by key limit $2`,
    [query.projection, query.limit, ...where.map(({ value }) => value), ...from],
  );
  return found.map((row) => ({ key: row.key, row: JSON.parse(row.content) }));
}

/** See `ContextStore.rowsByKey`. */
export async function rowsByKey(
  run: Run,
  projection: string,
  generation: number,
  keys: readonly string[],
): Promise<readonly (Json | undefined)[]> {
  if (keys.length === 0) return [];
  const found = await run(
    'rows_by_key',
    `select i.ord, r.content from unnest($3::text[]) with ordinality as i(key, ord)
       ${each(`select r.content from rows r where r.projection = $1 and r.generation = $2 and r.key = i.key`)} r`,
    [projection, generation, keys],
  );
  const result: (Json | undefined)[] = keys.map(() => undefined);
  for (const row of found) result[row.ord - 1] = JSON.parse(row.content);
  return result;
}
