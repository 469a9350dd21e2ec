import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { LoadedSystem } from './config-file.ts';

/** Where the files of each context are. */
export interface ContextFolders {
  /** The root of the repository: the nearest folder above the configuration with `.git`, else that of the configuration. */
  readonly root: string;
  /** By context: the folder, seen from the root, with slashes and without one at the end. */
  readonly of: ReadonlyMap<string, string>;
}

/**
 * Finds the folder of each context: what `folders` of the configuration says, else `contexts/<name>` beside it.
 *
 * @throws METES_DRAW_FOLDER_MISSING
 */
export function contextFolders({ file, definition }: LoadedSystem): ContextFolders {
  const here = dirname(file);
  const root = repositoryRoot(here) ?? here;
  const of = new Map<string, string>();
  for (const { name } of definition.map.contexts) {
    const folder = definition.folders?.[name] ?? join('contexts', name);
    if (!existsSync(resolve(here, folder)))
      throw new MetesError('METES_DRAW_FOLDER_MISSING', {
        context: name,
        place: folder,
        config: relative(root, file),
        folders: `{ '${name}': 'src/${name}' }`,
      });
    of.set(name, fromRoot(root, resolve(here, folder)));
  }
  return { root, of };
}

/** A path seen from the root, with slashes. */
export function fromRoot(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

function repositoryRoot(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryRoot(above);
}
