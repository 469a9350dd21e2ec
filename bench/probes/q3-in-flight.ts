/** Q3: how many group commits in flight: one, two connections, one pipelined connection; 64 closed-loop callers, 1 and 3 contexts. */
import type pg from 'pg';
import { startServer, type Server } from './server.ts';
import { interleave, table } from './harness.ts';
import { seed, Workload } from './workload.ts';
import { commit, commitFunction } from './commit.ts';

interface Lane {
  c: pg.Client;
  writer: string;
  batch: number;
  busy: number;
  depth: number;
}

/** Gathers callers while all lanes are busy; a free lane takes everything that waits. No timer. */
class Committer {
  waiting: (() => void)[] = [];
  commits = 0;
  share = 256;
  scheduled = false;
  readonly s: string;
  readonly w: Workload;
  readonly lanes: Lane[];
  readonly parts: number;
  constructor(s: string, w: Workload, lanes: Lane[], parts: number) {
    this.s = s;
    this.w = w;
    this.lanes = lanes;
    this.parts = parts;
  }
  submit(): Promise<void> {
    return new Promise((r) => {
      this.waiting.push(r);
      if (!this.scheduled) {
        this.scheduled = true;
        setImmediate(() => ((this.scheduled = false), this.pump()));
      }
    });
  }
  pump(): void {
    this.share = Math.min(256, Math.ceil(this.waiting.length / this.parts));
    while (this.waiting.length > 0) {
      const lane = this.lanes.filter((l) => l.busy < l.depth).sort((a, b) => a.busy - b.busy)[0];
      if (!lane) return;
      const took = this.waiting.splice(0, this.share);
      lane.busy++;
      this.commits++;
      commit(lane.c, this.s, this.w.batch(took.length), { writer: lane.writer, batch: ++lane.batch }).then(
        () => {
          lane.busy--;
          for (const done of took) done();
          if (!this.scheduled) {
            this.scheduled = true;
            setImmediate(() => ((this.scheduled = false), this.pump()));
          }
        },
        (e) => {
          console.error(e);
          process.exit(1);
        },
      );
    }
  }
}

interface Variant {
  connections: number;
  depth: number;
  headFirst?: boolean;
  split?: boolean;
}
const variants: Record<string, Variant> = {
  'one connection, one in flight': { connections: 1, depth: 1 },
  'two connections, all that waits': { connections: 2, depth: 1 },
  'two connections, waiting split': { connections: 2, depth: 1, split: true },
  'two connections, waiting split, head row first': {
    connections: 2,
    depth: 1,
    headFirst: true,
    split: true,
  },
  'four connections, waiting split': { connections: 4, depth: 1, split: true },
  'one connection, pipeline of 2, split': { connections: 1, depth: 2, split: true },
  'one connection, pipeline of 4, split': { connections: 1, depth: 4, split: true },
};

/** The same function with the head row taken before everything else. */
function functionFor(s: string, first: boolean): string {
  if (!first) return commitFunction(s);
  const head = `update ${s}.log_head set position = position + n_log returning position - n_log into head;`;
  return commitFunction(s, { position: ' ' }).replace('begin\n', `begin\n  ${head}\n`);
}

/** What a handler costs in the process: `us` microseconds of JavaScript. */
const work = (us: number) => {
  for (const end = performance.now() + us / 1000; performance.now() < end;);
};

async function closedLoop(committers: Committer[], clients: number, ms: number) {
  const latencies: number[] = [],
    end = performance.now() + ms,
    before = committers.reduce((n, c) => n + c.commits, 0);
  await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const c = committers[i % committers.length]!;
      for (let t = performance.now(); t < end;) {
        work(30);
        await c.submit();
        const now = performance.now();
        latencies.push(now - t);
        t = now;
      }
    }),
  );
  return {
    ops: latencies.length,
    latencies,
    commits: committers.reduce((n, c) => n + c.commits, 0) - before,
  };
}

async function build(
  server: Server,
  admin: pg.Client,
  i: number,
  contexts: number,
  v: Variant,
): Promise<Committer[]> {
  return Promise.all(
    Array.from({ length: contexts }, async (_, k) => {
      const s = `q3_${contexts}_${i}_${k}`,
        w = new Workload('w');
      await seed(admin, s, w);
      await admin.query(functionFor(s, v.headFirst ?? false));
      const lanes: Lane[] = [];
      for (let n = 0; n < v.connections; n++) {
        await admin.query(`insert into ${s}.writers values ($1, 0)`, [`lane-${n}`]);
        lanes.push({
          c: await server.connect({
            pipeline: v.depth > 1,
            options: '-c plan_cache_mode=force_generic_plan',
          }),
          writer: `lane-${n}`,
          batch: 0,
          busy: 0,
          depth: v.depth,
        });
      }
      return new Committer(s, w, lanes, v.split ? v.connections * v.depth : 1);
    }),
  );
}

const server = await startServer({ min_wal_size: '1GB' });
try {
  const admin = await server.connect();
  for (const contexts of [1, 3]) {
    const ready = await Promise.all(
      Object.entries(variants).map(async ([k, v], i) => ({
        k,
        committers: await build(server, admin, i, contexts, v),
      })),
    );
    for (const clients of [1, 64, 256]) {
      if (clients === 1 && contexts > 1) continue;
      const rows = await interleave(
        server,
        5,
        Object.fromEntries(ready.map(({ k, committers }) => [k, () => closedLoop(committers, clients, 350)])),
      );
      table(`Q3, ${contexts} context(s), ${clients} callers in all`, rows);
    }
    for (const { committers } of ready) for (const c of committers) for (const l of c.lanes) await l.c.end();
  }
  // Is every position used once, and is position order gap-free?
  const { rows } = await admin.query(`select count(*)::int n, max(position)::int m from q3_1_1_0.log`);
  console.log('positions without a gap:', rows[0].n === rows[0].m);
  await admin.end();
} finally {
  await server.stop();
}
