import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { Terminal } from './terminal.ts';

/** A file that a command wants to write. */
export interface WantedFile {
  /** Absolute. */
  readonly path: string;
  /** The whole content, given what is there now (undefined when nothing is); undefined when the file is to go. */
  readonly content: (now: string | undefined) => string | undefined;
  /** Whether what is there now was written by the command, so that it may be replaced. */
  readonly isOurs: (now: string) => boolean;
  /** What is said of a file that belongs to somebody else, when there is more to say than METES_DRAW_FILE_FOREIGN. */
  readonly foreign?: (file: string) => MetesError;
}

/** What writing a file comes to. */
export interface FileChange {
  readonly file: string;
  readonly change: 'new' | 'changed' | 'removed' | 'unchanged';
}

/** How files are written. */
export interface WritingMode {
  /** Say what would be written, and write nothing. */
  readonly dryRun: boolean;
  /** Replace files of others too. */
  readonly overwrite: boolean;
}

/**
 * Writes files, all of them or, when one of them belongs to somebody else, none.
 *
 * @throws METES_DRAW_UNWRITABLE, METES_DRAW_FILE_FOREIGN, or what `foreign` of the file gives
 */
export async function writeFiles(
  wanted: readonly WantedFile[],
  { dryRun, overwrite }: WritingMode,
  { folder }: Pick<Terminal, 'folder'>,
): Promise<readonly FileChange[]> {
  const plans: {
    readonly path: string;
    readonly next: string | undefined;
    readonly change: FileChange['change'];
  }[] = [];
  for (const { path, content, isOurs, foreign } of wanted) {
    const now = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw unwritable(relative(folder, path) || path, error);
    });
    const file = relative(folder, path) || path;
    if (now !== undefined && now.trim() !== '' && !isOurs(now) && !overwrite)
      throw foreign?.(file) ?? new MetesError('METES_DRAW_FILE_FOREIGN', { drawing: file });
    const next = content(now);
    plans.push({ path, next, change: changeOf(now, next) });
  }
  for (const { path, next, change } of plans) {
    if (dryRun || change === 'unchanged') continue;
    try {
      if (next === undefined) await rm(path);
      else {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, next);
      }
    } catch (cause) {
      throw unwritable(relative(folder, path) || path, cause as Error);
    }
  }
  return plans.map(({ path, change }) => ({ file: relative(folder, path) || path, change }));
}

function unwritable(file: string, cause: Error): MetesError {
  return new MetesError('METES_DRAW_UNWRITABLE', { drawing: file, reason: cause.message }, { cause });
}

function changeOf(now: string | undefined, next: string | undefined): FileChange['change'] {
  if (now === next) return 'unchanged';
  if (now === undefined) return 'new';
  return next === undefined ? 'removed' : 'changed';
}

/** What became of the files, a line for each. */
export function toldChanges(changes: readonly FileChange[], dryRun: boolean): string {
  const words = {
    new: dryRun ? 'would write' : 'wrote',
    changed: dryRun ? 'would update' : 'updated',
    removed: dryRun ? 'would remove' : 'removed',
    unchanged: 'is current:',
  };
  return changes.map(({ file, change }) => `${words[change]} ${file}\n`).join('');
}
