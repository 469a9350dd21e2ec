import { type Finding, finding } from '../../base/finding.ts';
import { asWritten } from '../../contract/compatibility/as-written.ts';
import { decide } from '../../contract/compatibility/decide.ts';
import type { JsonSchema } from '../../contract/compatibility/json-schema.ts';
import { expectationOf, hasField, valuesGone } from '../../contract/needs/expectation.ts';
import type { NeededField } from '../../contract/needs/needed.ts';
import { versionSchema } from '../../contract/version-schema.ts';
import type { Need } from '../need.ts';
import type { ContextMap } from '../system-map.ts';
import { type RegistryFile, versionsOf } from './registry-file.ts';

/** A stated need that a contract does not meet. */
export interface Unmet {
  readonly path: string;
  readonly reason: string;
  /** A document that would go out and does not have what is needed. */
  readonly witness?: string;
}

/**
 * What contexts state that they read and would no longer get: fields that are gone, values that cannot occur any more,
 * and fields that became something else since the version that is written down.
 */
export function needFindings(
  map: ContextMap,
  registered: (contract: string) => RegistryFile | undefined,
): readonly Finding[] {
  return map.contexts.flatMap(({ name: consumer, needs }) =>
    needs.flatMap((need) => {
      const { contract, context } = need.contract;
      return unmetNeeds(need, writtenForm(need, registered(contract))).map((unmet) =>
        finding('METES_CONTRACT_NEED_UNMET', 'error', unmetValues(consumer, need, unmet), { context }),
      );
    }),
  );
}

/** What METES_CONTRACT_NEED_UNMET says: the same of code, of files and of a start. */
export function unmetValues(consumer: string, { contract }: Need, { path, reason, witness }: Unmet) {
  return {
    consumer,
    name: contract.contract,
    owner: contract.context,
    version: contract.reads,
    path,
    reason,
    witness: witness === undefined ? '' : ` Witness: ${witness}.`,
  };
}

/** What a contract does not give of what a context needs. */
export function unmetNeeds(need: Need, before?: JsonSchema): readonly Unmet[] {
  const { contract, fields } = need;
  const now = versionSchema(contract.schemas.get(contract.reads)!, `${contract.contract} v${contract.reads}`);
  return fields.flatMap((field) => unmetField(field, now, before));
}

function unmetField(field: NeededField, now: JsonSchema, before: JsonSchema | undefined): readonly Unmet[] {
  const { path, alone } = field;
  if (!hasField(now, alone)) return [{ path, reason: 'the field is gone' }];
  const gone = valuesGone(now, field);
  if (gone.length > 0) {
    const named = gone.map((each) => JSON.stringify(each)).join(', ');
    return [{ path, reason: `${named} cannot occur any more` }];
  }
  if (before === undefined || !hasField(before, alone)) return [];
  const found = decide(expectationOf(asWritten(before), alone), now);
  if (found.verdict === 'compatible') return [];
  const witness = found.verdict === 'incompatible' ? { witness: JSON.stringify(found.witness) } : {};
  return [{ path, reason: found.reason, ...witness }];
}

/** The form that the need was written against: the version that is read, else the last one that is written down. */
function writtenForm({ contract }: Need, file: RegistryFile | undefined): JsonSchema | undefined {
  if (!file) return undefined;
  const written = versionsOf(file);
  const before = [...written.keys()].filter((version) => version <= contract.reads);
  return before.length === 0 ? undefined : written.get(Math.max(...before))!.schema;
}
