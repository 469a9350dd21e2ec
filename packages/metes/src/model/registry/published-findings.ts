import { type Finding, finding } from '../../base/finding.ts';
import type { ContextMap } from '../system-map.ts';
import { namedConsumers } from './consumers.ts';
import { changeOfVersion } from './faults.ts';
import { type RegisteredVersion, type RegistryFile, versionsOf } from './registry-file.ts';

/**
 * What was published and is no longer so: versions that changed or are gone; and versions that are not written down yet.
 *
 * @param now what the code (or today's file) says
 * @param before what was written down
 */
export function publishedFindings(
  map: ContextMap,
  now: RegistryFile,
  before: RegistryFile | undefined,
  file: string,
  withNew = true,
): readonly Finding[] {
  const { contract: name, owner } = now;
  const where = { context: owner.context };
  const [today, written] = [
    versionsOf(now),
    before ? versionsOf(before) : new Map<number, RegisteredVersion>(),
  ];
  const consumers = namedConsumers(map, { contract: name, context: owner.context });
  const found: Finding[] = [];
  for (const [version, { schema }] of written) {
    const current = today.get(version);
    if (!current) {
      found.push(vanished(name, `v${version}`, consumers, where));
      continue;
    }
    const change = changeOfVersion(version, schema, current.schema);
    if (!change) continue;
    const values = { contract: name, version, consumers, next: Math.max(...today.keys()) + 1, ...change };
    found.push(finding('METES_CONTRACT_VERSION_CHANGED', 'error', values, where));
  }
  if (!withNew) return found;
  for (const version of today.keys()) {
    if (!written.has(version))
      found.push(
        finding('METES_CONTRACT_UNREGISTERED', 'error', { name, version: `v${version}`, file }, where),
      );
  }
  return found;
}

/** @param version `v2`, or in words which versions */
export function vanished(
  contract: string,
  version: string,
  consumers: string,
  where?: Finding['where'],
): Finding {
  const values = { contract, version, since: '', consumers };
  return finding('METES_CONTRACT_VERSION_VANISHED', 'error', values, where);
}
