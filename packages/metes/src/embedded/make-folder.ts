import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder with those above it; true when it was not there before. Not by `mkdir` with `recursive`, which never
 * returns on a file system that refuses new folders with ENOENT, as /proc does.
 *
 * @param path absolute
 */
export async function makeFolder(path: string): Promise<boolean> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const outcome = await mkdirOnce(at);
    if (outcome === 'no parent' && dirname(at) !== at) missing.push(at);
    else if (missing.length === 0) return outcome === 'made';
    else break;
  }
  for (const each of missing.reverse()) await mkdir(each);
  return true;
}

async function mkdirOnce(path: string): Promise<'made' | 'there' | 'no parent'> {
  try {
    await mkdir(path);
    return 'made';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return 'there';
    if (code === 'ENOENT') return 'no parent';
    throw error;
  }
}
