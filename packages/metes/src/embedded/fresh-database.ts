import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { MetesError } from '../base/errors.ts';

/** The set-up of the test run tells its server by this variable. */
const variable = 'METES_TEST_POSTGRES_URL';

/** A database of its own for one test or one test file; disposing drops it. */
export interface FreshDatabase extends AsyncDisposable {
  /** Superuser URL of this database. */
  readonly url: string;
  readonly name: string;
  /** Superuser URL of the server's `postgres` database, where roles and further databases are made. */
  readonly serverUrl: string;
  /** Drops the database and ends sessions that are still open. Idempotent. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database with a unique name, by default on the server of this test run.
 *
 * @example
 * await using database = await freshDatabase();
 * const pool = new pg.Pool({ connectionString: database.url });
 */
export async function freshDatabase(prefix = 'test', serverUrl = serverOfThisRun()): Promise<FreshDatabase> {
  const name = `${prefix.toLowerCase().replaceAll(/\W/g, '_').slice(0, 40)}_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `create database "${name}" template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  let dropping: Promise<void> | undefined;
  const drop = () => (dropping ??= onServer(serverUrl, `drop database if exists "${name}" with (force)`));
  return { url: url.href, name, serverUrl, drop, [Symbol.asyncDispose]: drop };
}

function serverOfThisRun(): string {
  const url = process.env[variable];
  if (!url) throw new MetesError('METES_EMBEDDED_NO_TEST_SERVER', { variable });
  return url;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
