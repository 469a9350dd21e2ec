import pg from 'pg';
import { MetesError } from '../base/errors.ts';
import { faultReason } from './faults.ts';

/** One connection of an administrator. */
export interface AdminConnection extends AsyncDisposable {
  query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, any>[]>;
  /** All of it or nothing. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}

/** Connects as an administrator. @throws METES_STORE_UNAVAILABLE */
export async function connectAsAdmin(url: string): Promise<AdminConnection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'metes provision',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new MetesError(
      'METES_STORE_UNAVAILABLE',
      { context: 'all contexts', reason: faultReason(cause) },
      { cause },
    );
  }
  const query = async (text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows;
  return {
    query,
    async transaction(work) {
      await client.query('begin');
      try {
        const result = await work();
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}
