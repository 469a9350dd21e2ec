import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The file that runs the TypeScript compiler under Node. */
export function compilerPath(): string {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  return join(dirname(manifest), 'bin', 'tsc');
}
