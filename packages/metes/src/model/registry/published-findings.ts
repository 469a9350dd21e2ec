import { type Finding, finding } from '../../base/finding.ts';
import { changesBetween } from '../../contract/compatibility/changes.ts';
import { breaksOf } from '../../contract/compatibility/modes.ts';
import type { ContextMap } from '../system-map.ts';
import { namedConsumers } from './consumers.ts';
import { type RegisteredVersion, type RegistryFile, samePromise, versionsOf } from './registry-file.ts';
import { witnessText } from './witness-text.ts';

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
    if (!current)
      found.push(
        finding(
          'METES_CONTRACT_VERSION_VANISHED',
          'error',
          { name, version: `v${version}`, consumers },
          where,
        ),
      );
    else if (!samePromise(current.schema, schema))
      found.push(
        finding(
          'METES_CONTRACT_VERSION_CHANGED',
          'error',
          {
            name,
            version,
            consumers,
            next: Math.max(...today.keys()) + 1,
            changes: changesIn(schema, current),
            witness: witnessText(breaksOf(current.schema, [{ version, schema }], 'FULL')[0]),
          },
          where,
        ),
      );
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

function changesIn(before: RegisteredVersion['schema'], { schema }: RegisteredVersion): string {
  const changes = changesBetween(before, schema).map(({ kind, path }) => `${kind} at ${path}`);
  return changes.length > 0 ? changes.slice(0, 8).join(', ') : 'its words differ';
}
