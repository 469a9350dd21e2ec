import { changesBetween } from '../../contract/compatibility/changes.ts';
import { type BrokenPromise, whatBreaks } from '../../contract/compatibility/broken-promises.ts';
import type { SchemaObject } from '../../contract/compatibility/json-schema.ts';
import { breaksOf } from '../../contract/compatibility/modes.ts';
import type { Contract } from '../../contract/contract.ts';
import { samePromise } from './registry-file.ts';
import { witnessText } from './witness-text.ts';

/** The most changes that are named. */
const mostChanges = 8;

/**
 * How a version that was published differs from what it is now, in words; undefined when it says the same, in whichever
 * words. The files of the registry and the record of a running system are judged and spoken of alike.
 */
export function changeOfVersion(
  version: number,
  before: SchemaObject,
  now: SchemaObject,
): { readonly changes: string; readonly witness: string } | undefined {
  if (samePromise(before, now)) return undefined;
  const changes = changesBetween(before, now).map(({ kind, path }) => `${kind} at ${path}`);
  const breaks = breaksOf(now, [{ version, schema: before }], 'FULL');
  if (changes.length === 0 && breaks.length === 0) return undefined;
  const named = changes.length === 0 ? ['its schema says something else'] : changes.slice(0, mostChanges);
  if (changes.length > mostChanges) named.push(`and ${changes.length - mostChanges} more`);
  return { changes: named.join(', '), witness: witnessText(breaks[0]) };
}

/** What is said of a version that does not keep what its contract promises. */
export function brokenPromiseValues(
  { contract: name, compatibility: mode }: Pick<Contract, 'contract' | 'compatibility'>,
  broken: BrokenPromise,
) {
  const { version, against, path, reason, direction } = broken;
  const witness = witnessText(broken);
  return { name, version, mode, against, path, reason, direction: whatBreaks[direction], witness };
}
