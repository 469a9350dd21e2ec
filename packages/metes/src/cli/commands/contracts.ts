import { dirname } from 'node:path';
import { MetesError } from '../../base/errors.ts';
import { checkRegistry, publishedContracts, type RegistryText } from '../../model/registry/index.ts';
import { readRegistry } from '../../start/registry-folder.ts';
import { type CliCommand, configOption, jsonOption, type Typed } from '../command.ts';
import { type LoadedSystem, loadSystem } from '../config-file.ts';
import { exportContracts } from '../contracts-export.ts';
import { contractFindings } from '../contracts-text.ts';
import { writeContracts } from '../contracts-write.ts';
import { paint } from '../paint.ts';
import { publishedAt } from '../published-at.ts';
import { count } from '../table.ts';
import type { Terminal } from '../terminal.ts';

const onlyFor: readonly (readonly [option: string, kind: string])[] = [
  ['dry-run', 'write'],
  ['asyncapi', 'export'],
  ['openapi', 'export'],
  ['out', 'export'],
];

/** `metes contracts`: the registry of what was published. */
export const contractsCommand: CliCommand = {
  name: 'contracts',
  summary: 'the registry of published contracts: write it, check it, export it',
  words: '<write | check | export>',
  takes: [1, 1],
  kinds: ['write', 'check', 'export'],
  explanation: `What a context publishes is read by others and stays in logs: it may grow, but not change. The registry has every
version of every contract as JSON Schema 2020-12, in contract/<name>.json of the context that owns it; commit these files.
  write     write what is not in the registry yet; refuses when a published version has changed or a new one breaks readers
  check     the same check without writing, for CI. Exit code 1 when something does not hold
  export    print the contracts as AsyncAPI 3, or the routes as OpenAPI 3.1
With --against, the files at a git reference are what was published: versions that are new since then may still be rewritten.`,
  options: [
    {
      name: 'against',
      value: 'git ref',
      about: 'What counts as published, such as origin/main (default: the files as they are)',
    },
    { name: 'dry-run', about: 'write: say what would be written, and write nothing' },
    {
      name: 'asyncapi',
      about: 'export: an AsyncAPI 3.0 document of all contracts, who sends and who receives',
    },
    { name: 'openapi', about: 'export: an OpenAPI 3.1 document of all routes' },
    { name: 'out', value: 'file', about: 'export: write into this file instead of printing' },
    configOption,
    jsonOption,
  ],
  examples: [
    'metes contracts write',
    'metes contracts check --against origin/main',
    'metes contracts export --asyncapi --out asyncapi.json',
  ],
  run: async (typed, terminal) => {
    const kind = typed.words[0]!;
    for (const [option, wanted] of onlyFor) {
      if (typed.has(option) && kind !== wanted)
        throw new MetesError('METES_CLI_USAGE', {
          reason: `--${option} does not go with "${kind}".`,
          suggestion: `It goes with "metes contracts ${wanted}".`,
        });
    }
    const system = await loadSystem(typed.value('config'), terminal, `contracts ${kind}`);
    if (kind === 'export') return exportContracts(system, typed, terminal);
    const files = await readRegistry(system.definition, dirname(system.file), terminal.folder);
    const published = await publishedFiles(typed, system);
    return kind === 'write'
      ? writeContracts(system, files, published ?? files, typed, terminal)
      : check(system, files, published, typed, terminal);
  },
};

async function publishedFiles(
  typed: Typed,
  system: LoadedSystem,
): Promise<readonly RegistryText[] | undefined> {
  const ref = typed.value('against');
  return ref === undefined ? undefined : publishedAt(ref, system);
}

function check(
  { definition: { map } }: LoadedSystem,
  files: readonly RegistryText[],
  published: readonly RegistryText[] | undefined,
  typed: Typed,
  terminal: Terminal,
): number {
  const findings = checkRegistry(map, files, published);
  const contracts = publishedContracts(map).map((each) => each.contract);
  const versions = contracts.reduce((sum, each) => sum + each.schemas.size, 0);
  if (typed.has('json'))
    terminal.out(`${JSON.stringify({ contracts: contracts.length, versions, findings })}\n`);
  else {
    const { green } = paint(terminal.colours);
    const looked = `${count(contracts.length, 'contract')} with ${count(versions, 'version')}`;
    terminal.out(
      findings.length === 0
        ? `${green('Everything that was published holds')}: ${looked}.\n`
        : `${contractFindings(findings, terminal)}${looked} looked at.\n`,
    );
  }
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}
