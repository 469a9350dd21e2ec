/**
 * Builds the toolkit and the programs of the benchmark, so that what is measured is the JavaScript that users run:
 *
 *     npm run bench -- ...
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkUnbuilt } from './links.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);

process.exitCode =
  compiled('--build', 'packages/metes') && compiled('--project', 'bench/tsconfig.build.json') ? 0 : 2;
if (process.exitCode === 0) linkUnbuilt(root);

/** Runs the compiler, which does nothing when nothing has changed; what it says goes to standard error. */
function compiled(...args: readonly string[]): boolean {
  return (
    spawnSync(process.execPath, [compiler, ...args], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0
  );
}
