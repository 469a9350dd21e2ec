import { isMetesError } from '../base/errors.ts';
import { jsonSchemaOf, type Schema } from '../base/schema.ts';
import { branchesOf } from '../contract/compatibility/branches.ts';
import { propertiesOf } from '../contract/compatibility/json-schema.ts';
import type { Contract } from '../contract/contract.ts';
import type { ContextMap } from '../model/context-map.ts';

/** The names of the fields of a schema, at its top level; undefined for one that is no object or tells nothing. */
export function fieldsOf(schema: Schema | undefined, subject: string): readonly string[] | undefined {
  if (!schema) return undefined;
  try {
    const json = jsonSchemaOf(schema, subject);
    const { branches } = branchesOf(json, json);
    const [only] = branches;
    return branches.length === 1 && only && 'properties' in only ? [...propertiesOf(only).keys()] : undefined;
  } catch (error) {
    if (isMetesError(error, 'METES_SCHEMA_NO_JSON')) return undefined;
    throw error;
  }
}

/** The fields of a contract as it goes out today. */
export function contractFields({ contract, schemas, version }: Contract): readonly string[] | undefined {
  return fieldsOf(schemas.get(version), contract);
}

/** Every contract that a context of the map publishes. */
export function publishedContracts(map: ContextMap): readonly Contract[] {
  return map.contexts.flatMap(({ publishes }) => publishes.map(({ contract }) => contract.whole));
}
