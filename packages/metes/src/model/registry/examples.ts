import { isMetesError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import { validate } from '../../base/schema.ts';
import { accepts } from '../../contract/compatibility/accepts.ts';
import { documentsOf } from '../../contract/compatibility/documents.ts';
import { hintsOf } from '../../contract/compatibility/hints.ts';
import type { SchemaObject } from '../../contract/compatibility/json-schema.ts';
import type { Contract } from '../../contract/contract.ts';

/** How many documents of each version are tried. */
const most = 60;

/** Documents that a version of a contract allows; none where its schema is not understood. */
export function examplesOf(
  { contract: name, schemas }: Pick<Contract, 'contract' | 'schemas'>,
  version: number,
  schema: SchemaObject,
): readonly Json[] {
  try {
    return (
      documentsOf(schema, hintsOf(schema))
        .filter((each) => accepts(schema, each))
        .slice(0, most)
        // A schema may say more in code than in JSON Schema: only what it accepts itself was ever written.
        .filter((each) => !('issues' in validate(schemas.get(version)!, each, `${name} v${version}`)))
    );
  } catch (error) {
    if (isMetesError(error, 'METES_CONTRACT_SCHEMA_UNDECIDED')) return [];
    throw error;
  }
}
