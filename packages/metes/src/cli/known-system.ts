import { isMetesError, MetesError } from '../base/errors.ts';
import { startEnvironment } from '../start/environment.ts';
import { observeStores, type ObservedStore } from '../start/observed-stores.ts';
import { livingRoles, type RoleFacts } from '../start/roles.ts';
import { databasesFile, type Databases } from '../start/state-files.ts';
import { isStateFolder, stateFolderAt, type StateFolder } from '../start/state-folder.ts';
import { checkConfig } from './config-file.ts';
import type { Terminal } from './terminal.ts';

/** A system that was started from a state folder, seen by another process. */
export interface KnownSystem {
  readonly state: StateFolder;
  readonly databases: Databases;
  readonly processes: readonly RoleFacts[];
}

/**
 * The system of the state folder.
 *
 * @param config the file named with `--config`, which must be there
 * @throws METES_CLI_NEVER_STARTED, METES_CLI_CONFIG_MISSING
 */
export async function knownSystem(
  { env, folder }: Pick<Terminal, 'env' | 'folder'>,
  config?: string,
): Promise<KnownSystem> {
  await checkConfig(config, { folder });
  const state = stateFolderAt(startEnvironment(env).folder);
  const databases = (await isStateFolder(state.path)) ? await databasesFile.read(state) : undefined;
  if (!databases) throw new MetesError('METES_CLI_NEVER_STARTED', { folder: state.path });
  return { state, databases, processes: await livingRoles(state) };
}

/**
 * Lets `look` look at the stores of a system.
 *
 * @throws METES_CLI_NOTHING_RUNS instead of METES_STORE_UNAVAILABLE when no process of the system is alive
 */
export async function lookAtStores<T>(
  { state, databases, processes }: KnownSystem,
  look: (stores: readonly ObservedStore[]) => Promise<T>,
): Promise<T> {
  await using observed = await observeStores(databases);
  try {
    return await look(observed.stores);
  } catch (cause) {
    if (!isMetesError(cause, 'METES_STORE_UNAVAILABLE') || processes.length > 0) throw cause;
    throw new MetesError(
      'METES_CLI_NOTHING_RUNS',
      { folder: state.path, reason: cause.values['reason'] },
      { cause },
    );
  }
}

/**
 * The contexts that a filter names: one, or all.
 *
 * @throws METES_CLI_CONTEXT_UNKNOWN
 */
export function contextsNamed({ databases }: KnownSystem, wanted: string | undefined): readonly string[] {
  const known = Object.keys(databases.contexts);
  if (wanted === undefined) return known;
  if (!known.includes(wanted))
    throw new MetesError('METES_CLI_CONTEXT_UNKNOWN', { context: wanted, known: known.join(', ') });
  return [wanted];
}
