import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { registryFileName, type RegistryText } from '../model/registry/index.ts';
import type { OwnedContract } from '../model/registry/index.ts';
import type { SystemDefinition } from './define-system.ts';

/** Where the registry of a context is: the folder `contract/` beside its published language. */
export function registryFolder(
  definition: Pick<SystemDefinition, 'folders'>,
  home: string,
  context: string,
): string {
  return join(home, definition.folders?.[context] ?? join('contexts', context), 'contract');
}

/** Where the file of a contract is. */
export function registryPath(
  definition: Pick<SystemDefinition, 'folders'>,
  home: string,
  { contract }: Pick<OwnedContract, 'contract'>,
): string {
  return join(registryFolder(definition, home, contract.context), registryFileName(contract));
}

/**
 * Reads every file of the registry of a system, for `checkRegistry`.
 *
 * @param home the folder of the file that declares the system
 * @param seenFrom paths are shown from this folder
 */
export async function readRegistry(
  definition: Pick<SystemDefinition, 'map' | 'folders'>,
  home: string,
  seenFrom: string = home,
): Promise<readonly RegistryText[]> {
  const perContext = definition.map.contexts.map(async ({ name }) => {
    const folder = registryFolder(definition, home, name);
    const names = await readdir(folder).catch(() => []);
    return Promise.all(
      names
        .filter((each) => each.endsWith('.json'))
        .toSorted()
        .map(async (each) => ({
          path: shown(seenFrom, join(folder, each)),
          text: await readFile(join(folder, each), 'utf8'),
        })),
    );
  });
  return (await Promise.all(perContext)).flat();
}

/** A path as seen from a folder, with forward slashes. */
export function shown(from: string, path: string): string {
  return relative(from, path).split(sep).join('/');
}
