/** The recommended variant: does it work (conflicts, refusals, writer fence), and what do its session settings and WAL settings give? */
import type pg from 'pg';
import { startServer } from './server.ts';
import { interleave, repeat, table } from './harness.ts';
import { fill, Workload } from './workload.ts';
import { commit, install, SESSION, type Commit, type TallyRow } from './recommended.ts';

const moves = (n: number): TallyRow[] => {
  const m = new Map<string, TallyRow>();
  for (let i = 0; i < n; i++) {
    const key = `sku-${Math.floor(Math.random() * 1000)}`,
      v = m.get(key) ?? { tally: 'stock', key, available: 0, reserved: 0 };
    m.set(key, { ...v, available: v.available - 1, reserved: v.reserved + 1 });
  }
  return [...m.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
};

async function lane(admin: pg.Client, c: pg.Client, s: string) {
  const w = new Workload('w');
  await install(admin, s);
  await admin.query(`insert into ${s}.writers values ('w', 0); insert into ${s}.cursors values ('in', 0);
    insert into ${s}.tally select 'stock', 'sku-' || g, 1000000000, 0 from generate_series(0, 999) g`);
  await fill(admin, s, w);
  await admin.query(`analyze ${s}.aggregates; analyze ${s}.tally; analyze ${s}.cursors; analyze ${s}.log`);
  let cursor = 0;
  const make = (n: number, full: boolean): Commit => {
    const b = w.batch(n);
    return {
      writer: 'w',
      batch: ++w.batchNumber,
      log: b.log.map((r) => ({
        ...r,
        data: JSON.stringify(r.data),
        published: r.published === null ? null : JSON.stringify(r.published),
      })),
      aggregates: b.aggregates.map((a) => ({
        ...a,
        expected: a.version - 1,
        state: JSON.stringify(a.state),
      })),
      ...(full
        ? { tally: moves(n), cursors: [{ subscription: 'in', old: cursor, new: (cursor += n) }] }
        : {}),
    };
  };
  return {
    w,
    c,
    s,
    make,
    run: (n: number, full: boolean) => repeat(250, n, () => commit(c, s, make(n, full))),
  };
}

async function refused(what: Promise<unknown>, code: string): Promise<void> {
  const e = await what.then(
    () => ({ code: 'none', detail: '' }),
    (x) => x as { code: string; detail?: string },
  );
  if (e.code !== code) throw new Error(`expected ${code}, got ${e.code} ${JSON.stringify(e)}`);
  console.log(`refused as it must: ${code} ${e.detail ?? ''}`);
}

const server = await startServer({ min_wal_size: '2GB' });
try {
  const admin = await server.connect();
  const t = await lane(admin, await server.connect({ options: SESSION }), 'works');
  await commit(t.c, t.s, t.make(3, true));
  const at = () => t.w.batchNumber;
  const stale = t.make(2, false),
    fresh = { type: 'Order', id: 'new-1', expected: 0, version: 2, state: '{}' };
  stale.aggregates[0]!.expected = 77;
  await refused(commit(t.c, t.s, stale), 'MV001');
  t.w.batchNumber--;
  await commit(t.c, t.s, { writer: 'w', batch: ++t.w.batchNumber, log: [], aggregates: [fresh] });
  await refused(commit(t.c, t.s, { writer: 'w', batch: at() + 1, log: [], aggregates: [fresh] }), 'MV001');
  await refused(
    commit(t.c, t.s, {
      writer: 'w',
      batch: at() + 1,
      log: [],
      aggregates: [{ ...fresh, id: 'gone', expected: 2, version: 3 }],
    }),
    'MV001',
  );
  await refused(commit(t.c, t.s, { writer: 'w', batch: at(), log: [], aggregates: [] }), 'MW001');
  await refused(
    commit(t.c, t.s, {
      writer: 'w',
      batch: at() + 1,
      log: [],
      aggregates: [],
      tally: [
        { tally: 'stock', key: 'sku-1', available: -1, reserved: 1 },
        { tally: 'stock', key: 'sku-2', available: -2e9, reserved: 0 },
      ],
    }),
    'MT001',
  );
  await refused(
    commit(t.c, t.s, {
      writer: 'w',
      batch: at() + 1,
      log: [],
      aggregates: [],
      cursors: [{ subscription: 'in', old: 99, new: 100 }],
    }),
    'MC001',
  );
  const piped = await server.connect({ pipeline: true, options: SESSION });
  const bad = t.make(2, false),
    behind = [t.make(2, false), t.make(2, false)];
  bad.aggregates[0]!.expected = 77;
  bad.batch = Number((await admin.query(`select last_batch from ${t.s}.writers`)).rows[0].last_batch) + 1;
  const sent = [
    commit(piped, t.s, bad),
    ...behind.map((b, i) => commit(piped, t.s, { ...b, batch: bad.batch + 1 + i })),
  ];
  await Promise.all(sent.map((r, i) => refused(r, i === 0 ? 'MV001' : 'MW001')));
  await piped.end();
  await t.c.end();
  if (process.argv[2] !== 'check') {
    const options: Record<string, string> = {
      'no session settings': '',
      'generic plan': '-c plan_cache_mode=force_generic_plan',
      'generic plan, no hash or merge join': SESSION,
    };
    const ready = await Promise.all(
      Object.entries(options).map(async ([k, o], i) => ({
        k,
        l: await lane(admin, await server.connect(o ? { options: o } : {}), `r${i}`),
      })),
    );
    for (const full of [false, true])
      for (const n of [1, 16, 64, 256])
        table(
          `Q9, N = ${n}, ${full ? 'with tally moves and a cursor' : 'aggregates and log only'}`,
          await interleave(server, 9, Object.fromEntries(ready.map(({ k, l }) => [k, () => l.run(n, full)]))),
        );
    for (const { l } of ready) await l.c.end();
  }
  await admin.end();
} finally {
  await server.stop();
}
