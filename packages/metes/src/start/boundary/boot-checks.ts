import { MetesError } from '../../base/errors.ts';
import { brokenPromises } from '../../contract/compatibility/broken-promises.ts';
import type { Contract } from '../../contract/contract.ts';
import { daysToSunset } from '../../contract/sunset.ts';
import type { Context } from '../../model/context.ts';
import { consumersText } from '../../model/registry/consumers.ts';
import type { ContextMap } from '../../model/context-map.ts';
import { brokenPromiseValues, changeOfVersion } from '../../model/registry/faults.ts';
import { unmetNeeds, unmetValues } from '../../model/registry/need-findings.ts';
import type {
  AnnouncedBoundary,
  DeclaredEdge,
  DeclaredVersion,
  RegisteredVersion,
} from '../../runtime/ports/boundary.ts';
import { noSchema } from './declared.ts';

/** A reaction that still reads an older version. */
export interface LateReader {
  readonly context: string;
  readonly reaction: string;
  readonly contract: string;
  readonly reads: number;
}

/**
 * Refuses a schema that is not what was published under its version, and a version that is no longer declared.
 *
 * @throws METES_CONTRACT_CHANGED, METES_CONTRACT_VERSION_GONE
 */
export function mustBeAsRegistered(
  declared: readonly DeclaredVersion[],
  registered: readonly RegisteredVersion[],
  readers: readonly LateReader[],
): void {
  const published = new Set(declared.map(({ contract }) => contract));
  for (const { contract, version, schema: before, firstSeen } of registered) {
    // A contract that is not published at all any more takes its versions with it.
    if (!published.has(contract)) continue;
    const found = declared.find((each) => each.contract === contract && each.version === version);
    const consumers = consumersIn(readers, contract);
    if (!found)
      throw new MetesError('METES_CONTRACT_VERSION_GONE', {
        contract,
        version: `v${version}`,
        since: ` since ${dayOf(firstSeen)}`,
        consumers,
      });
    const { schema } = found;
    const unknown = [before, schema].some((each) => each['$comment'] === noSchema.$comment);
    const change = unknown ? undefined : changeOfVersion(version, before, schema);
    if (!change) continue;
    const latest = Math.max(
      ...[...declared, ...registered]
        .filter((each) => each.contract === contract)
        .map((each) => each.version),
    );
    throw new MetesError('METES_CONTRACT_CHANGED', {
      contract,
      version,
      next: latest + 1,
      consumers,
      ...change,
    });
  }
}

/**
 * Refuses a version that is published for the first time and does not keep what the contract promises of its versions,
 * against all that are retained. What goes out already was judged when it was new.
 *
 * @throws METES_CONTRACT_INCOMPATIBLE
 */
export function mustKeepItsPromise(
  contract: Contract,
  declared: readonly DeclaredVersion[],
  registered: readonly RegisteredVersion[],
  readers: readonly LateReader[],
): void {
  const { contract: name, context: publisher } = contract;
  const versions = declared.filter((each) => each.contract === name);
  if (versions.some(({ schema }) => schema['$comment'] === noSchema.$comment)) return;
  const isNew = (version: number): boolean =>
    !registered.some((each) => each.contract === name && each.version === version);
  const broken = brokenPromises(contract, versions).find(({ version }) => isNew(version));
  if (!broken) return;
  throw new MetesError('METES_CONTRACT_INCOMPATIBLE', {
    ...brokenPromiseValues(contract, broken),
    contract: name,
    publisher,
    consumers: consumersIn(readers, name),
  });
}

/**
 * Refuses a publisher whose contracts do not give what contexts of the map state that they read: a field or a value that
 * is gone, or one that became something else since the version before. What goes out already was judged when it was new.
 *
 * @throws METES_CONTRACT_NEED_UNMET
 */
