/** The commit of a batch as one call: SQL text of the variants and the client calls beside them. */
import type pg from 'pg';
import type { Batch } from './workload.ts';

export const SEP = '\x1f';
export const split = (p: string, type: string) =>
  `string_to_array(${p}, E'\\x1f', '')${type === 'text' ? '' : `::${type}[]`}`;
export type Move = { tally: string; key: string; available: number; reserved: number };
export interface Extra {
  writer: string;
  batch: number;
  cursors?: { subscription: string; from: number; to: number }[];
  moves?: Move[];
}

const LOG = [
  ['event_id', 'uuid'],
  ['stream', 'text'],
  ['version', 'int'],
  ['type', 'text'],
  ['data', 'json'],
  ['published', 'json'],
  ['cause', 'uuid'],
  ['correlation', 'uuid'],
  ['time', 'timestamptz'],
] as const;
const AGG = [
  ['type', 'text'],
  ['id', 'text'],
  ['version', 'int'],
  ['state', 'json'],
] as const;
const CUR = [
  ['subscription', 'text'],
  ['old', 'bigint'],
  ['new', 'bigint'],
] as const;
const TAL = [
  ['tally', 'text'],
  ['key', 'text'],
  ['available', 'bigint'],
  ['reserved', 'bigint'],
] as const;
const SECTIONS = [
  ['l', LOG],
  ['a', AGG],
  ['c', CUR],
  ['t', TAL],
] as const;
export const PARAMS = SECTIONS.flatMap(([p, cols]) => cols.map(([n]) => `${p}_${n}`));

type Source = (section: 'l' | 'a' | 'c' | 't') => string;
export const textSource =
  (ref: (param: string, i: number) => string, json: string): Source =>
  (section) => {
    const cols = SECTIONS.find(([p]) => p === section)![1];
    return `unnest(${cols.map(([n, t]) => split(ref(`${section}_${n}`, PARAMS.indexOf(`${section}_${n}`)), t === 'json' ? json : t)).join(', ')}) with ordinality as i(${cols.map(([n]) => n).join(', ')}, ord)`;
  };
export const jsonSource =
  (ref: string): Source =>
  (section) => {
    const cols = SECTIONS.find(([p]) => p === section)![1];
    return `rows from (json_to_recordset(${ref}->'${section}') as (${cols.map((c) => c.join(' ')).join(', ')})) with ordinality as i(${cols.map(([n]) => n).join(', ')}, ord)`;
  };

export interface FunctionOptions {
  source?: 'text' | 'json';
  clause?: string;
  aggregate?: 'upsert' | 'update';
  json?: string;
  before?: string;
  after?: string;
  insertLog?: (s: string, src: Source) => string;
  position?: string;
}

/** `commit(...)` in plpgsql: aggregates, moves and cursors first, the head row last, so that it is held for the shortest time. */
export function commitFunction(s: string, o: FunctionOptions = {}): string {
  const src = o.source === 'json' ? jsonSource('doc') : textSource((p) => p, o.json ?? 'json');
  const params = o.source === 'json' ? 'doc json' : PARAMS.map((p) => `${p} text`).join(', ');
  const write =
    o.aggregate === 'update'
      ? `update ${s}.aggregates t set version = i.version, state = i.state from ${src('a')} where t.type = i.type and t.id = i.id and t.version = i.version - 1`
      : `insert into ${s}.aggregates as t (type, id, version, state) select type, id, version, state from ${src('a')}
      on conflict (type, id) do update set version = excluded.version, state = excluded.state where t.version = excluded.version - 1`;
  return `
create or replace function ${s}.commit(by_writer text, batch bigint, n_log int, n_agg int, n_cur int, n_tal int, ${params}) returns bigint language plpgsql ${o.clause ?? ''} as $body$
#variable_conflict use_column
declare k int; head bigint;
begin
  update ${s}.writers set last_batch = batch where writer = by_writer and last_batch = batch - 1;
  if not found then raise exception 'writer out of step' using errcode = 'MW001'; end if;
  if n_agg > 0 then
    ${write};
    get diagnostics k = row_count;
    if k < n_agg then raise exception 'version conflict' using errcode = 'MV001', detail =
      (select json_agg(json_build_array(i.type, i.id)) from ${src('a')} left join ${s}.aggregates t using (type, id) where t.version is distinct from i.version); end if;
  end if;
  if n_tal > 0 then
    update ${s}.tally t set available = t.available + i.available, reserved = t.reserved + i.reserved from ${src('t')} where t.tally = i.tally and t.key = i.key and t.available + i.available >= 0 and t.reserved + i.reserved >= 0;
    get diagnostics k = row_count;
    if k < n_tal then raise exception 'tally refused' using errcode = 'MT001'; end if;
  end if;
  if n_cur > 0 then
    update ${s}.cursors t set position = i.new from ${src('c')} where t.subscription = i.subscription and t.position = i.old;
    get diagnostics k = row_count;
    if k < n_cur then raise exception 'cursor moved' using errcode = 'MC001'; end if;
  end if;
  ${o.before ?? ''}
  ${o.position ?? `update ${s}.log_head set position = position + n_log returning position - n_log into head;`}
  ${o.insertLog?.(s, src) ?? `insert into ${s}.log (position, ${LOG.map(([n]) => n).join(', ')}) select head + i.ord, ${LOG.map(([n]) => `i.${n}`).join(', ')} from ${src('l')};`}
  ${o.after ?? ''}
  return head + n_log;
end $body$`;
}

