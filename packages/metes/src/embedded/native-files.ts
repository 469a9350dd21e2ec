import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { Place } from './place.ts';
import { packageToAdd, type PlatformPackage } from './platform-package.ts';
import { runProgram } from './run-program.ts';
import type { Account, Say } from './surroundings.ts';

/** The programs of PostgreSQL, ready to run as the account of the server. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Makes the installed binaries runnable: adds the library links that an install without scripts leaves out, and copies
 * them beside the data when the package cannot be changed or the account of the server cannot reach it.
 */
export async function readyPrograms(
  source: PlatformPackage,
  place: Place,
  account: Account | undefined,
  say: Say,
): Promise<Programs> {
  const linked = await addLibraryLinks(source.folder);
  const installed = programsIn(source.folder);
  const trouble = linked
    ? await troubleRunning(installed.postgres, account)
    : 'its library links cannot be made there';
  if (trouble === undefined) return installed;

  const copy = join(place.area, `binaries-${source.version}`);
  if (!(await exists(copy))) {
    say(`copying the PostgreSQL binaries to ${copy} (${trouble})`);
    await copyBinaries(source.folder, copy);
  }
  const copied = programsIn(copy);
  const detail = await troubleRunning(copied.postgres, account);
  if (detail === undefined) return copied;
  throw new MetesError('METES_EMBEDDED_BINARIES_BROKEN', {
    file: copied.postgres,
    detail,
    add: packageToAdd,
  });
}

/** Where the programs are inside a package folder. */
export function programsIn(packageFolder: string): Programs {
  const program = (name: string) =>
    join(packageFolder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** Creates the links of `native/pg-symlinks.json` that are missing; false when the folder does not allow it. */
export async function addLibraryLinks(packageFolder: string): Promise<boolean> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (await exists(link)) continue;
    try {
      await symlink(relative(dirname(link), join(packageFolder, source)), link);
    } catch (error) {
      // EEXIST: another process made it in this very moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Why a program does not run as `account`, `undefined` when it does. Starting it also proves that its libraries load. */
async function troubleRunning(file: string, account: Account | undefined): Promise<string | undefined> {
  try {
    const { code, output } = await runProgram(file, ['--version'], { cwd: '/', account });
    return code === 0 ? undefined : output.trim() || `exit code ${code}`;
  } catch (error) {
    return (error as Error).message;
  }
}

async function copyBinaries(from: string, to: string): Promise<void> {
  const draft = `${to}.draft-${randomBytes(6).toString('hex')}`;
  try {
    await cp(join(from, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await letEverybodyRead(draft); // before the links: a copy of a read-only folder is read-only too
    await addLibraryLinks(draft);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** An install under a strict umask is readable by its owner only; the account of the server needs to read the copy. */
async function letEverybodyRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await letEverybodyRead(path);
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
