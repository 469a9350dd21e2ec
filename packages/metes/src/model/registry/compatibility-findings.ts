import { type Finding, finding } from '../../base/finding.ts';
import { breaksOf, type Direction, type RetainedVersion } from '../../contract/compatibility/modes.ts';
import type { Contract } from '../../contract/contract.ts';
import type { ContextMap } from '../system-map.ts';
import { namedConsumers } from './consumers.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';
import { witnessText } from './witness-text.ts';

const whatBreaks: Readonly<Record<Direction, string>> = {
  BACKWARD: 'who reads the new version cannot read all of the old one',
  FORWARD: 'who reads the old version cannot read all of the new one',
};

/**
 * Every version of a contract that does not keep its compatibility against the versions before it. A version that says
 * why it breaks begins a new line: neither it nor later ones are held against what was before.
 */
export function compatibilityFindings(
  map: ContextMap,
  contract: Contract,
  wanted: RegistryFile,
): readonly Finding[] {
  const { contract: name, context, compatibility: mode, breaking } = contract;
  const found: Finding[] = [];
  let earlier: RetainedVersion[] = [];
  for (const [version, { schema }] of versionsOf(wanted)) {
    if (breaking.has(version)) earlier = [];
    for (const each of breaksOf(schema, earlier, mode)) {
      const { against, path, reason } = each;
      const values = {
        name,
        version,
        mode,
        against,
        path,
        reason,
        direction: whatBreaks[each.direction],
        witness: witnessText(each),
        consumers: namedConsumers(map, contract),
      };
      found.push(finding('METES_CONTRACT_INCOMPATIBLE', 'error', values, { context }));
    }
    earlier = [...earlier, { version, schema }];
  }
  return found;
}