/** The same work as one prepared statement of data-modifying CTEs; `fail` raises when a count is short. */
export function commitCte(s: string): { setup: string; text: string } {
  const src = textSource((_, i) => `$${i + 7}`, 'json');
  return {
    setup: `create or replace function ${s}.fail(code text) returns bigint language plpgsql as $$ begin raise exception 'refused' using errcode = code; end $$`,
    text: `with w as (update ${s}.writers set last_batch = $2::bigint where writer = $1::text and last_batch = $2::bigint - 1 returning 1),
ag as (insert into ${s}.aggregates as t (type, id, version, state) select type, id, version, state from ${src('a')}
  on conflict (type, id) do update set version = excluded.version, state = excluded.state where t.version = excluded.version - 1 returning 1),
ta as (update ${s}.tally t set available = t.available + i.available, reserved = t.reserved + i.reserved from ${src('t')} where t.tally = i.tally and t.key = i.key and t.available + i.available >= 0 and t.reserved + i.reserved >= 0 returning 1),
cu as (update ${s}.cursors t set position = i.new from ${src('c')} where t.subscription = i.subscription and t.position = i.old returning 1),
head as (update ${s}.log_head set position = position + $3::int returning position - $3::int as position),
lo as (insert into ${s}.log (position, ${LOG.map(([n]) => n).join(', ')}) select head.position + i.ord, ${LOG.map(([n]) => `i.${n}`).join(', ')} from head, ${src('l')} returning 1)
select case when (select count(*) from w) < 1 then ${s}.fail('MW001') when (select count(*) from ag) < $4::int then ${s}.fail('MV001') when (select count(*) from ta) < $6::int then ${s}.fail('MT001')
  when (select count(*) from cu) < $5::int then ${s}.fail('MC001') when (select count(*) from lo) < $3::int then ${s}.fail('ML001') else (select position + $3::int from head) end as commit`,
  };
}

const str = (v: unknown) => (v === null ? '' : typeof v === 'object' ? JSON.stringify(v) : String(v));
const column = <R>(rows: readonly R[], key: keyof R): string => {
  let out = '';
  for (let i = 0; i < rows.length; i++) out += i ? SEP + str(rows[i]![key]) : str(rows[i]![key]);
  return out;
};

export function textValues(b: Batch, x: Extra): unknown[] {
  const c = (x.cursors ?? []).map((r) => ({ subscription: r.subscription, old: r.from, new: r.to })),
    t = x.moves ?? [];
  return [
    x.writer,
    x.batch,
    b.log.length,
    b.aggregates.length,
    c.length,
    t.length,
    ...LOG.map(([n]) => column(b.log, n)),
    ...AGG.map(([n]) => column(b.aggregates, n)),
    ...CUR.map(([n]) => column(c, n)),
    ...TAL.map(([n]) => column(t, n)),
  ];
}
export function jsonValues(b: Batch, x: Extra): unknown[] {
  const c = (x.cursors ?? []).map((r) => ({ subscription: r.subscription, old: r.from, new: r.to })),
    t = x.moves ?? [];
  return [
    x.writer,
    x.batch,
    b.log.length,
    b.aggregates.length,
    c.length,
    t.length,
    JSON.stringify({ l: b.log, a: b.aggregates, c, t }),
  ];
}
const call = (s: string, n: number) =>
  `select ${s}.commit(${Array.from({ length: n }, (_, i) => `$${i + 1}`).join(', ')})`;
export const callText = (s: string) => ({ name: `${s}_commit`, text: call(s, 6 + PARAMS.length) });
export const callJson = (s: string) => ({ name: `${s}_commit`, text: call(s, 7) });
export const commit = async (c: pg.Client, s: string, b: Batch, x: Extra): Promise<number> =>
  Number((await c.query({ ...callText(s), values: textValues(b, x) })).rows[0].commit);
