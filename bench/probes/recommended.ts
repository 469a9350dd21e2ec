/** The client call beside recommended.sql: `install` once, then `commit` per batch; returns the position of the last event, or null. */
import { readFileSync } from 'node:fs';
import type pg from 'pg';

export interface LogRow {
  event_id: string;
  stream: string;
  version: number;
  type: string;
  data: string;
  published: string | null;
  cause: string | null;
  correlation: string | null;
  time: string;
}
export interface AggregateRow {
  type: string;
  id: string;
  expected: number;
  version: number;
  state: string;
}
export interface CursorRow {
  subscription: string;
  old: number;
  new: number;
}
export interface TallyRow {
  tally: string;
  key: string;
  available: number;
  reserved: number;
}
export interface Commit {
  writer: string;
  batch: number;
  log: LogRow[];
  aggregates: AggregateRow[];
  cursors?: CursorRow[];
  tally?: TallyRow[];
}

/** Settings of every session that commits. */
export const SESSION = '-c plan_cache_mode=force_generic_plan -c enable_hashjoin=off -c enable_mergejoin=off';

export async function install(c: pg.Client, schema: string): Promise<void> {
  const sql = readFileSync(new URL('recommended.sql', import.meta.url), 'utf8');
  await c.query(`create schema if not exists ${schema};\n${sql.replaceAll(/:s\./g, `${schema}.`)}`);
}

const SEP = '\x1f';
const NONE: never[] = [];

/** One column of all rows as one text. JSON text never holds a raw U+001F; ids and names must be refused when they do, or when empty. */
function column<R>(rows: readonly R[], key: keyof R): string {
  let out = '';
  for (let i = 0; i < rows.length; i++) {
    const v = rows[i]![key];
    if (i > 0) out += SEP;
    if (v !== null) out += v;
  }
  return out;
}

export function values(b: Commit): unknown[] {
  const { log: l, aggregates: a, cursors: c = NONE, tally: t = NONE } = b;
  let fresh = 0;
  for (const row of a) if (row.expected === 0) fresh++;
  return [
    b.writer,
    b.batch,
    l.length,
    a.length - fresh,
    fresh,
    c.length,
    t.length,
    column(l, 'event_id'),
    column(l, 'stream'),
    column(l, 'version'),
    column(l, 'type'),
    column(l, 'data'),
    column(l, 'published'),
    column(l, 'cause'),
    column(l, 'correlation'),
    column(l, 'time'),
    column(a, 'type'),
    column(a, 'id'),
    column(a, 'expected'),
    column(a, 'version'),
    column(a, 'state'),
    column(c, 'subscription'),
    column(c, 'old'),
    column(c, 'new'),
    column(t, 'tally'),
    column(t, 'key'),
    column(t, 'available'),
    column(t, 'reserved'),
  ];
}

export const statement = (schema: string) => ({
  name: `${schema}_commit`,
  text: `select ${schema}.commit(${Array.from({ length: 28 }, (_, i) => `$${i + 1}`).join(', ')}) as position`,
});

export async function commit(c: pg.Client, schema: string, b: Commit): Promise<number | null> {
  const { rows } = await c.query({ ...statement(schema), values: values(b) });
  return rows[0].position === null ? null : Number(rows[0].position);
}