export function mustMeetNeeds(
  { contexts }: Pick<ContextMap, 'contexts'>,
  publisher: string,
  declared: readonly DeclaredVersion[],
  registered: readonly RegisteredVersion[],
): void {
  for (const { name: consumer, needs } of contexts)
    for (const need of needs) {
      const { contract, context, reads } = need.contract;
      const now = declared.find((each) => each.contract === contract && each.version === reads);
      if (context !== publisher || !now || now.schema['$comment'] === noSchema.$comment) continue;
      const before = registered
        .filter((each) => each.contract === contract && each.version <= reads)
        .toSorted((one, other) => other.version - one.version)[0];
      const [unmet] = unmetNeeds(need, before?.version === reads ? undefined : before?.schema);
      if (unmet)
        throw new MetesError('METES_CONTRACT_NEED_UNMET', {
          ...unmetValues(consumer, need, unmet),
          contract,
          publisher,
        });
    }
}

/**
 * Refuses an older version that goes out after its day, unless the contract says why.
 *
 * @param now milliseconds since the epoch
 * @throws METES_CONTRACT_SUNSET_PASSED
 */
export function mustHaveEnded(contract: Contract, readers: readonly LateReader[], now: number): void {
  for (const [version, sunset] of contract.sunsets) {
    if (sunset.despite !== undefined || daysToSunset(sunset, now) > 0) continue;
    throw new MetesError('METES_CONTRACT_SUNSET_PASSED', {
      contract: contract.contract,
      publisher: contract.context,
      version,
      day: sunset.on,
      readers: namesOf(readers, contract.contract, version),
    });
  }
}

/**
 * Refuses readers elsewhere that cannot read what a context here publishes.
 *
 * @throws METES_CONTRACT_UNREADABLE
 */
export function mustReachReaders(
  context: Context,
  declared: readonly DeclaredVersion[],
  elsewhere: { readonly context: string; readonly edges: readonly DeclaredEdge[] },
): void {
  for (const { contract, publisher, readers } of elsewhere.edges) {
    if (publisher === context.name) mustBeReadable(contract, publisher, declared, elsewhere.context, readers);
  }
}

/**
 * Refuses what a publisher elsewhere sends and a context here cannot read.
 *
 * @throws METES_CONTRACT_UNREADABLE
 */
export function mustUnderstand(
  context: string,
  edges: readonly DeclaredEdge[],
  publisher: string,
  { versions }: AnnouncedBoundary,
): void {
  for (const { contract, readers, publisher: from } of edges) {
    // What was never published there is published later, by a later build.
    const known = versions.some((each) => each.contract === contract && each.goesOut);
    if (from === publisher && known) mustBeReadable(contract, publisher, versions, context, readers);
  }
}

function mustBeReadable(
  contract: string,
  publisher: string,
  versions: readonly DeclaredVersion[],
  subscriber: string,
  readers: DeclaredEdge['readers'],
): void {
  const out = versions
    .filter((each) => each.contract === contract && each.goesOut)
    .map((each) => each.version);
  for (const { reaction, reads } of readers) {
    // An older form can be lifted by the reader; a newer one it does not know.
    if (out.some((version) => version <= reads)) continue;
    throw new MetesError('METES_CONTRACT_UNREADABLE', {
      contract,
      publisher,
      subscriber,
      reaction,
      reads,
      published: out.length === 0 ? 'not at all' : out.map((each) => `v${each}`).join(' and '),
    });
  }
}

/** Who reads a version of a contract, in words. */
export function namesOf(readers: readonly LateReader[], contract: string, version: number): string {
  const names = readers
    .filter((each) => each.contract === contract && each.reads === version)
    .map((each) => `"${each.reaction}" in ${each.context}`);
  return names.length === 0 ? 'nobody' : names.join(', ');
}

/** Who reads a contract in any version, in the words of the check of the files. */
function consumersIn(readers: readonly LateReader[], contract: string): string {
  const reactions = new Map<string, string[]>();
  for (const { context, reaction } of readers.filter((each) => each.contract === contract))
    reactions.set(context, [...(reactions.get(context) ?? []), reaction]);
  return consumersText(
    [...reactions].map(([context, all]) => ({ context, reactions: all, reads: undefined })),
  );
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
