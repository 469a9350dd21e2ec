import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** What a run of the compiler said. */
export interface Compiled {
  /** Its error messages, without places and codes. */
  readonly errors: readonly string[];
  /** Instantiated types and signatures: the same at every run, whatever else the machine does. */
  readonly instantiations: number;
  readonly seconds: number;
}

/**
 * Compiles files against the sources of the toolkit with the settings of the repository.
 *
 * @param name a folder of its own, so that two of them can be compiled at once
 * @param files their texts, by name
 */
export function compile(name: string, files: Readonly<Record<string, string>>): Compiled {
  // Inside the repository, so that imports resolve as everywhere in it; git ignores the folder.
  const folder = join(root, 'node_modules/.cache/bench-types', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const compilerOptions = {
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
  };
  const settings = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: Object.keys(files) };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings, null, 2));
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const compiler = join(dirname(manifest), 'bin', 'tsc');
  const run = spawnSync(
    process.execPath,
    [compiler, '-p', folder, '--pretty', 'false', '--extendedDiagnostics'],
    { cwd: folder, encoding: 'utf8' },
  );
  return {
    errors: [...run.stdout.matchAll(/^\S+\(\d+,\d+\): error TS\d+: (.*)$/gm)].map(([, text]) => text!),
    instantiations: figure(run.stdout, 'Instantiations'),
    seconds: figure(run.stdout, 'Total time'),
  };
}

function figure(output: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output)?.[1];
  if (found === undefined)
    throw new Error(`The compiler gave no figure "${name}":\n${output.slice(0, 2_000)}`);
  return Number(found);
}
