import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../base/errors.ts';
import { programsIn } from './native-files.ts';
import type { Place } from './place.ts';
import { findPlatformPackage } from './platform-package.ts';
import { ownerOfPid, readPostmasterFile } from './postmaster-file.ts';
import { runProgram } from './run-program.ts';
import type { Patience, Say } from './surroundings.ts';

/**
 * Shuts the server of a data folder down and waits for its end; false when none was running (or not process `only`).
 * Fast first (sessions are ended, everything is written), after 20 s immediate (the next start recovers); the coded
 * error comes only when that fails as well.
 */
export async function shutDown(
  place: Place,
  say: Say,
  { only, patience = {} }: { readonly only?: number; readonly patience?: Patience | undefined } = {},
): Promise<boolean> {
  const file = await readPostmasterFile(place.data);
  if (file === undefined || (only !== undefined && file.pid !== only)) return false;
  const owner = await ownerOfPid(file.pid, place.data);
  if (owner === 'gone' || owner === 'other') return false;
  await signal(file.pid, 'SIGINT', place);
  if (await hasEnded(file.pid, place, patience.stop ?? 20_000)) return true;
  say(`PostgreSQL (process ${file.pid}) does not shut down, ending it at once`);
  await signal(file.pid, 'SIGQUIT', place);
  if (await hasEnded(file.pid, place, patience.stopAtOnce ?? 10_000)) return true;
  throw stopFailed(file.pid, place);
}

function stopFailed(pid: number, place: Place, cause?: unknown): MetesError {
  return new MetesError(
    'METES_EMBEDDED_STOP_FAILED',
    { folder: place.folder, pid, log: place.log },
    { cause },
  );
}

async function signal(pid: number, name: 'SIGINT' | 'SIGQUIT', place: Place): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals: Node would kill the process outright. pg_ctl speaks to the server.
    const { pgCtl } = programsIn((await findPlatformPackage({})).folder);
    await runProgram(pgCtl, ['kill', name.slice(3), String(pid)], { cwd: process.cwd() });
    return;
  }
  try {
    process.kill(pid, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return; // it has ended by itself
    throw stopFailed(pid, place, cause);
  }
}

async function hasEnded(pid: number, place: Place, patience: number): Promise<boolean> {
  const started = performance.now();
  while (performance.now() - started < patience) {
    const owner = await ownerOfPid(pid, place.data);
    if (owner === 'gone' || owner === 'other') return true;
    await pause(10);
  }
  return false;
}
