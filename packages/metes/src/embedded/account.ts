import { stat } from 'node:fs/promises';
import { MetesError } from '../base/errors.ts';
import { runProgram } from './run-program.ts';
import type { Account, Surroundings } from './surroundings.ts';

/**
 * The account that the server must run as: `undefined` (this one) for an ordinary user. PostgreSQL refuses root, so root
 * gets the owner of the data, or of the folder asked for, or the account `postgres`, or `nobody`.
 */
export async function serverAccount(
  { data, folder }: { readonly data: string; readonly folder: string },
  surroundings: Surroundings,
): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const dataOwner = await ownerOf(data);
  if (dataOwner) return dataOwner;
  const folderOwner = await ownerOf(folder);
  // A folder mounted into a container may belong to a number without a name, and initdb insists on a name.
  if (folderOwner && (await numberOf('-u', String(folderOwner.uid))) !== undefined) return folderOwner;
  const accounts = surroundings.accounts ?? ['postgres', 'nobody'];
  for (const name of accounts) {
    const [uid, gid] = [await numberOf('-u', name), await numberOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new MetesError('METES_EMBEDDED_NO_ACCOUNT', { accounts: accounts.join(', ') });
}

/** True when `account` can enter `folder`: every folder above it counts. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  const { code } = await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { cwd: '/', account });
  return code === 0;
}

async function ownerOf(folder: string): Promise<Account | undefined> {
  const owner = await stat(folder).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
}

async function numberOf(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  const { code, output } = await runProgram('id', [flag, name], { cwd: '/' }).catch(() => ({
    code: 1,
    output: '',
  }));
  // macOS prints the account `nobody` unsigned, and spawn takes it signed.
  return code === 0 ? Number(output.trim()) | 0 : undefined;
}
