import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The data folder belongs to a provider that is still running. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

const heldHere = new Set<string>();

/** Takes the data folder for this process, because two writers would tear the ledger; returns how to give it back. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(resolve(folder), 'provider.lock');
  if (heldHere.has(path)) throw new FolderInUse(`another provider of this process uses ${folder}`);
  heldHere.add(path);
  try {
    for (;;) {
      const taken = await writeFile(path, String(process.pid), { flag: 'wx' }).then(
        () => true,
        (fault: NodeJS.ErrnoException) => {
          if (fault.code === 'EEXIST') return false;
          throw fault;
        },
      );
      if (taken) break;
      const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
      if (isAlive(holder))
        throw new FolderInUse(`process ${holder} uses ${folder}; if it is not a provider, remove ${path}`);
      // Left behind by a kill.
      await rm(path, { force: true });
    }
  } catch (fault) {
    heldHere.delete(path);
    throw fault;
  }
  return async () => {
    heldHere.delete(path);
    await rm(path, { force: true });
  };
}

function isAlive(pid: number): boolean {
  // Our own id in the file is an earlier life: in a container every life has the same id.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}
