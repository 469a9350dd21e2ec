import { type Finding, finding } from '../../base/finding.ts';
import { brokenPromises, whatBreaks } from '../../contract/compatibility/broken-promises.ts';
import type { Contract } from '../../contract/contract.ts';
import type { ContextMap } from '../system-map.ts';
import { namedConsumers } from './consumers.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';
import { witnessText } from './witness-text.ts';

/**
 * Every version of a contract that does not keep its compatibility against the versions before it. A version that says
 * why it breaks begins a new line: neither it nor later ones are held against what was before.
 */
export function compatibilityFindings(
  map: ContextMap,
  contract: Contract,
  wanted: RegistryFile,
): readonly Finding[] {
  const { contract: name, context, compatibility: mode } = contract;
  const versions = [...versionsOf(wanted)].map(([version, { schema }]) => ({ version, schema }));
  return brokenPromises(contract, versions).map((each) => {
    const { version, against, path, reason } = each;
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
    return finding('METES_CONTRACT_INCOMPATIBLE', 'error', values, { context });
  });
}
