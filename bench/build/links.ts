import { lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Where the JavaScript goes, from the root of the repository. */
const built = join('bench', 'dist');

/**
 * Links what the compiler leaves behind into the folder of what was built: the SQL of the shop, read by its place, and
 * the packages of the peers, which are installed beside their sources, some time or never.
 *
 * @returns the places that are linked, from the root of the repository
 */
export function linkUnbuilt(root: string): readonly string[] {
  const migrations = foldersIn(join(root, 'shop', 'contexts')).map((context) =>
    join('shop', 'contexts', context, 'infrastructure', 'migrations'),
  );
  const packages = foldersIn(join(root, 'bench', 'peers')).map((peer) =>
    join('bench', 'peers', peer, 'node_modules'),
  );
  const places = [...migrations, ...packages];
  for (const place of places) link(join(root, place), join(root, built, place));
  return places;
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name);
}

function link(target: string, path: string): void {
  // Another run may be reading through it.
  if (lstatSync(path, { throwIfNoEntry: false })) return;
  mkdirSync(dirname(path), { recursive: true });
  // A junction on Windows needs no rights and knows absolute paths only; elsewhere the repository can be moved.
  if (process.platform === 'win32') symlinkSync(target, path, 'junction');
  else symlinkSync(relative(dirname(path), target), path);
}
