import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MetesError } from '../base/errors.ts';

const run = promisify(execFile);

/** What git answers in a folder; undefined when it answers that what was asked for is not there. */
export async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', [...args], {
      cwd: folder,
      maxBuffer: 1 << 30,
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout;
  } catch (cause) {
    const { code, stderr } = cause as { readonly code?: unknown; readonly stderr?: string };
    if (code === 128 && /not a git repository/.test(stderr ?? ''))
      throw new MetesError('METES_DRAW_GIT', { folder, reason: 'this is not a git repository' }, { cause });
    if (typeof code === 'number') return undefined;
    throw new MetesError('METES_DRAW_GIT', { folder, reason: (cause as Error).message }, { cause });
  }
}

/**
 * The commit that a branch, tag or other git reference means.
 *
 * @throws METES_DRAW_REF_UNKNOWN, METES_DRAW_GIT
 */
export async function commitOf(folder: string, ref: string): Promise<string> {
  const commit = await git(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  if (commit === undefined) throw new MetesError('METES_DRAW_REF_UNKNOWN', { ref });
  return commit.trim();
}
