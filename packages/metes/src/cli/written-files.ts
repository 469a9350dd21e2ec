import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { Terminal } from './terminal.ts';

/** A file that a command wants to write. */
export interface WantedFile {
  /** Absolute. */
  readonly path: string;
  /** The whole content, given what is there now (undefined when nothing is). */
  readonly content: (now: string | undefined) => string;
  /** Whether what is there now was written by the command, so that it may be replaced. */
  readonly isOurs: (now: string) => boolean;
}

/** What writing a file comes to. */
export interface FileChange {
  readonly file: string;
  readonly change: 'new' | 'changed' | 'unchanged';
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
 * @throws METES_DRAW_FILE_FOREIGN
 */
export async function writeFiles(
  wanted: readonly WantedFile[],
  { dryRun, overwrite }: WritingMode,
  { folder }: Pick<Terminal, 'folder'>,
): Promise<readonly FileChange[]> {
  const plans: { readonly path: string; readonly content: string; readonly change: FileChange['change'] }[] =
    [];
  for (const { path, content, isOurs } of wanted) {
    const now = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (now !== undefined && now.trim() !== '' && !isOurs(now) && !overwrite)
      throw new MetesError('METES_DRAW_FILE_FOREIGN', { file: relative(folder, path) || path });
    const next = content(now);
    plans.push({
      path,
      content: next,
      change: now === undefined ? 'new' : now === next ? 'unchanged' : 'changed',
    });
  }
  for (const { path, content, change } of plans) {
    if (dryRun || change === 'unchanged') continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return plans.map(({ path, change }) => ({ file: relative(folder, path) || path, change }));
}
