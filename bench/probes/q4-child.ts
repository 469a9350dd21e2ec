/** A writer that says "held" when it is in the middle of its work, so that its parent can stop it there. */
import pg from 'pg';
import { Workload } from './workload.ts';
import { commit } from './commit.ts';

const [port, s, writer, mode] = process.argv.slice(2) as [string, string, string, string];
const c = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'postgres', database: 'postgres' });
await c.connect();
const w = new Workload(writer, 100);
for (let i = 0; ; i++) {
  if (mode === 'transaction') await c.query('begin');
  const done = commit(c, s, w.batch(4), { writer, batch: ++w.batchNumber });
  if (mode === 'statement' && i === 20) process.stdout.write('held\n');
  await done;
  if (mode === 'transaction') {
    if (i === 5) {
      process.stdout.write('held\n');
      await new Promise((r) => setTimeout(r, 50));
    }
    await c.query('commit');
  }
}
