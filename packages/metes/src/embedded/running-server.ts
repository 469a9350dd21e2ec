import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../base/errors.ts';
import { askServer } from './answer.ts';
import type { Place } from './place.ts';
import { ownerOfPid, postmasterFile, readPostmasterFile, type PostmasterFile } from './postmaster-file.ts';
import { logTail } from './server-log.ts';
import type { Say } from './surroundings.ts';

/** A server that is up. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/** How long a server may take until it answers; recovery after a crash of a large database is the longest. */
export const defaultAnswerPatience = 600_000;

/**
 * The server of this data folder if one is running, waiting for one that is starting or stopping. Removes a
 * `postmaster.pid` whose pid belongs to another program by now: PostgreSQL would refuse to start because of it.
 */
export async function findRunningServer(
  place: Place,
  password: () => Promise<string>,
  say: Say,
  patience = defaultAnswerPatience,
): Promise<RunningServer | undefined> {
  const wait = waiting(place, say, patience);
  for (;;) {
    const file = await readPostmasterFile(place.data);
    if (file === undefined) return undefined;
    const owner = await ownerOfPid(file.pid, place.data);
    if (owner === 'gone' || owner === 'other') {
      if (file.pid === 0 || owner === 'other') await forget(place, file, say);
      return undefined;
    }
    if (file.status === 'ready') {
      const answer = await askServer(file.port, await password(), file.pid);
      if (answer === 'ours') return { pid: file.pid, port: file.port };
      if (answer === 'password refused' && owner === 'server') throw passwordRefused(place);
      if (owner === 'unknown' && answer !== 'starting') {
        await forget(place, file, say);
        return undefined;
      }
    }
    await wait(file);
  }
}

/** The coded error for a server that does not take the password of the folder. */
export function passwordRefused(place: Place): MetesError {
  const reason = 'the server refuses the one in its file';
  return new MetesError('METES_EMBEDDED_PASSWORD', { folder: place.data, file: place.password, reason });
}

/** Waits a little, tells about it now and then, and ends with the coded error when patience is over. */
export function waiting(place: Place, say: Say, patience: number): (file: PostmasterFile) => Promise<void> {
  const started = performance.now();
  let told = 0;
  return async ({ pid, port }) => {
    const waited = performance.now() - started;
    const seconds = Math.round(waited / 1000);
    if (waited > patience) {
      throw new MetesError('METES_EMBEDDED_NOT_ANSWERING', {
        folder: place.folder,
        pid,
        port,
        seconds,
        log: place.log,
      });
    }
    if (waited > 1_000 + told * 5_000) {
      told += 1;
      say(
        `PostgreSQL is not ready after ${seconds} s, it may be recovering: ${await logTail(place.log, 0, 1)}`,
      );
    }
    await pause(waited < 1_000 ? 5 : 50);
  };
}

async function forget(place: Place, file: PostmasterFile, say: Say): Promise<void> {
  say(`removing a left-over postmaster.pid (process ${file.pid} is not this PostgreSQL)`);
  await rm(postmasterFile(place.data), { force: true });
}
