import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { makeFolder } from './make-folder.ts';
import { canEnter, serverAccount } from './account.ts';
import { replaceFile } from './replace-file.ts';
import type { Account, Say, Surroundings } from './surroundings.ts';

/** Where everything of one embedded server is. */
export interface Place {
  /** The folder that was asked for: password, log, port and lock are in it. */
  readonly folder: string;
  /** Where the data is: the same folder, or one that the account of the server can reach. */
  readonly area: string;
  readonly data: string;
  /** The configuration file of the toolkit. Not in the data folder: root must not write where another account can link. */
  readonly settings: string;
  readonly password: string;
  readonly log: string;
  readonly port: string;
}

interface Pointer {
  readonly folder: string;
  readonly area: string;
}

/** Makes sure that the folder exists and is ours to write. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    if (!(await makeFolder(folder))) return;
    // As root, the account of the server passes through this folder; nobody lists it in either case.
    await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    await writeFile(join(folder, '.gitignore'), '*\n');
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Follows the pointer of the folder, if it has one; decides nothing new. */
export async function knownPlace(folder: string): Promise<Place> {
  const pointer = await readPointer(folder);
  return placeAt(folder, pointer?.area ?? folder);
}

/** Decides where the data is and which account serves it, and remembers a place outside of the folder in it. */
export async function choosePlace(
  folder: string,
  surroundings: Surroundings,
  say: Say,
): Promise<{ place: Place; account: Account | undefined }> {
  const place = await knownPlace(folder);
  const account = await serverAccount(place, surroundings);
  if (account === undefined || (await canEnter(account, place.area))) return { place, account };
  const area = await makeArea(folder, account, surroundings);
  say(`the server account cannot enter ${folder}: its data goes to ${area}`);
  await writePointer({ folder, area });
  return { place: placeAt(folder, area), account };
}

/** The coded error for a folder that the file system does not let us use. */
export function unwritable(folder: string, cause: unknown): MetesError {
  if (cause instanceof MetesError) return cause;
  const reason = (cause as Error).message;
  if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') {
    return new MetesError('METES_EMBEDDED_DISK_FULL', { folder, tail: reason }, { cause });
  }
  return new MetesError('METES_EMBEDDED_FOLDER_UNWRITABLE', { folder, reason }, { cause });
}

function placeAt(folder: string, area: string): Place {
  return {
    folder,
    area,
    data: join(area, 'data'),
    settings: join(area, 'settings.conf'),
    password: join(folder, 'password'),
    log: join(folder, 'server.log'),
    port: join(folder, 'port'),
  };
}

const pointerFile = (folder: string) => join(folder, 'data-is-elsewhere.json');

async function readPointer(folder: string): Promise<Pointer | undefined> {
  const text = await readFile(pointerFile(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const pointer = JSON.parse(text) as Pointer;
  if (pointer.folder === folder) return pointer;
  // A copy of the folder must not share the data of the original; a moved folder keeps its data.
  const original = await readFile(pointerFile(pointer.folder), 'utf8').catch(() => undefined);
  if (original !== undefined) return undefined;
  await writePointer({ folder, area: pointer.area });
  return { folder, area: pointer.area };
}

async function writePointer(pointer: Pointer): Promise<void> {
  await replaceFile(pointerFile(pointer.folder), `${JSON.stringify(pointer, null, 2)}\n`);
}

/** A new folder that `account` can enter. /var/lib first: systems clear /var/tmp of what has not been used for weeks. */
async function makeArea(folder: string, account: Account, surroundings: Surroundings): Promise<string> {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const areas = surroundings.areas ?? ['/var/lib', '/var/tmp', tmpdir()];
  for (const parent of areas) {
    for (let number = 1; number < 100; number++) {
      const area = join(parent, `metes-${hash}${number === 1 ? '' : `-${number}`}`);
      try {
        // Made, never found: in a folder that everybody writes to, a found one may belong to somebody else.
        await mkdir(area);
        await chmod(area, 0o711);
        await writeFile(join(area, 'belongs-to'), `${folder}\n`);
      } catch {
        if (await lstat(area).catch(() => undefined)) continue;
        break;
      }
      if (await canEnter(account, area)) return area;
      break;
    }
  }
  const reason = `the server account ${account.uid} can enter neither it nor a folder in ${areas.join(', ')}`;
  throw new MetesError('METES_EMBEDDED_FOLDER_UNWRITABLE', { folder, reason });
}
