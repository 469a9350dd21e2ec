/** Q6: a published column against an outbox row per event. Q8: json, jsonb or text columns, written and read. */
import type pg from 'pg';
import { startServer } from './server.ts';
import { interleave, repeat, table } from './harness.ts';
import { seed, Workload } from './workload.ts';
import { commit, commitFunction, type FunctionOptions } from './commit.ts';

const COLUMNS = ['event_id', 'stream', 'version', 'type', 'data', 'cause', 'correlation', 'time'];
const outbox: FunctionOptions = {
  insertLog: (
    s,
    src,
  ) => `insert into ${s}.log (position, ${COLUMNS.join(', ')}) select head + i.ord, ${COLUMNS.map((c) => `i.${c}`).join(', ')} from ${src('l')};
  insert into ${s}.outbox (position, event_id, type, data, time) select head + i.ord, i.event_id, i.type, i.published, i.time from ${src('l')} where i.published is not null;`,
};

const server = await startServer({ min_wal_size: '1GB' });
const writing = async (admin: pg.Client, s: string, o: FunctionOptions, after = '') => {
  const w = new Workload('w');
  await seed(admin, s, w, { json: (o.json ?? 'json') as 'json' });
  if (after) await admin.query(after);
  await admin.query(commitFunction(s, o));
  const c = await server.connect({ options: '-c plan_cache_mode=force_generic_plan' });
  return {
    s,
    w,
    c,
    write: (n: number, ms = 300) =>
      repeat(ms, n, () => commit(c, s, w.batch(n), { writer: 'w', batch: ++w.batchNumber })),
  };
};
const readPages = (c: pg.Client, text: string, name: string, use: (row: any) => void) => async () => {
  let at = 0;
  return repeat(300, 500, async () => {
    const r = await c.query({ name, text, values: [at] });
    for (const row of r.rows) use(row);
    at = r.rows.length < 500 ? 0 : Number(r.rows.at(-1).position);
  });
};
try {
  const admin = await server.connect();
  const col = await writing(admin, 'q6_column', {}),
    box = await writing(
      admin,
      'q6_outbox',
      outbox,
      'create table q6_outbox.outbox (position bigint primary key, event_id uuid not null, type text not null, data json not null, time timestamptz not null)',
    );
  const part = await writing(
    admin,
    'q6_partial',
    {},
    'create index on q6_partial.log (position) where published is not null',
  );
  for (const n of [1, 16, 64, 256])
    table(
      `Q6 write, N = ${n}, every second event published`,
      await interleave(server, 5, {
        'published column': () => col.write(n),
        'published column + partial index': () => part.write(n),
        'outbox row': () => box.write(n),
      }),
    );
  const size = await admin.query(
    `select 'column' k, pg_total_relation_size('q6_column.log') / (select count(*) from q6_column.log) bytes union all select 'column + partial index', pg_total_relation_size('q6_partial.log') / (select count(*) from q6_partial.log) union all select 'outbox', (pg_total_relation_size('q6_outbox.log') + pg_total_relation_size('q6_outbox.outbox')) / (select count(*) from q6_outbox.log)`,
  );
  console.log('Q6 bytes per event:', JSON.stringify(size.rows));
  const pub = 'position, event_id, type, published::text, time::text';
  table(
    'Q6 read of published events in pages of 500',
    await interleave(server, 5, {
      'published column': readPages(
        col.c,
        `select ${pub} from q6_column.log where position > $1 and published is not null order by position limit 500`,
        'r',
        () => {},
      ),
      'published column + partial index': readPages(
        part.c,
        `select ${pub} from q6_partial.log where position > $1 and published is not null order by position limit 500`,
        'r',
        () => {},
      ),
      'outbox table': readPages(
        box.c,
        `select position, event_id, type, data::text, time::text from q6_outbox.outbox where position > $1 order by position limit 500`,
        'r',
        () => {},
      ),
    }),
  );

  const types = await Promise.all(
    ['json', 'jsonb', 'text'].map(async (t) => ({ t, ...(await writing(admin, `q8_${t}`, { json: t })) })),
  );
  for (const n of [1, 64, 256])
    table(
      `Q8 write, N = ${n}`,
      await interleave(server, 5, Object.fromEntries(types.map((x) => [x.t, () => x.write(n)]))),
    );
  const sizes = await admin.query(
    types
      .map(
        ({ t, s }) =>
          `select '${t}' k, pg_total_relation_size('${s}.log') / (select count(*) from ${s}.log) bytes`,
      )
      .join(' union all '),
  );
  console.log('Q8 bytes per event:', JSON.stringify(sizes.rows));
  table(
    'Q8 read, pages of 500, parsed in the process',
    await interleave(
      server,
      5,
      Object.fromEntries(
        types.flatMap(({ t, s, c }) => [
          [
            `${t}, cast to text + JSON.parse`,
            readPages(
              c,
              `select position, type, data::text as data from ${s}.log where position > $1 order by position limit 500`,
              'a',
              (r) => JSON.parse(r.data),
            ),
          ],
          ...(t === 'text'
            ? []
            : [
                [
                  `${t}, parsed by the client`,
                  readPages(
                    c,
                    `select position, type, data from ${s}.log where position > $1 order by position limit 500`,
                    'b',
                    () => {},
                  ),
                ],
              ]),
          [
            `${t}, one field in SQL`,
            readPages(
              c,
              `select position, data::${t === 'text' ? 'json' : t}->>'sku' as sku from ${s}.log where position > $1 order by position limit 500`,
              'c',
              () => {},
            ),
          ],
        ]) as [string, () => Promise<{ ops: number; latencies: number[] }>][],
      ),
    ),
  );
  for (const x of [admin, col.c, box.c, part.c, ...types.map((y) => y.c)]) await x.end();
} finally {
  await server.stop();
}
