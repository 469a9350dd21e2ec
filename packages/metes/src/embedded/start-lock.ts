import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../base/errors.ts';
import { processStamp } from './process-state.ts';
import { replaceFile } from './replace-file.ts';
import type { Say } from './surroundings.ts';

/** A held lock; disposing releases it. */
export type StartLock = AsyncDisposable;

const free = 'free';

/**
 * Lets one process at a time start or stop the server of a folder. It survives the death of its holder: the lock names
 * a process, and when that process is gone, or its pid belongs to another one by now, the lock is free.
 *
 * The lock is a row of numbered files and the highest number counts. Taking over means to create the next number, which
 * only one process can do; with a single file, two that find it stale at once could remove each other's.
 */
export async function takeStartLock(folder: string, say: Say, patience = 120_000): Promise<StartLock> {
  const rows = join(folder, 'lock');
  await mkdir(rows, { recursive: true, mode: 0o700 });
  const mine = `${process.pid} ${(await processStamp(process.pid)) ?? ''}`;
  const started = performance.now();
  let told = false;
  for (;;) {
    const highest = await highestRow(rows);
    const holder = highest === 0 ? free : await readFile(row(rows, highest), 'utf8').catch(ifMissing);
    if (holder === undefined) continue; // cleared away between listing and reading: a higher one exists
    const waitingFor = await livingHolder(holder);
    if (waitingFor === undefined) {
      if (await claim(rows, highest + 1, mine)) return release(rows, highest + 1);
      continue;
    }
    const waited = performance.now() - started;
    if (waited > patience) {
      throw new MetesError('METES_EMBEDDED_LOCKED', {
        folder,
        pid: waitingFor,
        seconds: Math.round(waited / 1000),
      });
    }
    if (!told) say(`waiting for process ${waitingFor}, which is starting or stopping this PostgreSQL`);
    told = true;
    await pause(25);
  }
}

/** True when a lock was ever taken in this folder. */
export async function hasLock(folder: string): Promise<boolean> {
  return readdir(join(folder, 'lock')).then(
    () => true,
    () => false,
  );
}

/** The pid of the living process that a lock file names, `undefined` when the lock can be taken. */
async function livingHolder(content: string): Promise<number | undefined> {
  if (content === free) return undefined;
  const [pid = '', stamp = ''] = content.split(' ');
  const alive = await processStamp(Number(pid));
  return alive === undefined || alive !== stamp ? undefined : Number(pid);
}

async function claim(rows: string, number: number, content: string): Promise<boolean> {
  // Linked, not written in place: the file appears with its content, so nobody reads an empty lock.
  const draft = join(rows, `draft-${randomBytes(6).toString('hex')}`);
  await writeFile(draft, content, { mode: 0o644 });
  try {
    await link(draft, row(rows, number));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  // The row may have gone on while this process slept between listing and linking.
  if ((await highestRow(rows)) !== number) return false;
  for (const name of await readdir(rows)) {
    if (/^\d+$/.test(name) && Number(name) < number - 1) await rm(join(rows, name), { force: true });
  }
  return true;
}

function release(rows: string, number: number): StartLock {
  let released: Promise<void> | undefined;
  const run = async () => {
    // The highest file is never removed, only marked: a number must not be given twice.
    await replaceFile(row(rows, number), free);
  };
  return { [Symbol.asyncDispose]: () => (released ??= run()) };
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function highestRow(rows: string): Promise<number> {
  const names = await readdir(rows);
  return names.reduce((highest, name) => (/^\d+$/.test(name) ? Math.max(highest, Number(name)) : highest), 0);
}

function row(rows: string, number: number): string {
  return join(rows, String(number).padStart(8, '0'));
}
