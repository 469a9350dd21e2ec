import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MetesError } from '../base/errors.ts';
import { livingRoles } from './roles.ts';
import { isStateFolder, removeStateFolder, type StateFolder, stateFolderAt } from './state-folder.ts';

/**
 * Deletes a state folder with its embedded database for good, except what was in it before. False when there was none.
 *
 * @throws METES_START_STATE_FOREIGN when the folder is not one of this toolkit; METES_START_STATE_IN_USE
 */
export async function removeState(folder: string): Promise<boolean> {
  const state = stateFolderAt(folder);
  if (!(await exists(state.path))) return false;
  if (!(await isStateFolder(state.path)))
    throw new MetesError('METES_START_STATE_FOREIGN', { folder: state.path });
  await refuseInUse(state);
  const { removeEmbeddedPostgres } = await import('../embedded/index.ts');
  await removeEmbeddedPostgres(join(state.path, 'postgres'));
  await removeStateFolder(state.path);
  return true;
}

/** Stops an embedded database that no process uses any more; false when there is none, or it is used. */
export async function stopLeftDatabase(state: StateFolder): Promise<boolean> {
  if ((await livingRoles(state)).some((each) => each.kind === 'process')) return false;
  const { stopEmbeddedPostgres } = await import('../embedded/index.ts');
  return stopEmbeddedPostgres(join(state.path, 'postgres'));
}

/** @throws METES_START_STATE_IN_USE */
async function refuseInUse(state: StateFolder): Promise<void> {
  let processes = await livingRoles(state);
  // Companions of a killed process end by themselves, a moment later.
  for (
    let tries = 0;
    tries < 50 && processes.length > 0 && processes.every((each) => each.kind === 'companion');
    tries++
  ) {
    await pause(100);
    processes = await livingRoles(state);
  }
  if (processes.length === 0) return;
  const named = processes.map(({ role, pid }) => `${role} (process ${pid})`).join(', ');
  throw new MetesError('METES_START_STATE_IN_USE', { folder: state.path, processes: named });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
