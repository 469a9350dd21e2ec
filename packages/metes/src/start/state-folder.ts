import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { makeFolder } from '../embedded/make-folder.ts';
import { replaceFile } from '../embedded/replace-file.ts';
import { takeStartLock } from '../embedded/start-lock.ts';

const mark = 'metes-state.json';
/** What a start writes before the mark, drafts included. */
const madeHere = /^(\.gitignore|metes-state\.json)(\.[0-9a-f]{12})?$/;

/** The folder in which a system keeps what is its own on this machine: database, addresses, tokens, pids. */
export interface StateFolder {
  /** Absolute. */
  readonly path: string;
  /** Runs `work` while no other process of this folder runs its own. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens the state folder, and makes it when it is missing.
 *
 * @throws METES_START_STATE_FOLDER
 */
export async function openStateFolder(folder: string): Promise<StateFolder> {
  const path = resolve(folder);
  try {
    if (await makeFolder(path)) {
      // As root, the account of the embedded database passes through this folder; nobody else lists it in either case.
      await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700);
      await replaceFile(join(path, '.gitignore'), '*\n');
    }
    if (!(await isStateFolder(path))) await markFolder(path);
  } catch (cause) {
    throw unusable(path, cause);
  }
  return stateFolderAt(path);
}

/** The state folder at this place, without making anything. */
export function stateFolderAt(folder: string): StateFolder {
  const path = resolve(folder);
  return {
    path,
    alone: async (work) => {
      await using _lock = await takeStartLock(path, () => undefined).catch((cause: unknown) => {
        throw unusable(path, cause);
      });
      return await work();
    },
  };
}

/** True for a folder that this toolkit has made. */
export async function isStateFolder(folder: string): Promise<boolean> {
  return readFile(join(folder, mark)).then(
    () => true,
    () => false,
  );
}

/** Removes a state folder; what was there before it became one stays. The mark goes last: half removed, it is still ours. */
export async function removeStateFolder(path: string): Promise<void> {
  const found = await foundIn(path);
  const ours = (await readdir(path)).filter((name) => name !== mark && !found.includes(name));
  await Promise.all(ours.map((name) => removeFolder(join(path, name))));
  await removeFolder(found.length > 0 ? join(path, mark) : path);
}

async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

async function markFolder(path: string): Promise<void> {
  const found = (await readdir(path)).filter((name) => !madeHere.test(name));
  // Somebody else may have marked it since, and have gone on.
  if (await isStateFolder(path)) return;
  await replaceFile(
    join(path, mark),
    `${JSON.stringify({ format: 1, ...(found.length > 0 ? { found } : {}) })}\n`,
  );
}

async function foundIn(path: string): Promise<readonly string[]> {
  const { found } = JSON.parse(await readFile(join(path, mark), 'utf8')) as { found?: readonly string[] };
  return found ?? [];
}

function unusable(folder: string, cause: unknown): unknown {
  if (cause instanceof MetesError) return cause;
  return new MetesError('METES_START_STATE_FOLDER', { folder, reason: (cause as Error).message }, { cause });
}
