import pg from 'pg';
import type { BenchServer } from '../../server.ts';

/** A transaction of somebody else on the same server that does not end. */
export interface ForeignTransaction {
  /** What is wrong with it; undefined when it still holds. */
  trouble(): Promise<string | undefined>;
  end(): Promise<void>;
}

/**
 * Opens a transaction in a database of its own: it has taken a snapshot and written a row, which is what holds back
 * those who look at the oldest transaction of the whole server.
 */
export async function foreignTransaction(server: BenchServer): Promise<ForeignTransaction> {
  const database = await server.database('foreign');
  const client = new pg.Client({ connectionString: database.url });
  let lost: string | undefined;
  client.on('error', (error) => (lost = error.message));
  await client.connect();
  await client.query('create table note (text text)');
  await client.query('begin isolation level repeatable read');
  await client.query(`insert into note values ('written and not committed')`);
  return {
    trouble: async () => {
      if (lost === undefined) {
        const { rows } = await client.query<{ open: boolean }>(
          `select count(*) = 1 and pg_current_xact_id_if_assigned() is not null as open from note`,
        );
        if (rows[0]?.open) return undefined;
      }
      return `the foreign transaction did not last: ${lost ?? 'it has no row'}`;
    },
    end: async () => {
      await client.end();
      await database.drop();
    },
  };
}
