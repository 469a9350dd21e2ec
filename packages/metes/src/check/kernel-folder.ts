import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of a kernel, as the map gives it: seen from the configuration, or from where the check runs. */
export function kernelFolder(
  { home, seenFrom }: { readonly home: string; readonly seenFrom: string },
  path: string,
): string | undefined {
  return [home, seenFrom].map((from) => resolve(from, path)).find((folder) => existsSync(folder));
}
