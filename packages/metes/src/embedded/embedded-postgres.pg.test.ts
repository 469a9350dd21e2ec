import { readFile, rename, stat } from 'node:fs/promises';
import { createServer, connect, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from './embedded-postgres.ts';
import { isRoot, newFolder, query } from './embedded-under-test.ts';

test('a fresh start makes a database that answers, on PostgreSQL 18 with UTF-8 and full durability', async () => {
  const folder = await newFolder();
  const said: string[] = [];
  const postgres = await startEmbeddedPostgres({ folder, onProgress: (text) => said.push(text) });
  expect(postgres).toMatchObject({ folder, reused: false });
  expect(new URL(postgres.url)).toMatchObject({ hostname: '127.0.0.1', port: String(postgres.port) });
  const [row] = await query(
    postgres.url,
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding,
            current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            current_setting('full_page_writes') as pages, current_setting('TimeZone') as zone, upper('ä') as upper`,
  );
  expect(row).toEqual({
    version: 18,
    encoding: 'UTF8',
    fsync: 'on',
    commit: 'on',
    pages: 'on',
    zone: 'UTC',
    upper: 'Ä',
  });
  expect(said.join('\n')).toMatch(/making a new database[\s\S]*ready on port/);
});

test('a second start takes the running server over', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  const second = await startEmbeddedPostgres({ folder });
  expect(second).toMatchObject({ reused: true, pid: first.pid, port: first.port, url: first.url });
});

test('a server that was taken over is stopped by stop(), and stop() may be called again', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  const second = await startEmbeddedPostgres({ folder });
  await second.stop();
  await second.stop();
  await first.stop();
  await expect(query(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  await expect(stat(join(folder, 'data', 'postmaster.pid'))).rejects.toThrow(/ENOENT/);
});

test('stop() of an old handle leaves the server alone that was started since', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  await stopEmbeddedPostgres(folder);
  const second = await startEmbeddedPostgres({ folder });
  await first.stop();
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a restart keeps the data, the password and the port', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  await query(first.url, 'create table kept (n int)', 'insert into kept values (42)');
  await first.stop();
  const second = await startEmbeddedPostgres({ folder });
  expect(second).toMatchObject({ reused: false, url: first.url });
  expect(second.pid).not.toBe(first.pid);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('disposing stops the server', async () => {
  const folder = await newFolder();
  let url: string;
  {
    await using postgres = await startEmbeddedPostgres({ folder });
    url = postgres.url;
  }
  await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('stopEmbeddedPostgres tells whether a server was running', async () => {
  const folder = await newFolder();
  expect(await stopEmbeddedPostgres(folder)).toBe(false);
  await startEmbeddedPostgres({ folder });
  expect(await stopEmbeddedPostgres(folder)).toBe(true);
  expect(await stopEmbeddedPostgres(folder)).toBe(false);
});

test('the password file is 0600, the data folder 0700, and neither belongs to everybody', async () => {
  const folder = await newFolder();
  await startEmbeddedPostgres({ folder });
  const mode = async (path: string) => ((await stat(join(folder, path))).mode & 0o777).toString(8);
  expect(await mode('password')).toBe('600');
  expect(await mode('data')).toBe('700');
  expect(await mode('server.log')).toBe('600');
  expect(await mode('.')).toBe(isRoot ? '711' : '700');
  if (isRoot) expect((await stat(join(folder, 'data'))).uid).not.toBe(0);
});

test('a wrong password is refused, over every host rule', async () => {
  const folder = await newFolder();
  const { url } = await startEmbeddedPostgres({ folder });
  const wrong = new URL(url);
  wrong.password = 'guessed';
  await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect(await query(url, `select distinct auth_method from pg_hba_file_rules`)).toEqual([
    { auth_method: 'scram-sha-256' },
  ]);
});

test('nothing but 127.0.0.1 can connect', async () => {
  const folder = await newFolder();
  const { port, url } = await startEmbeddedPostgres({ folder });
  const outside = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
    .map(({ address }) => address);
  // On Linux every address of 127/8 reaches a server that listens everywhere.
  if (process.platform === 'linux') outside.push('127.0.0.2');
  for (const address of outside) expect([address, await canConnect(address, port)]).toEqual([address, false]);
  expect(await canConnect('127.0.0.1', port)).toBe(true);
  // The socket is where only the account of the server enters.
  expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '.' }]);
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
});

test('a port that was not demanded gives way when another program has taken it', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  await first.stop();
  await listen(first.port);
  const second = await startEmbeddedPostgres({ folder });
  expect(second.port).not.toBe(first.port);
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a demanded port that is taken is an error that names it; a free one is used', async () => {
  const folder = await newFolder();
  const { server, port } = await listen(0);
  await expect(startEmbeddedPostgres({ folder, port })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_PORT_TAKEN',
    message: expect.stringContaining(`Port ${port} of 127.0.0.1`),
    hint: expect.stringContaining('Leave `port` out'),
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await startEmbeddedPostgres({ folder, port })).toMatchObject({ port });
});

test('a demanded port that differs from the one of the running server is an error', async () => {
  const folder = await newFolder();
  const running = await startEmbeddedPostgres({ folder });
  await expect(startEmbeddedPostgres({ folder, port: running.port + 1 })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_PORT_DIFFERS',
  });
  expect(await startEmbeddedPostgres({ folder, port: running.port })).toMatchObject({ reused: true });
});

test('settings are used at a start, and a server that runs with other ones says so', async () => {
  const folder = await newFolder();
  const settings = { work_mem: '7MB', 'metes.note': `it's "here"` };
  const first = await startEmbeddedPostgres({ folder, settings });
  expect(await query(first.url, 'show work_mem')).toEqual([{ work_mem: '7MB' }]);
  expect(await query(first.url, 'show metes.note')).toEqual([{ 'metes.note': `it's "here"` }]);
  const said: string[] = [];
  const onProgress = (text: string) => said.push(text);
  await startEmbeddedPostgres({ folder, settings, onProgress });
  expect(said).toEqual([]);
  await startEmbeddedPostgres({ folder, onProgress });
  expect(said.join()).toMatch(/other settings/);
});

test('a setting that PostgreSQL does not accept shows the end of the log, and the next start works', async () => {
  const folder = await newFolder();
  await expect(startEmbeddedPostgres({ folder, settings: { shared_buffers: 'lots' } })).rejects.toMatchObject(
    {
      code: 'METES_EMBEDDED_START_FAILED',
      message: expect.stringContaining('invalid value for parameter "shared_buffers": "lots"'),
    },
  );
  await startEmbeddedPostgres({ folder });
});

test('a folder path with blanks, quotes and more than 107 bytes works', async () => {
  const folder = join(await newFolder(), `it's a "long" path `.repeat(5), 'ü'.repeat(20));
  await using postgres = await startEmbeddedPostgres({ folder });
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await startEmbeddedPostgres({ folder })).toMatchObject({ reused: true });
  expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
});

test('a running server of a folder that was moved is taken over', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder: join(folder, 'before') });
  await rename(join(folder, 'before'), join(folder, 'after'));
  await using second = await startEmbeddedPostgres({ folder: join(folder, 'after') });
  expect(second).toMatchObject({ reused: true, pid: first.pid });
});

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

async function listen(port: number): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as { port: number }).port };
}
