import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stopEmbeddedPostgres } from './embedded-postgres.ts';
import { knownPlace } from './place.ts';

/**
 * Stops the server of a folder and deletes its data for good, wherever the data is. Nothing happens when there is none.
 *
 * @example
 * await removeEmbeddedPostgres('.metes/postgres');
 */
export async function removeEmbeddedPostgres(folder: string): Promise<void> {
  const path = resolve(folder);
  await stopEmbeddedPostgres(path);
  const { area } = await knownPlace(path);
  const options = { recursive: true, force: true, maxRetries: 3 } as const;
  // Data that had to go elsewhere is deleted only when its folder says that it belongs to this one.
  const owner =
    area === path ? undefined : await readFile(join(area, 'belongs-to'), 'utf8').catch(() => undefined);
  if (owner?.trim() === path) await rm(area, options);
  await rm(path, options);
}
