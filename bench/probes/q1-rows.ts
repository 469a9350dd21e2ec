/** Q1: how to pass N rows to one statement. Same CTE, five ways to hand the rows over. */
import { startServer } from './server.ts';
import { interleave, repeat, table } from './harness.ts';
import { seed, Workload, type Batch } from './workload.ts';

const LOG = [
  'event_id uuid',
  'stream text',
  'version int',
  'type text',
  'data json',
  'published json',
  'cause uuid',
  'correlation uuid',
  'time timestamptz',
];
const AGG = ['type text', 'id text', 'version int', 'state json'];
const name = (c: string) => c.split(' ')[0]!;
const kind = (c: string) => c.split(' ')[1]!;

const cte = (s: string, logSource: string, aggSource: string, n: string) => `
with l as (${logSource}), a as (${aggSource}),
head as (update ${s}.log_head set position = position + ${n} returning position),
up as (insert into ${s}.aggregates as t (type, id, version, state) select type, id, version, state from a
  on conflict (type, id) do update set version = excluded.version, state = excluded.state where t.version = excluded.version - 1 returning 1),
ins as (insert into ${s}.log select head.position - ${n} + l.ord, ${LOG.map((c) => `l.${name(c)}`).join(', ')} from l, head returning 1)
select (select count(*)::int from up) as up, (select count(*)::int from ins) as ins`;

const fn = (f: string, p: string, cols: string[]) =>
  `select * from rows from (${f}(${p}) as (${cols.join(', ')})) with ordinality as r(${cols.map(name).join(', ')}, ord)`;
const unnest = (from: number, cols: string[], wrap: (p: string, type: string) => string) =>
  `select * from unnest(${cols.map((c, i) => wrap(`$${from + i}`, kind(c))).join(', ')}) with ordinality as r(${cols.map(name).join(', ')}, ord)`;
const str = (v: unknown) => (v === null ? null : typeof v === 'object' ? JSON.stringify(v) : v);
const columns = (b: Batch) => [
  ...LOG.map((c) => b.log.map((r) => str(r[name(c) as keyof typeof r]))),
  ...AGG.map((c) => b.aggregates.map((r) => str(r[name(c) as keyof typeof r]))),
];
const SEP = '\x1f';

interface Way {
  text(s: string, n: number): string;
  values(b: Batch): unknown[];
  bucketed?: boolean;
}
const ways: Record<string, Way> = {
  'a json document': {
    text: (s) =>
      cte(
        s,
        fn('json_to_recordset', `$1::json->'log'`, LOG),
        fn('json_to_recordset', `$1::json->'agg'`, AGG),
        '$2::int',
      ),
    values: (b) => [JSON.stringify({ log: b.log, agg: b.aggregates }), b.n],
  },
  'a2 json, a parameter per section': {
    text: (s) =>
      cte(s, fn('json_to_recordset', `$1::json`, LOG), fn('json_to_recordset', `$2::json`, AGG), '$3::int'),
    values: (b) => [JSON.stringify(b.log), JSON.stringify(b.aggregates), b.n],
  },
  'b jsonb, a parameter per section': {
    text: (s) =>
      cte(
        s,
        fn('jsonb_to_recordset', `$1::jsonb`, LOG),
        fn('jsonb_to_recordset', `$2::jsonb`, AGG),
        '$3::int',
      ),
    values: (b) => [JSON.stringify(b.log), JSON.stringify(b.aggregates), b.n],
  },
  'c arrays + unnest (pg serialises)': {
    text: (s) =>
      cte(
        s,
        unnest(1, LOG, (p, t) => `${p}::${t}[]`),
        unnest(10, AGG, (p, t) => `${p}::${t}[]`),
        '$14::int',
      ),
    values: (b) => [...columns(b), b.n],
  },
  'c2 joined text + string_to_array + unnest': {
    text: (s) =>
      cte(
        s,
        unnest(1, LOG, (p, t) => `string_to_array(${p}, E'\\x1f', '')::${t}[]`),
        unnest(10, AGG, (p, t) => `string_to_array(${p}, E'\\x1f', '')::${t}[]`),
        '$14::int',
      ),
    values: (b) => [...columns(b).map((c) => c.join(SEP)), b.n],
  },
  'd VALUES, prepared per size': {
    bucketed: true,
    text: (s, n) => {
      let p = 1;
      const rows = (cols: string[]) =>
        `select * from (values ${Array.from({ length: n }, (_, i) => `(${cols.map((c) => `$${p++}::${kind(c)}`).join(', ')}, ${i + 1}::bigint)`).join(', ')}) as r(${cols.map(name).join(', ')}, ord)`;
      return cte(s, rows(LOG), rows(AGG), `${n}`);
    },
    values: (b) => [
      ...b.log.flatMap((r) => LOG.map((c) => str(r[name(c) as keyof typeof r]))),
      ...b.aggregates.flatMap((r) => AGG.map((c) => str(r[name(c) as keyof typeof r]))),
    ],
  },
};

const server = await startServer();
try {
  const c = await server.connect();
  const ready = await Promise.all(
    Object.keys(ways).map(async (k, i) => ({ k, s: `q1_${i}`, w: new Workload(`w${i}`) })),
  );
  for (const r of ready) await seed(c, r.s, r.w);
  for (const n of [1, 16, 64, 256]) {
    const rows = await interleave(
      server,
      5,
      Object.fromEntries(
        ready.map(({ k, s, w }) => [
          k,
          () =>
            repeat(400, n, async () => {
              const b = w.batch(n),
                way = ways[k]!;
              const r = await c.query({
                name: `${s}_${way.bucketed ? n : 0}`,
                text: way.text(s, n),
                values: way.values(b),
              });
              if (r.rows[0].up !== n || r.rows[0].ins !== n)
                throw new Error(`${k}: ${JSON.stringify(r.rows[0])}`);
            }),
        ]),
      ),
    );
    table(`Q1, N = ${n}`, rows);
  }
  await c.end();
} finally {
  await server.stop();
}
