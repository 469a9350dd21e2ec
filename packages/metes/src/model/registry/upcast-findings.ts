import { isMetesError } from '../../base/errors.ts';
import { type Finding, finding } from '../../base/finding.ts';
import type { Json } from '../../base/json.ts';
import { validate } from '../../base/schema.ts';
import { accepts } from '../../contract/compatibility/accepts.ts';
import { documentsOf } from '../../contract/compatibility/documents.ts';
import { hintsOf } from '../../contract/compatibility/hints.ts';
import type { Contract } from '../../contract/contract.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';

/** How many documents of each version are lifted. */
const mostDocuments = 60;

/** Older versions whose documents the upcasts do not lift, each with the first document that failed. A warning each. */
export function upcastFindings(contract: Contract, wanted: RegistryFile): readonly Finding[] {
  const { contract: name, context, version: current, schemas } = contract;
  const found: Finding[] = [];
  for (const [version, { schema }] of versionsOf(wanted)) {
    if (version === current) continue;
    for (const document of examples(schema)) {
      // A schema may say more in code than in JSON Schema: only what it accepts itself was ever written.
      if ('issues' in validate(schemas.get(version)!, document, `${name} v${version}`)) continue;
      const reason = problem(() => contract.read(version, document));
      if (reason === undefined) continue;
      const values = { name, version, witness: JSON.stringify(document), reason };
      found.push(finding('METES_CONTRACT_UPCAST_FAILS', 'warning', values, { context }));
      break;
    }
  }
  return found;
}

function examples(schema: RegistryFile['versions']['v1']['schema']): readonly Json[] {
  try {
    return documentsOf(schema, hintsOf(schema))
      .filter((each) => accepts(schema, each))
      .slice(0, mostDocuments);
  } catch (error) {
    if (isMetesError(error, 'METES_CONTRACT_SCHEMA_UNDECIDED')) return [];
    throw error;
  }
}

function problem(lift: () => unknown): string | undefined {
  try {
    lift();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
