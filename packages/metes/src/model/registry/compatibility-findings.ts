import { type Finding, finding } from '../../base/finding.ts';
import { brokenPromises } from '../../contract/compatibility/broken-promises.ts';
import type { Contract } from '../../contract/contract.ts';
import type { ContextMap } from '../system-map.ts';
import { namedConsumers } from './consumers.ts';
import { brokenPromiseValues } from './faults.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';

/**
 * Every version of a contract that does not keep its compatibility against the versions before it. A version that says
 * why it breaks begins a new line: neither it nor later ones are held against what was before.
 */
export function compatibilityFindings(
  map: ContextMap,
  contract: Contract,
  wanted: RegistryFile,
): readonly Finding[] {
  const { context } = contract;
  const versions = [...versionsOf(wanted)].map(([version, { schema }]) => ({ version, schema }));
  return brokenPromises(contract, versions).map((each) => {
    const values = { ...brokenPromiseValues(contract, each), consumers: namedConsumers(map, contract) };
    return finding('METES_CONTRACT_INCOMPATIBLE', 'error', values, { context });
  });
}
