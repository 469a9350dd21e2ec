import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { provide } from '../model/port.ts';
import { embedded } from './embedded-stores.ts';
import { sample, teller } from './sample-under-test.ts';
import { start } from './start.ts';
import { databasesFile } from './state-files.ts';
import { openStateFolder } from './state-folder.ts';

test.skipIf(process.platform === 'win32')(
  'contexts reach their own server through its socket, and what is written down leads there by TCP',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'metes-stores-'));
    await chmod(folder, 0o755);
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const ports = [provide(teller, { tell: async () => 'told' })];
    await using _system = await start(sample, { store: embedded({ folder }), ports });
    const databases = await databasesFile.read(await openStateFolder(folder));
    for (const url of [databases!.admin, databases!.auditor, ...Object.values(databases!.contexts)])
      expect(url).toMatch(/^postgres:\/\/\w+:[^@]+@127\.0\.0\.1:\d+\/postgres$/);
    const client = new pg.Client({ connectionString: databases!.admin });
    await client.connect();
    const { rows } = await client.query(
      `select distinct client_addr from pg_stat_activity where application_name ~ '^metes (orders|stock) '`,
    );
    await client.end();
    expect(rows).toEqual([{ client_addr: null }]);
  },
);
