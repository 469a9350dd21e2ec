/** Runs a prepared statement; names are resolved in the schema of the context. */
export type Run = (name: string, text: string, values: readonly unknown[]) => Promise<readonly any[]>;

/**
 * Looks the rows up key by key, by index. A plain join leaves the planner free to walk the table and try every key on
 * every row, which it does for tables that it has no statistics of: 200 ms instead of 1 ms at 40,000 rows.
 */
export function each(lookup: string): string {
  return `cross join lateral (${lookup} offset 0)`;
}
