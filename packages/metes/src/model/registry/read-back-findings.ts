import { type Finding, finding } from '../../base/finding.ts';
import { type Json, toJson } from '../../base/json.ts';
import { describeIssues, validate } from '../../base/schema.ts';
import { accepts } from '../../contract/compatibility/accepts.ts';
import type { SchemaObject } from '../../contract/compatibility/json-schema.ts';
import type { Contract } from '../../contract/contract.ts';
import { examplesOf } from './examples.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';

/** Versions that do not accept what is written under them, each with the first such document. */
export function readBackFindings(contract: Contract, wanted: RegistryFile): readonly Finding[] {
  const { contract: name, context } = contract;
  return [...versionsOf(wanted)].flatMap(([version, { schema }]) => {
    for (const example of examplesOf(contract, version, schema)) {
      const refused = refusedOf(contract, version, schema, example);
      if (refused)
        return [finding('METES_CONTRACT_NOT_READ_BACK', 'error', { name, version, ...refused }, { context })];
    }
    return [];
  });
}

function refusedOf(
  { contract: name, schemas }: Contract,
  version: number,
  schema: SchemaObject,
  example: Json,
): { readonly witness: string; readonly reason: string } | undefined {
  const check = (data: unknown) => validate(schemas.get(version)!, data, `${name} v${version}`);
  const given = check(example);
  if ('issues' in given) return undefined;
  const written = toJson(given.value);
  const read = check(written);
  const witness = JSON.stringify(written);
  if ('issues' in read) return { witness, reason: describeIssues(read.issues) };
  return accepts(schema, written) ? undefined : { witness, reason: 'its JSON Schema refuses it' };
}
