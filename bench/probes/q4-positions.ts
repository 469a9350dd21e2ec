/** Q4: three ways to hand out positions under four writer connections: throughput, and what a live reader suffers. */
import { spawn } from 'node:child_process';
import type pg from 'pg';
import { startServer } from './server.ts';
import { interleave, quantile, repeat, sleep, table } from './harness.ts';
import { seed, Workload } from './workload.ts';
import { commit, commitFunction, type FunctionOptions } from './commit.ts';

interface Scheme {
  fn: (s: string) => FunctionOptions;
  setup: (s: string) => string;
  page: (s: string) => string;
  from: (row: any) => unknown[];
}
const COLUMNS = [
  'event_id',
  'stream',
  'version',
  'type',
  'data',
  'published',
  'cause',
  'correlation',
  'time',
];
const byPosition = (s: string) =>
  `select position, extract(epoch from time) * 1000 as at from ${s}.log where position > $1 and $2::int is not null order by position limit 2000`;
const insertNext = (s: string, src: (x: 'l') => string, extra = '') =>
  `insert into ${s}.log (position, ${COLUMNS.join(', ')}${extra && ', xid'}) select nextval('${s}.positions'), ${COLUMNS.map((c) => `i.${c}`).join(', ')}${extra} from ${src('l')} order by i.ord;`;
const none = 'head := 0;';
const schemes: Record<string, Scheme> = {
  'head row': { fn: () => ({}), setup: () => '', page: byPosition, from: (r) => [r.position, 0] },
  'advisory lock + sequence': {
    fn: (s) => ({
      before: `perform pg_advisory_xact_lock(hashtext('${s}'));`,
      position: none,
      insertLog: insertNext,
    }),
    setup: (s) => `create sequence ${s}.positions`,
    page: byPosition,
    from: (r) => [r.position, 0],
  },
  'sequence + xmin horizon': {
    fn: () => ({ position: none, insertLog: (s, src) => insertNext(s, src, ', pg_current_xact_id()') }),
    setup: (s) =>
      `create sequence ${s}.positions; alter table ${s}.log add column xid xid8; create index on ${s}.log (xid, position)`,
    page: (s) =>
      `select position, xid, extract(epoch from time) * 1000 as at from ${s}.log where (xid, position) > ($2::text::xid8, $1::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, position limit 2000`,
    from: (r) => [r.position, r.xid],
  },
};

const server = await startServer({ min_wal_size: '1GB' });
try {
  const admin = await server.connect();
  await admin.query('create schema elsewhere; create table elsewhere.t (a int)');
  const lanes = async (s: string) =>
    Promise.all(
      ['w0', 'w1', 'w2', 'w3'].map(async (writer) => {
        await admin.query(`insert into ${s}.writers values ($1, 0)`, [writer]);
        return {
          c: await server.connect({ options: '-c plan_cache_mode=force_generic_plan' }),
          w: new Workload(writer, 2000),
          writer,
        };
      }),
    );
  const ready: {
    k: string;
    s: string;
    scheme: Scheme;
    lanes: { c: pg.Client; w: Workload; writer: string }[];
  }[] = [];
  for (const [i, [k, scheme]] of Object.entries(schemes).entries()) {
    const s = `q4_${i}`;
    await seed(admin, s, new Workload('x'));
    await admin.query(scheme.setup(s));
    await admin.query(commitFunction(s, scheme.fn(s)));
    ready.push({ k, s, scheme, lanes: await lanes(s) });
  }
  const drive = async (r: (typeof ready)[number], n: number, ms: number) => {
    const all = await Promise.all(
      r.lanes.map((l) =>
        repeat(ms, n, () => commit(l.c, r.s, l.w.batch(n), { writer: l.writer, batch: ++l.w.batchNumber })),
      ),
    );
    return {
      ops: all.reduce((a, x) => a + x.ops, 0),
      latencies: all.flatMap((x) => x.latencies),
      commits: all.reduce((a, x) => a + x.commits, 0),
    };
  };
  for (const n of [1, 16, 64])
    table(
      `Q4 throughput, 4 writer connections, N = ${n}`,
      await interleave(server, 5, Object.fromEntries(ready.map((r) => [r.k, () => drive(r, n, 350)]))),
    );

  /** 4 s of writing (N = 4) with a reader polling every 2 ms; the disturbance lasts 3 s and begins after 0.5 s. */
  const watch = async (r: (typeof ready)[number], disturb: () => Promise<void>) => {
    const c = await server.connect(),
      delays: number[] = [];
    let from = r.scheme.from(
        (
          await c.query(
            `select position${r.k.includes('xmin') ? ', xid' : ''} from ${r.s}.log order by position desc limit 1`,
          )
        ).rows[0],
      ),
      over = false;
    const reader = (async () => {
      while (!over) {
        const { rows } = await c.query({ name: 'page', text: r.scheme.page(r.s), values: from });
        const now = Date.now();
        for (const row of rows) delays.push(now - Number(row.at));
        if (rows.length) from = r.scheme.from(rows.at(-1));
        if (rows.length < 2000) await sleep(2);
      }
    })();
    const [driven] = await Promise.all([drive(r, 4, 4000), sleep(500).then(disturb)]);
    await sleep(200);
    over = true;
    await reader;
    await c.end();
    console.log(
      `| ${r.k} | ${Math.round(driven.ops / 4)} | ${quantile(driven.latencies, 0.5).toFixed(1)} | ${Math.max(...driven.latencies).toFixed(0)} | ${quantile(delays, 0.5)} | ${quantile(delays, 0.99)} | ${delays.reduce((a, b) => Math.max(a, b), 0)} |`,
    );
  };
  const open = async () => {
    const c = await server.connect();
    await c.query('begin; insert into elsewhere.t values (1)');
    await sleep(3000);
    await c.query('commit');
    await c.end();
  };
  const stopped = (r: (typeof ready)[number], mode: string) => async () => {
    const writer = `child-${mode}-${r.s}`;
    await admin.query(`insert into ${r.s}.writers values ($1, 0)`, [writer]);
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        new URL('q4-child.ts', import.meta.url).pathname,
        String(server.port),
        r.s,
        writer,
        mode,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((ok) => child.stdout.once('data', ok));
    child.kill('SIGSTOP');
    await sleep(2400);
    child.kill('SIGKILL');
  };
  for (const [title, of] of [
    ['undisturbed', () => async () => {}],
    ['an open writing transaction in another schema for 3 s', () => open],
    ['a client stopped (SIGSTOP) for 2.4 s, one statement per commit', (r) => stopped(r, 'statement')],
    ['a client stopped (SIGSTOP) for 2.4 s between commit() and COMMIT', (r) => stopped(r, 'transaction')],
  ] as [string, (r: (typeof ready)[number]) => () => Promise<void>][]) {
    console.log(
      `\n**Q4, ${title}**\n\n| scheme | writes/s | commit p50 ms | commit max ms | reader delay p50 ms | p99 | max |\n|---|---|---|---|---|---|---|`,
    );
    for (const r of ready) await watch(r, of(r));
  }
  for (const r of ready) for (const l of r.lanes) await l.c.end();
  await admin.end();
} finally {
  await server.stop();
}
