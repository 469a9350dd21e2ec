import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MetesError } from '../base/errors.ts';
import type { SystemDefinition } from '../start/define-system.ts';
import type { Terminal } from './terminal.ts';

const names = ['metes.config.ts', 'metes.config.js', 'metes.config.mjs'];

/** A system together with the file that declares it. */
export interface LoadedSystem {
  readonly file: string;
  readonly definition: SystemDefinition;
}

/**
 * Loads the system that a file declares: the one named, else the one that `"metes": { "config": ... }` of package.json
 * names, else metes.config.ts, .js or .mjs in the working folder.
 *
 * @throws METES_CLI_CONFIG_MISSING, METES_CLI_CONFIG_LOADER, METES_CLI_CONFIG_INVALID
 */
export async function loadSystem(
  named: string | undefined,
  terminal: Pick<Terminal, 'folder'>,
  command: string,
): Promise<LoadedSystem> {
  const file = await findConfig(named, terminal.folder);
  let loaded: { readonly default?: unknown };
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new MetesError('METES_CLI_CONFIG_LOADER', { file, command, version: process.version }, { cause });
    throw cause;
  }
  const definition = loaded.default as SystemDefinition | undefined;
  const reason = problemOf(definition);
  if (reason !== undefined) throw new MetesError('METES_CLI_CONFIG_INVALID', { file, reason });
  return { file, definition: definition! };
}

/**
 * Refuses a file named with `--config` that is not there, for commands that do not load it: a slip of the keyboard must
 * not pass for the system that was meant.
 *
 * @throws METES_CLI_CONFIG_MISSING
 */
export async function checkConfig(
  named: string | undefined,
  { folder }: Pick<Terminal, 'folder'>,
): Promise<void> {
  if (named !== undefined) await findConfig(named, folder);
}

async function findConfig(named: string | undefined, folder: string): Promise<string> {
  const wanted = named ?? (await configOfPackage(folder));
  const candidates = wanted === undefined ? names : [wanted];
  for (const name of candidates) {
    const path = resolve(folder, name);
    if (
      await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return path;
  }
  throw new MetesError('METES_CLI_CONFIG_MISSING', { looked: candidates.join(', ') });
}

async function configOfPackage(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  try {
    const config = (JSON.parse(text) as { metes?: { config?: unknown } }).metes?.config;
    return typeof config === 'string' ? config : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(definition: unknown): string | undefined {
  if (typeof definition !== 'object' || definition === null) return 'it has no default export';
  const { map, folders, migrations, check } = definition as Partial<SystemDefinition>;
  if (!Array.isArray(map?.contexts)) return 'its default export has no context map under "map"';
  const known = new Set(map.contexts.map(({ name }) => name));
  const named = { folders, migrations, 'check.foreignWords': check?.foreignWords };
  for (const [where, byContext] of Object.entries(named))
    for (const name of Object.keys(byContext ?? {}))
      if (!known.has(name)) return `"${where}" names ${name}, which is no context of its map`;
  const odd = Object.entries(folders ?? {}).find(([, folder]) => typeof folder !== 'string');
  return odd && `"folders" does not name a folder for ${odd[0]}`;
}
