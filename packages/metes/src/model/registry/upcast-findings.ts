import { type Finding, finding } from '../../base/finding.ts';
import type { Contract } from '../../contract/contract.ts';
import { examplesOf } from './examples.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';

/** Older versions whose documents the upcasts do not lift, each with the first document that failed. A warning each. */
export function upcastFindings(contract: Contract, wanted: RegistryFile): readonly Finding[] {
  const { contract: name, context, version: current } = contract;
  const found: Finding[] = [];
  for (const [version, { schema }] of versionsOf(wanted)) {
    if (version === current) continue;
    for (const document of examplesOf(contract, version, schema)) {
      const reason = problem(() => contract.read(version, document));
      if (reason === undefined) continue;
      const values = { name, version, witness: JSON.stringify(document), reason };
      found.push(finding('METES_CONTRACT_UPCAST_FAILS', 'warning', values, { context }));
      break;
    }
  }
  return found;
}

function problem(lift: () => unknown): string | undefined {
  try {
    lift();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
