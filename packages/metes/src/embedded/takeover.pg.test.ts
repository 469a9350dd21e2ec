import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres, startIn, stopEmbeddedPostgres } from './embedded-postgres.ts';
import { isRoot, kill, newFolder, query, startInChild } from './embedded-under-test.ts';
import { processStamp } from './process-state.ts';
import { takeStartLock } from './start-lock.ts';

const quiet = () => undefined;

test('a server outlives the SIGKILL of its program, and the next start takes it over with its data', async () => {
  const folder = await newFolder();
  const { child, started } = startInChild(folder);
  const first = await started;
  await query(first.url, 'create table kept (n int)', 'insert into kept values (42)');
  await kill(child);
  const second = await startEmbeddedPostgres({ folder });
  expect(second).toMatchObject({ reused: true, pid: first.pid });
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('of two programs that start at once on a new folder, one starts the server and the other takes it over', async () => {
  const folder = await newFolder();
  const both = await Promise.all([startInChild(folder), startInChild(folder)].map(({ started }) => started));
  expect(both.filter(({ reused }) => reused)).toHaveLength(1);
  expect(both[0]!.pid).toBe(both[1]!.pid);
});

test('of many starts at once in one program, one starts the server', async () => {
  const folder = await newFolder();
  const all = await Promise.all(Array.from({ length: 8 }, () => startEmbeddedPostgres({ folder })));
  expect(all.filter(({ reused }) => !reused)).toHaveLength(1);
  expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
});

test('a program killed during initdb leaves nothing that is taken for a database', async () => {
  const folder = await newFolder();
  const { child } = startInChild(folder);
  await until(async () => (await draftsIn(folder)).length > 0);
  await kill(child);
  await expect(stat(join(folder, 'data'))).rejects.toThrow(/ENOENT/);
  expect(await draftsIn(folder)).not.toEqual([]);
  const postgres = await startEmbeddedPostgres({ folder });
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await draftsIn(folder)).toEqual([]);
});

test('a lock of a dead process, or of one whose pid was given again, does not stop a start', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'lock'), { recursive: true });
  await writeFile(join(folder, 'lock', '00000007'), '2147483646 t1');
  await (await takeStartLock(folder, quiet, 100))[Symbol.asyncDispose]();
  await writeFile(join(folder, 'lock', '00000099'), `${process.pid} t1`);
  await (await takeStartLock(folder, quiet, 100))[Symbol.asyncDispose]();
  expect((await readdir(join(folder, 'lock'))).toSorted().at(-1)).toBe('00000100');
});

test('a lock held by a living process is waited for, and named when that takes too long', async () => {
  const folder = await newFolder();
  await mkdir(folder, { recursive: true });
  const said: string[] = [];
  const lock = await takeStartLock(folder, quiet);
  await expect(
    startIn({ folder, onProgress: (text) => said.push(text) }, { patience: { lock: 100 } }),
  ).rejects.toMatchObject({
    code: 'METES_EMBEDDED_LOCKED',
    values: { pid: process.pid },
  });
  expect(said).toEqual([expect.stringContaining(`process ${process.pid}`)]);
  const next = takeStartLock(folder, quiet);
  await lock[Symbol.asyncDispose]();
  await (await next)[Symbol.asyncDispose]();
});

test('a lock lets one through at a time, however many take it', async () => {
  const folder = await newFolder();
  await mkdir(folder, { recursive: true });
  let inside = 0;
  let most = 0;
  const enter = async () => {
    await using _lock = await takeStartLock(folder, quiet);
    most = Math.max(most, (inside += 1));
    await pause(2);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, enter));
  expect(most).toBe(1);
  expect((await readdir(join(folder, 'lock'))).length).toBeLessThanOrEqual(2);
});

test('a server whose main process was killed is started again and recovers what was committed', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  await query(first.url, 'create table kept (n int)', 'insert into kept values (42)');
  process.kill(first.pid, 'SIGKILL');
  const second = await startEmbeddedPostgres({ folder });
  expect(second).toMatchObject({ reused: false });
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
  expect(await readFile(join(folder, 'server.log'), 'utf8')).toMatch(/not properly shut down/);
});

