import pg from 'pg';

/**
 * What a port answers to our password: it is the server of that process, it is one that is still starting, it refuses
 * the password, it is somebody else's, or there is no answer.
 */
export type Answer = 'ours' | 'starting' | 'password refused' | 'foreign' | 'none';

/** The superuser URL of a server on this machine. */
export function serverUrl(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/** Asks the server on `port` whether its main process is `pid`. */
export async function askServer(port: number, password: string, pid: number): Promise<Answer> {
  const client = new pg.Client({
    connectionString: serverUrl(port, password),
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
    application_name: 'metes start',
  });
  client.on('error', () => undefined); // a server that ends while it is asked; the promise tells
  try {
    await client.connect();
    const { rows } = await client.query<{ file: string }>(`select pg_read_file('postmaster.pid') as file`);
    return Number.parseInt(rows[0]?.file ?? '') === pid ? 'ours' : 'foreign';
  } catch (error) {
    return meaningOf((error as { code?: string }).code);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function meaningOf(code: string | undefined): Answer {
  if (code === '57P03') return 'starting';
  if (code === '28P01' || code === '28000') return 'password refused';
  // Too many sessions: only a server that is up says so; whose it is, its process has told already.
  if (code === '53300') return 'ours';
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? 'foreign' : 'none';
}
