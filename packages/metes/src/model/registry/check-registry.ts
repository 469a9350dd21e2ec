import { type Finding, finding } from '../../base/finding.ts';
import type { Contract } from '../../contract/contract.ts';
import type { ContextMap } from '../system-map.ts';
import { compatibilityFindings } from './compatibility-findings.ts';
import { namedConsumers } from './consumers.ts';
import { needFindings } from './need-findings.ts';
import { readBackFindings } from './read-back-findings.ts';
import { publishedFindings, vanished } from './published-findings.ts';
import {
  readRegistryFile,
  type RegistryFile,
  registryFileName,
  registryFileOf,
  registryText,
  type RegistryText,
} from './registry-file.ts';
import { upcastFindings } from './upcast-findings.ts';

/** A contract that the map publishes, with the team that answers for it. */
export interface OwnedContract {
  readonly contract: Contract;
  readonly team: string;
}

/** Every contract that a context of the map publishes. */
export function publishedContracts(map: ContextMap): readonly OwnedContract[] {
  return map.contexts.flatMap(({ publishes, team }) =>
    publishes.map(({ contract }) => ({ contract: contract.whole, team })),
  );
}

/**
 * Holds the contracts of a map against the files of the registry: what was published can neither change nor vanish,
 * every version keeps what the contract promises against the versions before it (or says why not) and accepts what is
 * written under it, upcasts lift what older versions allow, no consumer loses what it states it reads, and the files say what the code says.
 *
 * @param published the files as they were published before, such as those of the main branch; what they have must be
 * in `files` unchanged
 */
export function checkRegistry(
  map: ContextMap,
  files: readonly RegistryText[],
  published: readonly RegistryText[] = [],
): readonly Finding[] {
  const found: Finding[] = [];
  const known = new Map<string, { readonly path: string; readonly file: RegistryFile }>();
  for (const each of files) {
    const file = readRegistryFile(each);
    const problem = 'problem' in file ? file.problem : spokenFor(file, known);
    if (problem !== undefined)
      found.push(finding('METES_CONTRACT_REGISTRY_INVALID', 'error', { file: each.path, reason: problem }));
    else if (!('problem' in file)) known.set(file.contract, { path: each.path, file });
  }
  const contracts = publishedContracts(map);
  for (const { contract, team } of contracts) {
    const { contract: name, context } = contract;
    const registered = known.get(name);
    const file = registered?.path ?? `contract/${registryFileName(contract)}`;
    const wanted = registryFileOf(contract, team);
    const own = publishedFindings(map, wanted, registered?.file, file);
    found.push(...own, ...compatibilityFindings(map, contract, wanted));
    found.push(...readBackFindings(contract, wanted), ...upcastFindings(contract, wanted));
    if (registered && own.length === 0 && registryText(wanted) !== registryText(registered.file)) {
      const what = staleness(wanted, registered.file);
      found.push(finding('METES_CONTRACT_REGISTRY_STALE', 'error', { file, what }, { context }));
    }
  }
  const before = published.length === 0 ? files : published;
  const written = new Map(
    before.flatMap((each) => {
      const file = readRegistryFile(each);
      return 'problem' in file ? [] : [[file.contract, file] as const];
    }),
  );
  found.push(...needFindings(map, (name) => written.get(name)));
  const names = new Set(contracts.map((each) => each.contract.contract));
  for (const [name, { file }] of known) if (!names.has(name)) found.push(goneWhole(map, file));
  return [...found, ...historyFindings(map, known, published)];
}

/** Of two files of one contract nobody could say which of them was published. */
function spokenFor(
  { contract }: RegistryFile,
  known: ReadonlyMap<string, { readonly path: string }>,
): string | undefined {
  const other = known.get(contract);
  return other && `${contract} has a file already, ${other.path}`;
}

function staleness(wanted: RegistryFile, file: RegistryFile): string {
  if (wanted.compatibility !== file.compatibility)
    return `the code promises ${wanted.compatibility}, the file ${file.compatibility}`;
  if (wanted.owner.team !== file.owner.team)
    return `it is owned by the team ${wanted.owner.team}, the file names ${file.owner.team}`;
  if (wanted.owner.context !== file.owner.context)
    return `it is published by ${wanted.owner.context}, the file names ${file.owner.context}`;
  return 'a description, a reason or the words of a schema differ';
}

function goneWhole(map: ContextMap, { contract, owner }: RegistryFile): Finding {
  const consumers = namedConsumers(map, { contract, context: owner.context });
  return vanished(contract, 'in every version', consumers);
}

/** What the published files have that today's files do not. */
function historyFindings(
  map: ContextMap,
  known: ReadonlyMap<string, { readonly file: RegistryFile; readonly path: string }>,
  published: readonly RegistryText[],
): readonly Finding[] {
  return published.flatMap((each) => {
    const before = readRegistryFile(each);
    if ('problem' in before) return [];
    const now = known.get(before.contract);
    return now ? publishedFindings(map, now.file, before, each.path, false) : [goneWhole(map, before)];
  });
}
