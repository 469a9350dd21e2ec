import { fileURLToPath } from 'node:url';

/** True when this runs as it was built, false on the sources. */
export const built = import.meta.url.endsWith('.js');

/** The folder `bench` of the repository, whether this is `bench/system` or what was built of it in `bench/dist`. */
export const home = new URL(built ? '../../../' : '../', import.meta.url);

/** How Node is told to run a program of this repository: built as this is and with the same options, or on the sources. */
export function nodeArguments(program: URL): readonly string[] {
  const { pathname } = program;
  if (!built) return ['--conditions=@metes/source', '--import', 'tsx', fileURLToPath(program)];
  return [...process.execArgv, fileURLToPath(new URL(pathname.replace(/\.ts$/, '.js'), program))];
}
