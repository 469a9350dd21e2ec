/** Q5: aggregates held in memory and validated at commit, against reading them before each commit (in one statement, or one by one). */
import { startServer } from './server.ts';
import { interleave, repeat, table } from './harness.ts';
import { seed, Workload } from './workload.ts';
import { commit, commitFunction } from './commit.ts';

const server = await startServer({ min_wal_size: '1GB' });
try {
  const admin = await server.connect();
  const ways = ['memory', 'read in one statement', 'read one by one (pipelined)'] as const;
  const ready = [];
  for (const [i, k] of ways.entries()) {
    const s = `q5_${i}`,
      w = new Workload('w');
    await seed(admin, s, w);
    await admin.query(commitFunction(s));
    ready.push({
      k,
      s,
      w,
      c: await server.connect({ pipeline: true, options: '-c plan_cache_mode=force_generic_plan' }),
    });
  }
  for (const n of [1, 16, 64, 256])
    table(
      `Q5, N = ${n}`,
      await interleave(
        server,
        5,
        Object.fromEntries(
          ready.map(({ k, s, w, c }) => [
            k,
            () =>
              repeat(300, n, async () => {
                const b = w.batch(n),
                  ids = b.aggregates.map((a) => a.id);
                if (k === 'read in one statement') {
                  const r = await c.query({
                    name: `${s}_read`,
                    text: `select id, version, state::text from ${s}.aggregates where type = $1 and id = any(string_to_array($2, E'\\x1f'))`,
                    values: ['Order', ids.join('\x1f')],
                  });
                  if (r.rows.length !== n) throw new Error('missing');
                  for (const row of r.rows) JSON.parse(row.state);
                } else if (k !== 'memory')
                  await Promise.all(
                    ids.map(async (id) =>
                      JSON.parse(
                        (
                          await c.query({
                            name: `${s}_read1`,
                            text: `select version, state::text from ${s}.aggregates where type = $1 and id = $2`,
                            values: ['Order', id],
                          })
                        ).rows[0].state,
                      ),
                    ),
                  );
                await commit(c, s, b, { writer: 'w', batch: ++w.batchNumber });
              }),
          ]),
        ),
      ),
    );
  for (const r of [admin, ...ready.map((x) => x.c)]) await r.end();
} finally {
  await server.stop();
}
