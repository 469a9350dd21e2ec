import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from './fresh-database.ts';
import { query } from './embedded-under-test.ts';
import { temporaryPostgres } from './temporary.ts';

test('a temporary server answers, and its folder is gone after the stop', async () => {
  const postgres = await temporaryPostgres();
  expect(await query(postgres.url, 'show fsync')).toEqual([{ fsync: 'off' }]);
  await postgres.stop();
  await postgres.stop();
  await expect(stat(postgres.folder)).rejects.toThrow(/ENOENT/);
});

test('a durable temporary server keeps fsync on', async () => {
  await using postgres = await temporaryPostgres({ durable: true });
  expect(await query(postgres.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
});

test('what a killed program left behind is cleared away, what a living one uses is not', async () => {
  const orphan = join(tmpdir(), 'metes-temporary-of-a-dead-process');
  await mkdir(orphan, { recursive: true });
  await writeFile(join(orphan, 'owner'), '2147483646 t1');
  await using first = await temporaryPostgres();
  await using second = await temporaryPostgres();
  const names = await readdir(tmpdir());
  expect(names).not.toContain('metes-temporary-of-a-dead-process');
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(second.pid).not.toBe(first.pid);
});

test('a fresh database is empty, has a name of its own and is gone after dropping, open sessions or not', async () => {
  const [one, other] = [await freshDatabase('Orders & more'), await freshDatabase('Orders & more')];
  expect(one.name).toMatch(/^orders___more_[0-9a-f]{12}$/);
  expect(one.name).not.toBe(other.name);
  await query(one.url, 'create table t ()');
  expect(await query(other.url, `select to_regclass('t') as found`)).toEqual([{ found: null }]);
  await Promise.all([one.drop(), one.drop(), other[Symbol.asyncDispose]()]);
  const left = `select datname from pg_database where datname in ('${one.name}', '${other.name}')`;
  expect(await query(one.serverUrl, left)).toEqual([]);
});

test('a fresh database outside of a test run is an error that names the variable', async () => {
  const url = process.env['METES_TEST_POSTGRES_URL']!;
  delete process.env['METES_TEST_POSTGRES_URL'];
  try {
    await expect(freshDatabase()).rejects.toMatchObject({ code: 'METES_EMBEDDED_NO_TEST_SERVER' });
  } finally {
    process.env['METES_TEST_POSTGRES_URL'] = url;
  }
});
