/** The rows of a group commit: N commands, each one aggregate change and one event (about 300 B), half of them published. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface LogRow {
  event_id: string;
  stream: string;
  version: number;
  type: string;
  data: unknown;
  published: unknown;
  cause: string;
  correlation: string;
  time: string;
}
export interface AggregateRow {
  type: string;
  id: string;
  version: number;
  state: unknown;
}
export interface Batch {
  n: number;
  log: LogRow[];
  aggregates: AggregateRow[];
}

export const AGGREGATES = 10_000;
export interface Types {
  json: 'json' | 'jsonb' | 'text';
}

export function tables(s: string, t: Types = { json: 'json' }): string {
  return `
drop schema if exists ${s} cascade; create schema ${s};
create table ${s}.log (position bigint primary key, event_id uuid not null, stream text not null, version int not null, type text not null,
  data ${t.json} not null, published ${t.json}, cause uuid, correlation uuid, time timestamptz not null);
create unique index on ${s}.log (stream, version);
create table ${s}.aggregates (type text, id text, version int not null, state ${t.json} not null, primary key (type, id)) with (fillfactor = 70);
create table ${s}.log_head (one boolean primary key default true, position bigint not null) with (fillfactor = 10);
insert into ${s}.log_head (position) values (0);
create table ${s}.writers (writer text primary key, last_batch bigint not null) with (fillfactor = 10);
create table ${s}.cursors (subscription text primary key, position bigint not null) with (fillfactor = 10);
insert into ${s}.cursors values ('in', 0);
create table ${s}.tally (tally text, key text, available bigint not null check (available >= 0), reserved bigint not null check (reserved >= 0), primary key (tally, key)) with (fillfactor = 50);
insert into ${s}.tally select 'stock', 'sku-' || g, 1000000000, 0 from generate_series(0, 999) g;`;
}

export class Workload {
  versions = new Map<string, number>();
  batchNumber = 0;
  next = 0;
  readonly kind = 'Order';
  readonly writer: string;
  readonly size: number;
  constructor(writer: string, size = AGGREGATES) {
    this.writer = writer;
    this.size = size;
  }

  /** N commands on N different aggregates, in the order of their ids. */
  batch(n: number): Batch {
    const log: LogRow[] = [],
      aggregates: AggregateRow[] = [];
    for (let i = 0; i < n; i++) {
      const id = `order-${String((this.next = (this.next + 7919) % this.size)).padStart(6, '0')}-${this.writer}`;
      const version = (this.versions.get(id) ?? 0) + 1;
      this.versions.set(id, version);
      aggregates.push({ type: this.kind, id, version, state: state(id, version) });
    }
    aggregates.sort((a, b) => (a.id < b.id ? -1 : 1));
    const time = new Date().toISOString(),
      cause = randomUUID();
    aggregates.forEach((a, i) =>
      log.push({
        event_id: randomUUID(),
        stream: `Order:${a.id}`,
        version: a.version,
        type: 'OrderLineAdded',
        data: data(a.id, a.version),
        published: i % 2 ? data(a.id, a.version) : null,
        cause,
        correlation: cause,
        time,
      }),
    );
    return { n, log, aggregates };
  }
}

const data = (id: string, v: number) => ({
  orderId: id,
  line: v,
  sku: `sku-${v % 1000}`,
  name: 'A chair with "four" legs',
  quantity: 3,
  unitPrice: { minor: 129900 + v, currency: 'USD' },
  total: { minor: 389700, currency: 'USD' },
  placedBy: 'customer-0001234',
  note: 'leave it at the back door, please',
  channel: 'web',
  locale: 'en-GB',
});
const state = (id: string, v: number) => ({
  status: 'pending',
  customer: 'customer-0001234',
  total: { minor: 389700 + v, currency: 'USD' },
  lines: [1, 2, 3].map((k) => ({
    sku: `sku-${k}`,
    quantity: k,
    unitPrice: { minor: 129900, currency: 'USD' },
  })),
  address: { street: '1 Long Lane', city: 'London', postcode: 'SE1 4PN' },
  id,
});

export async function seed(c: pg.Client, s: string, w: Workload, types?: Types): Promise<void> {
  await c.query(tables(s, types));
  await c.query(`insert into ${s}.writers values ($1, 0)`, [w.writer]);
  await fill(c, s, w);
  await c.query(`analyze ${s}.aggregates; analyze ${s}.log; analyze ${s}.tally`);
}

export async function fill(c: pg.Client, s: string, w: Workload): Promise<void> {
  const doc = [];
  for (let k = 0; k < w.size; k++) {
    const id = `order-${String(k).padStart(6, '0')}-${w.writer}`;
    w.versions.set(id, 1);
    doc.push({ type: w.kind, id, version: 1, state: JSON.stringify(state(id, 1)) });
  }
  const type = (
    await c.query(
      `select format_type(atttypid, null) t from pg_attribute where attrelid = '${s}.aggregates'::regclass and attname = 'state'`,
    )
  ).rows[0].t;
  await c.query(
    `insert into ${s}.aggregates select type, id, version, state::${type} from json_to_recordset($1) as r(type text, id text, version int, state text)`,
    [JSON.stringify(doc)],
  );
}
