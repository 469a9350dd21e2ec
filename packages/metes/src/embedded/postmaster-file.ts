import { readFile, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { processArguments, processStamp } from './process-state.ts';

/** What the running server writes about itself into its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping`. */
  readonly status: string;
}

/** Where the server writes it. */
export const postmasterFile = (dataFolder: string) => join(dataFolder, 'postmaster.pid');

/** Reads `postmaster.pid`; `undefined` when there is none. A half-written file gives pid 0. */
export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  return { pid: Number(lines[0]) || 0, port: Number(lines[3]) || 0, status: lines[7] ?? 'starting' };
}

/**
 * Whose process a pid is: the server of this data folder, nobody's any more, another program's (the pid was given
 * again), or unknown where the system does not tell.
 */
export async function ownerOfPid(
  pid: number,
  dataFolder: string,
): Promise<'server' | 'gone' | 'other' | 'unknown'> {
  if (pid <= 0 || (await processStamp(pid)) === undefined) return 'gone';
  // A server works in its data folder, and the system knows that even when the folder was moved under it.
  const at =
    process.platform === 'linux' ? await readlink(`/proc/${pid}/cwd`).catch(() => undefined) : undefined;
  const given = await processArguments(pid);
  if (given === undefined) return (await processStamp(pid)) === undefined ? 'gone' : 'unknown';
  const folder = at ?? given[given.indexOf('-D') + 1];
  if (!/^postgres(\.exe)?$/.test(basename(given[0] ?? '')) || !given.includes('-D') || !folder)
    return 'other';
  return (await samePath(folder, dataFolder)) ? 'server' : 'other';
}

/** True when both paths lead to one folder. */
export async function samePath(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => path)));
  return a === b;
}
