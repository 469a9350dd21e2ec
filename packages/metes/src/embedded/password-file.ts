import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { MetesError } from '../base/errors.ts';
import { unwritable, type Place } from './place.ts';

/** The password of a database that exists; losing it is an error of its own, because the data is still there. */
export async function readPassword(place: Place): Promise<string> {
  try {
    const password = (await readFile(place.password, 'utf8')).trim();
    if (password !== '') return password;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(place.folder, error);
  }
  const reason = 'its file is missing or empty';
  throw new MetesError('METES_EMBEDDED_PASSWORD', { folder: place.data, file: place.password, reason });
}

/** Writes a new password before the database is made, so that no complete database is ever without one. */
export async function writePassword(place: Place): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await writeFile(place.password, `${password}\n`, { mode: 0o600, flush: true });
  await chmod(place.password, 0o600);
  return password;
}
