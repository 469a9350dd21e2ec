import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { makeFolder } from '../embedded/make-folder.ts';
import { replaceFile } from '../embedded/replace-file.ts';
import { takeStartLock } from '../embedded/start-lock.ts';

const mark = 'metes-state.json';
const ignore = '.gitignore';
/** Drafts of what a start writes before it has marked the folder; one that was killed may have left some. */
const draft = /^(\.gitignore|metes-state\.json)\.[0-9a-f]{12}$/;
/** What file systems and file browsers put into folders that are empty to a person. */
const bystander = /^(lost\+found|\.DS_Store)$/;

/** The folder in which a system keeps what is its own on this machine: database, addresses, tokens, pids. */
export interface StateFolder {
  /** Absolute. */
  readonly path: string;
  /** Runs `work` while no other process of this folder runs its own. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Opens the state folder. One that is missing is made, an empty one is taken; one that holds what is not ours is left as
 * it is.
 *
 * @throws METES_START_STATE_FOLDER, METES_START_STATE_OCCUPIED
 */
export async function openStateFolder(folder: string): Promise<StateFolder> {
  const path = resolve(folder);
  try {
    if (await makeFolder(path)) {
      // As root, the account of the embedded database passes through this folder; nobody else lists it in either case.
      await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700);
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

/** Makes a folder ours, unless it holds what is not. @throws METES_START_STATE_OCCUPIED */
async function markFolder(path: string): Promise<void> {
  const names = await readdir(path);
  const foreign: string[] = [];
  for (const name of names) {
    if (name === mark || draft.test(name) || bystander.test(name)) continue;
    // Another process may be making this folder at this moment, or was killed while it did.
    if (name !== ignore || (await readFile(join(path, name), 'utf8')) !== '*\n') foreign.push(name);
  }
  // Somebody else may have marked it since, and have gone on.
  if (await isStateFolder(path)) return;
  if (foreign.length > 0)
    throw new MetesError('METES_START_STATE_OCCUPIED', { folder: path, found: someOf(foreign) });
  const found = names.filter((name) => bystander.test(name));
  await replaceFile(join(path, ignore), '*\n');
  await replaceFile(
    join(path, mark),
    `${JSON.stringify({ format: 1, ...(found.length > 0 ? { found } : {}) })}\n`,
  );
}

function someOf(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

async function foundIn(path: string): Promise<readonly string[]> {
  const file = join(path, mark);
  try {
    const { found } = JSON.parse(await readFile(file, 'utf8')) as { found?: readonly string[] };
    return found ?? [];
  } catch (cause) {
    throw new MetesError('METES_START_STATE_FILE', { file, reason: (cause as Error).message }, { cause });
  }
}

function unusable(folder: string, cause: unknown): unknown {
  if (cause instanceof MetesError) return cause;
  return new MetesError('METES_START_STATE_FOLDER', { folder, reason: (cause as Error).message }, { cause });
}
