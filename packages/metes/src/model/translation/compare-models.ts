import type { Schema } from '../../base/schema.ts';
import type { OwnModel } from './checked-rules.ts';
import { type ModelField, modelFields } from './model-fields.ts';
import { nameDifference } from './spelling.ts';
import type { FieldChange } from './field-change.ts';
import type { FieldAnalysis } from './translation-analysis.ts';
import { type TranslationVerdict, verdictOf } from './verdict.ts';

/** Two models side by side. */
export interface ModelComparison {
  /** Every own field, and the foreign field that can stand for it. */
  readonly fields: readonly FieldAnalysis[];
  /** Foreign fields that no own field asks for. */
  readonly unused: readonly string[];
  readonly verdict: TranslationVerdict;
}

/**
 * Compares a foreign model with ours before any translator is written: to conform, or to translate? Fields are paired by
 * name, then by spelling; a pair of other types or with other words is restructured, and an own field without a partner
 * has to be put together.
 *
 * @throws METES_SCHEMA_NO_JSON
 * @example compareModels(charge.v2.schema, PaymentResult).verdict.advice // 'anti-corruption layer'
 */
export function compareModels(foreign: Schema, own: OwnModel): ModelComparison {
  const theirs = modelFields(foreign, 'the foreign model');
  const fields = modelFields(own, 'the own model').map((field) => {
    const partner = partnerOf(field, theirs);
    return analysed(field, partner);
  });
  const used = new Set(fields.flatMap((each) => each.foreign));
  return {
    fields,
    unused: theirs.map((each) => each.path).filter((path) => !used.has(path)),
    verdict: verdictOf(fields.map((each) => each.change)),
  };
}

function partnerOf(own: ModelField, theirs: readonly ModelField[]): ModelField | undefined {
  return (
    theirs.find((each) => each.path === own.path) ??
    theirs.find((each) => nameDifference(each.path, own.path) === 'spelling')
  );
}

function analysed(own: ModelField, partner: ModelField | undefined): FieldAnalysis {
  const told = (change: FieldChange, why: string): FieldAnalysis => ({
    own: own.path,
    foreign: partner ? [partner.path] : [],
    change,
    why,
  });
  if (!partner) return told('restructured', 'no field of that name');
  const sameType =
    own.types.length === 0 ||
    partner.types.length === 0 ||
    own.types.some((type) => partner.types.some((other) => alike(type, other)));
  if (!sameType)
    return told('restructured', `${partner.types.join(' or ')} there, ${own.types.join(' or ')} here`);
  const strange = own.words && partner.words?.filter((word) => !own.words!.includes(word));
  if (strange && strange.length > 0) return told('restructured', `other words: ${strange.join(', ')}`);
  if (own.required && !partner.required) return told('restructured', 'may be absent there');
  return partner.path === own.path ? told('unchanged', '') : told('spelling', 'spelling');
}

function alike(one: string, other: string): boolean {
  return one === other || [one, other].every((each) => each === 'number' || each === 'integer');
}