test('a postmaster.pid whose pid belongs to another program by now does not stop a start', async () => {
  const folder = await newFolder();
  const first = await startEmbeddedPostgres({ folder });
  const file = join(folder, 'data', 'postmaster.pid');
  const text = await readFile(file, 'utf8');
  process.kill(first.pid, 'SIGKILL');
  await until(async () => (await processStamp(first.pid)) === undefined);
  const other = await strangerOfTheServersAccount(folder);
  await writeFile(file, text.replace(/^\d+/, String(other.pid)));
  expect(await stopEmbeddedPostgres(folder)).toBe(false);
  const said: string[] = [];
  const second = await startEmbeddedPostgres({ folder, onProgress: (line) => said.push(line) });
  expect(second.reused).toBe(false);
  expect(said.join()).toMatch(new RegExp(`process ${other.pid} is not this PostgreSQL`));
  await kill(other);
});

test('an empty postmaster.pid, left by a full disk or a power failure, does not stop a start', async () => {
  const folder = await newFolder();
  await (await startEmbeddedPostgres({ folder })).stop();
  await writeFile(join(folder, 'data', 'postmaster.pid'), '');
  expect(await startEmbeddedPostgres({ folder })).toMatchObject({ reused: false });
});

test('a pid file that names a server of another folder does not make that one ours', async () => {
  const [ours, theirs] = [await newFolder(), await newFolder()];
  await (await startEmbeddedPostgres({ folder: ours })).stop();
  const other = await startEmbeddedPostgres({ folder: theirs });
  const text = await readFile(join(theirs, 'data', 'postmaster.pid'), 'utf8');
  await writeFile(join(ours, 'data', 'postmaster.pid'), text);
  const started = await startEmbeddedPostgres({ folder: ours });
  expect(started).toMatchObject({ reused: false });
  expect(started.pid).not.toBe(other.pid);
});

test('a server that hangs is an error that names its process, at the start and at the stop', async () => {
  const folder = await newFolder();
  const patience = { answer: 200, stop: 200, stopAtOnce: 200 };
  const postgres = await startIn({ folder }, { patience });
  process.kill(postgres.pid, 'SIGSTOP');
  onTestFinished(() => resume(postgres.pid));
  await expect(startIn({ folder }, { patience })).rejects.toMatchObject({
    code: 'METES_EMBEDDED_NOT_ANSWERING',
    values: { pid: postgres.pid, port: postgres.port },
  });
  await expect(postgres.stop()).rejects.toMatchObject({
    code: 'METES_EMBEDDED_STOP_FAILED',
    values: { pid: postgres.pid },
  });
  resume(postgres.pid);
  await until(async () => (await processStamp(postgres.pid)) === undefined);
});

test('a session that does not end is ended by an immediate shutdown, and nothing committed is lost', async () => {
  const folder = await newFolder();
  const said: string[] = [];
  const onProgress = (text: string) => said.push(text);
  const postgres = await startIn({ folder, onProgress }, { patience: { stop: 300 } });
  await query(postgres.url, 'create table kept (n int)', 'insert into kept values (42)');
  const stuck = new pg.Client({ connectionString: postgres.url });
  stuck.on('error', quiet);
  await stuck.connect();
  const { rows } = await stuck.query<{ pid: number }>('select pg_backend_pid() as pid');
  process.kill(rows[0]!.pid, 'SIGSTOP');
  await postgres.stop();
  expect(said.join()).toMatch(/does not shut down/);
  const again = await startEmbeddedPostgres({ folder });
  expect(await query(again.url, 'select n from kept')).toEqual([{ n: 42 }]);
});

test.runIf(isRoot)('an account of its own runs the server when root starts it', async () => {
  const folder = await newFolder();
  const { pid } = await startEmbeddedPostgres({ folder });
  expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
});

/** PostgreSQL takes a process that it may not signal for dead by itself; one of its own account it does not. */
async function strangerOfTheServersAccount(folder: string): Promise<ChildProcess> {
  const { uid, gid } = await stat(join(folder, 'data'));
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore', cwd: '/', ...(isRoot ? { uid, gid } : {}) });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  await once(stranger, 'spawn');
  return stranger;
}

function resume(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It has ended already.
  }
}

async function draftsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith('data.draft-'));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(2);
}
