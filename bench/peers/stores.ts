import pg from 'pg';
import { keepMemory, plannedOnce } from '../system/sessions.ts';

/** A pool for the steps, with sessions like those of the limits. */
export function poolFor(url: string, concurrency: number): pg.Pool {
  const settings = plannedOnce
    .split(';')
    .map((each) => each.trim().replace(/^set /, '-c ').replaceAll(' = ', '='))
    .join(' ');
  const pool = new pg.Pool({ connectionString: url, max: Math.min(concurrency, 16), options: settings });
  // A server that goes away fails the statements under way; the event besides has nothing to add.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.query(keepMemory).catch(() => undefined));
  return pool;
}

/** Does it in one transaction on a session of the pool. */
export async function inTransaction<T>(
  pool: pg.Pool,
  use: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await use(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
