/** Q2: one statement of CTEs against one plpgsql call; what SET clauses, json documents and plan modes cost. */
import { startServer } from './server.ts';
import { interleave, repeat, table } from './harness.ts';
import { seed, Workload, type Batch } from './workload.ts';
import {
  callJson,
  callText,
  commitCte,
  commitFunction,
  jsonValues,
  textValues,
  type Extra,
  type FunctionOptions,
  type Move,
} from './commit.ts';

const GENERIC = '-c plan_cache_mode=force_generic_plan';
interface Variant {
  fn?: FunctionOptions;
  cte?: boolean;
  options?: string;
}
const variants: Record<string, Variant> = {
  'CTE statement': { cte: true },
  'CTE statement, generic plan': { cte: true, options: GENERIC },
  'plpgsql, text per column': { fn: {} },
  'plpgsql, text per column, generic plan': { fn: {}, options: GENERIC },
  'same, update instead of upsert': { fn: { aggregate: 'update' }, options: GENERIC },
  'same, set search_path clause': {
    fn: { clause: 'set search_path = pg_catalog, pg_temp' },
    options: GENERIC,
  },
  'same, security definer + search_path': {
    fn: { clause: 'security definer set search_path = pg_catalog, pg_temp' },
    options: GENERIC,
  },
  'same, security definer only': { fn: { clause: 'security definer' }, options: GENERIC },
  'same, plan_cache_mode as SET clause': { fn: { clause: 'set plan_cache_mode = force_generic_plan' } },
  'plpgsql, one json document, generic plan': { fn: { source: 'json' }, options: GENERIC },
};

/** Every command takes one line of stock of a random key; the moves of a batch are summed per key. */
const moves = (n: number): Move[] => {
  const m = new Map<string, Move>();
  for (let i = 0; i < n; i++) {
    const key = `sku-${Math.floor(Math.random() * 1000)}`,
      v = m.get(key) ?? { tally: 'stock', key, available: 0, reserved: 0 };
    m.set(key, { ...v, available: v.available - 1, reserved: v.reserved + 1 });
  }
  return [...m.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
};

const server = await startServer();
try {
  const admin = await server.connect();
  const ready = [];
  for (const [i, [k, v]] of Object.entries(variants).entries()) {
    const s = `q2_${i}`,
      w = new Workload(`w${i}`),
      c = await server.connect(v.options ? { options: v.options } : {});
    await seed(admin, s, w);
    await admin.query(v.cte ? commitCte(s).setup : commitFunction(s, v.fn));
    const q = v.cte
      ? { name: s, text: commitCte(s).text }
      : v.fn?.source === 'json'
        ? callJson(s)
        : callText(s);
    const values = v.fn?.source === 'json' ? jsonValues : textValues;
    let cursor = 0;
    const run = async (b: Batch, full: boolean) => {
      const x: Extra = { writer: w.writer, batch: ++w.batchNumber };
      if (full)
        Object.assign(x, {
          moves: moves(b.n),
          cursors: [{ subscription: 'in', from: cursor, to: cursor + b.n }],
        });
      await c.query({ ...q, values: values(b, x) });
      if (full) cursor += b.n;
    };
    ready.push({ k, w, c, run });
  }
  const only = process.argv[2]?.split(',').map(Number) ?? [1, 16, 64, 256];
  for (const full of [false, true])
    for (const n of only) {
      const rows = await interleave(
        server,
        5,
        Object.fromEntries(
          ready.map(({ k, w, run }) => [k, () => repeat(250, n, () => run(w.batch(n), full))]),
        ),
      );
      table(`Q2, N = ${n}, ${full ? 'with tally moves and a cursor' : 'aggregates and log only'}`, rows);
    }
  await Promise.all([admin, ...ready.map((r) => r.c)].map((c) => c.end()));
} finally {
  await server.stop();
}
