import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { Programs } from './native-files.ts';
import { unwritable, type Place } from './place.ts';
import { packageToAdd } from './platform-package.ts';
import { runProgram } from './run-program.ts';
import { lastLines } from './server-log.ts';
import type { Account } from './surroundings.ts';

const draftPrefix = 'data.draft-';

/** True when a database is there; an empty folder (a fresh volume) counts as none. */
export async function hasDatabase(place: Place): Promise<boolean> {
  try {
    return (await readdir(place.data)).length > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw unwritable(place.data, error);
  }
}

/** Throws when the database is of another major version or lacks what every database has. */
export async function checkDatabase(place: Place, version: string): Promise<void> {
  const damaged = (detail: string, cause?: unknown) =>
    new MetesError('METES_EMBEDDED_FOLDER_DAMAGED', { folder: place.data, detail }, { cause });
  const expected = version.split('.')[0];
  let found: string;
  try {
    found = (await readFile(join(place.data, 'PG_VERSION'), 'utf8')).trim();
    await lstat(join(place.data, 'global', 'pg_control'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(place.data, error);
    throw damaged((error as Error).message, error);
  }
  if (found !== expected) {
    throw new MetesError('METES_EMBEDDED_VERSION', { folder: place.data, found, expected });
  }
}

/**
 * Makes a database in a sibling folder and renames it when it is complete and on the disk, so that an interrupted start
 * leaves nothing that could be taken for a database.
 */
export async function makeDatabase(
  place: Place,
  programs: Programs,
  account: Account | undefined,
  password: string,
): Promise<void> {
  await removeDrafts(place);
  const draft = join(place.area, `${draftPrefix}${randomBytes(6).toString('hex')}`);
  const passwordCopy = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    // initdb reads the password as the account of the server, which cannot read ours.
    await writeFile(passwordCopy, password, { mode: 0o600 });
    if (account)
      await Promise.all([draft, passwordCopy].map((path) => chown(path, account.uid, account.gid)));
    // The C library's C.UTF-8 where it exists; sorting and case come from PostgreSQL itself, alike everywhere.
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
    locale.push(`--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`);
    const access = ['-U', 'postgres', `--pwfile=${passwordCopy}`, '--auth=scram-sha-256'];
    const make = ['-D', draft, ...access, ...locale, '--no-sync', '--no-instructions'];
    await runInitdb(place, programs, account, make);
    // One sync of the whole instead of one per step of initdb, before the name makes it count.
    await runInitdb(place, programs, account, ['-D', draft, '--sync-only']);
    await rename(draft, place.data);
    await syncFolder(place.area);
  } catch (error) {
    await removeDrafts(place);
    throw unwritable(place.folder, error);
  } finally {
    await rm(passwordCopy, { force: true });
  }
}

async function runInitdb(
  place: Place,
  programs: Programs,
  account: Account | undefined,
  args: string[],
): Promise<void> {
  const { code, output } = await runProgram(programs.initdb, args, { cwd: place.area, account }).catch(
    (cause) => {
      const values = { file: programs.initdb, detail: (cause as Error).message, add: packageToAdd };
      throw new MetesError('METES_EMBEDDED_BINARIES_BROKEN', values, { cause });
    },
  );
  if (code === 0) return;
  const values = { folder: place.folder, tail: lastLines(output) };
  throw new MetesError(
    isDiskFull(output) ? 'METES_EMBEDDED_DISK_FULL' : 'METES_EMBEDDED_INIT_FAILED',
    values,
  );
}

/** True when PostgreSQL says that the disk is full. */
export function isDiskFull(output: string): boolean {
  return /no space left on device|disk quota exceeded/i.test(output);
}

/** What an interrupted start left; the caller holds the lock, so nobody works on one of them. */
async function removeDrafts(place: Place): Promise<void> {
  const names = await readdir(place.area).catch(() => []);
  const drafts = names.filter((name) => name.startsWith(draftPrefix));
  // An initdb that outlived its program may still write for a moment, hence the retries. If it goes on for longer, its
  // folder has a name of its own and is removed another time.
  const thoroughly = { recursive: true, force: true, maxRetries: 4, retryDelay: 50 };
  await Promise.all(drafts.map((name) => rm(join(place.area, name), thoroughly).catch(() => {})));
}

/** Brings a rename to the disk. Not every system can open a folder; those that cannot do it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
