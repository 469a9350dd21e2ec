import { getPriority } from 'node:os';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { newFolder } from './embedded-under-test.ts';
import { letGiveWay } from './give-way.ts';

test.skipIf(process.platform === 'win32')(
  'a session stands back behind the program that started the server, five steps of nice',
  async () => {
    const { url } = await startEmbeddedPostgres({ folder: await newFolder() });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      expect(getPriority(rows[0]!.pid)).toBe(Math.min(19, getPriority() + 5));
    } finally {
      await client.end();
    }
  },
);

test('a server that is gone is nothing to fail over', () => {
  expect(() => letGiveWay(2_147_483_646)).not.toThrow();
});
