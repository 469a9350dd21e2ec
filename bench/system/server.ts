import pg from 'pg';
import { freshDatabase, type FreshDatabase, temporaryPostgres, throughSocket } from 'metes/embedded';
import { type CpuClock, cpuClock, parentOf } from './cpu.ts';
import { interrupted, stopOnSignal } from './stop-on-signal.ts';

/** What is set on the server of a run, on top of the toolkit's settings for a small machine. */
export const serverSettings: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_connections: '200',
  // A checkpoint is made before every measurement; room enough that none falls into one.
  max_wal_size: '4GB',
  // As much of it stays in files that are used again: see `fillWal`.
  min_wal_size: '1GB',
};

/** The PostgreSQL that everything is measured on. */
export interface BenchServer {
  /** Superuser URL. */
  readonly url: string;
  /** The way that `npm start` takes to a database of this server: its socket, if it was started here and has one. */
  bySocket(url: string): string;
  readonly cpu: CpuClock;
  /** The process whose children are the sessions. */
  readonly postmaster: number;
  /** An empty database; dropped by its `drop`. */
  database(prefix: string): Promise<FreshDatabase>;
  /** Writes everything to disk, so that no measurement pays for what came before it. */
  settle(): Promise<void>;
  /** Runs one statement as superuser. */
  ask(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends it, if it was started here. Idempotent. */
  stop(): Promise<void>;
}

/** Starts a server of the run's own in a temporary folder, durable, and removes it again with `stop`. */
export async function startServer(
  onProgress: (text: string) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchServer> {
  const all = { ...serverSettings, ...settings };
  const postgres = await temporaryPostgres({ durable: true, settings: all, onProgress });
  try {
    onProgress('writing 1 GB of WAL, as a server has that has run for a while');
    await fillWal(postgres.url);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  const { socket } = postgres;
  const bySocket = (url: string): string => (socket === undefined ? url : throughSocket(url, socket));
  return { ...serverAt(postgres.url, postgres.pid, () => postgres.stop()), bySocket };
}

/**
 * Does something with a server and ends it afterwards. Ctrl-C ends it too and removes its folder; a second one does not
 * wait for that.
 */
export async function withServer(
  say: (text: string) => void,
  settings: Readonly<Record<string, string>>,
  use: (server: BenchServer) => Promise<number>,
): Promise<number> {
  const starting = startServer(say, settings);
  const isInterrupted = stopOnSignal(say, async () => (await starting).stop());
  const server = await starting;
  try {
    const code = await use(server);
    return isInterrupted() ? interrupted : code;
  } catch (error) {
    if (isInterrupted()) return interrupted;
    throw error;
  } finally {
    await server.stop();
  }
}

/** Uses a server of this machine that is running already. Only for tests: its settings are not ours. */
export async function useServer(url: string): Promise<BenchServer> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  // The postmaster is the parent of every session, for as long as the session lives.
  const postmaster = parentOf(rows[0]!.pid) ?? 0;
  await client.end();
  return serverAt(url, postmaster, () => Promise.resolve());
}

function serverAt(url: string, postmaster: number, stop: () => Promise<void>): BenchServer {
  return {
    url,
    bySocket: (database) => database,
    cpu: cpuClock(postmaster),
    postmaster,
    database: (prefix) => freshDatabase(prefix, url),
    settle: async () => void (await query(url, 'checkpoint')),
    ask: (statement) => query(url, statement),
    stop,
  };
}

/**
 * Makes the files of WAL that a server has which has run for a while. A new one fills each file of 16 MB with zeros and
 * flushes it before its first use, and whoever commits waits for that: some 100 ms every few seconds, the more often the
 * more a subject writes. The checkpoint makes them files to be used again.
 */
async function fillWal(url: string): Promise<void> {
  const switching = `perform pg_logical_emit_message(false, 'bench', ''); perform pg_switch_wal()`;
  await query(url, `do $$ begin for file in 1..64 loop ${switching}; end loop; end $$`);
  await query(url, 'checkpoint');
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query(statement)) as pg.QueryResult<Record<string, unknown>>;
    return result.rows;
  } finally {
    await client.end();
  }
}
