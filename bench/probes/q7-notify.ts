/** Q7: NOTIFY inside the commit against a coalesced nudge after it (at most one per 5 ms, on another connection). */
import { startServer } from './server.ts';
import { interleave, repeat, table } from './harness.ts';
import { seed, Workload } from './workload.ts';
import { commit, commitFunction } from './commit.ts';

const server = await startServer({ min_wal_size: '1GB' });
try {
  const admin = await server.connect(),
    nudger = await server.connect(),
    listener = await server.connect();
  await listener.query('listen log');
  let pending = false,
    heard = 0;
  listener.on('notification', () => heard++);
  const nudge = (s: string) => {
    if (pending) return;
    pending = true;
    setTimeout(() => ((pending = false), void nudger.query(`select pg_notify('log', '${s}')`)), 5);
  };
  const kinds = ['no nudge', 'NOTIFY inside', 'coalesced after commit'] as const;
  for (const spread of [false, true]) {
    const ready = await Promise.all(
      kinds.map(async (k, i) => ({
        k,
        lanes: await Promise.all(
          [0, 1, 2, 3].map(async (n) => {
            const s = `q7_${spread ? 's' : 'o'}${i}_${spread ? n : 0}`,
              w = new Workload(`w${n}`, 2000);
            if (spread || n === 0) {
              await seed(admin, s, w);
              await admin.query(
                commitFunction(
                  s,
                  k === 'NOTIFY inside' ? { after: `perform pg_notify('log', '${s}');` } : {},
                ),
              );
            }
            return { s, w, c: await server.connect({ options: '-c plan_cache_mode=force_generic_plan' }) };
          }),
        ),
      })),
    );
    for (const { lanes } of ready)
      for (const { s, w } of lanes)
        await admin.query(`insert into ${s}.writers values ($1, 0) on conflict do nothing`, [w.writer]);
    for (const n of [1, 16])
      table(
        `Q7, 4 connections ${spread ? 'on 4 contexts' : 'on one context'}, N = ${n}`,
        await interleave(
          server,
          5,
          Object.fromEntries(
            ready.map(({ k, lanes }) => [
              k,
              async () => {
                const all = await Promise.all(
                  lanes.map((l) =>
                    repeat(350, n, async () => {
                      await commit(l.c, l.s, l.w.batch(n), { writer: l.w.writer, batch: ++l.w.batchNumber });
                      if (k === 'coalesced after commit') nudge(l.s);
                    }),
                  ),
                );
                return {
                  ops: all.reduce((a, x) => a + x.ops, 0),
                  latencies: all.flatMap((x) => x.latencies),
                  commits: all.reduce((a, x) => a + x.commits, 0),
                };
              },
            ]),
          ),
        ),
      );
    for (const { lanes } of ready) for (const l of lanes) await l.c.end();
  }
  console.log('notifications heard:', heard);
  for (const c of [admin, nudger, listener]) await c.end();
} finally {
  await server.stop();
}
