import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  checkRegistry,
  publishedContracts,
  registryFileOf,
  registryText,
  type RegistryText,
} from '../model/registry/index.ts';
import { registryPath, shown } from '../start/registry-folder.ts';
import type { Typed } from './command.ts';
import type { LoadedSystem } from './config-file.ts';
import { contractFindings } from './contracts-text.ts';
import { count } from './table.ts';
import type { Terminal } from './terminal.ts';

/** `metes contracts write`. Writes nothing at all when something that was published does not hold. */
export async function writeContracts(
  { file, definition }: LoadedSystem,
  files: readonly RegistryText[],
  published: readonly RegistryText[],
  typed: Typed,
  terminal: Terminal,
): Promise<number> {
  const { map } = definition;
  const home = dirname(file);
  const wanted = publishedContracts(map).map((owned) => {
    const path = registryPath(definition, home, owned);
    return {
      absolute: path,
      path: shown(terminal.folder, path),
      text: registryText(registryFileOf(owned.contract, owned.team)),
    };
  });
  const findings = checkRegistry(map, wanted, published);
  const refused = findings.some(({ severity }) => severity === 'error');
  const now = new Map(files.map((each) => [each.path, each.text]));
  const written = refused ? [] : wanted.filter((each) => now.get(each.path) !== each.text);
  if (!typed.has('dry-run')) {
    for (const { absolute, text } of written) {
      await mkdir(dirname(absolute), { recursive: true });
      await writeFile(absolute, text);
    }
  }
  if (typed.has('json')) {
    const paths = written.map((each) => each.path);
    terminal.out(`${JSON.stringify({ written: paths, dryRun: typed.has('dry-run'), findings })}\n`);
  } else {
    terminal.out(contractFindings(findings, terminal));
    if (refused) terminal.out('Nothing was written.\n');
    else if (written.length === 0) terminal.out('The registry says what the code says; nothing to write.\n');
    else
      terminal.out(
        `${typed.has('dry-run') ? 'Would write' : 'Wrote'} ${count(written.length, 'file')}:\n${written.map((each) => `  ${each.path}\n`).join('')}`,
      );
  }
  return refused ? 1 : 0;
}
