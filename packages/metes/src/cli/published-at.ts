import { dirname } from 'node:path';
import type { RegistryText } from '../model/registry/index.ts';
import { registryFolder } from '../start/registry-folder.ts';
import type { LoadedSystem } from './config-file.ts';
import { commitOf, git } from './git.ts';

/**
 * The files of the registry as they were at a branch, tag or commit.
 *
 * @throws METES_DRAW_REF_UNKNOWN, METES_DRAW_GIT
 */
export async function publishedAt(
  ref: string,
  { file, definition }: LoadedSystem,
): Promise<readonly RegistryText[]> {
  const home = dirname(file);
  const commit = await commitOf(home, ref);
  const folders = definition.map.contexts.map(({ name }) => registryFolder(definition, home, name));
  const listed = await git(home, ['ls-tree', '-r', '--name-only', commit, '--', ...folders]);
  const names = (listed ?? '').split('\n').filter((each) => each.endsWith('.json'));
  return Promise.all(
    names.map(async (path) => ({
      path: `${ref}:${path}`,
      text: (await git(home, ['show', `${commit}:./${path}`])) ?? '',
    })),
  );
}
