import type { FieldChange } from './field-change.ts';
import { nameDifference } from './spelling.ts';
import { overlaps } from './declaration.ts';
import { type OneWay, oneWays } from './reversal.ts';
import type { Rule } from './rule.ts';
import type { TranslatorVersion } from './translator-version.ts';
import { type TranslationVerdict, verdictOf } from './verdict.ts';

/** One own field, and how it comes about. */
export interface FieldAnalysis {
  readonly own: string;
  readonly foreign: readonly string[];
  readonly change: FieldChange;
  /** What makes it more than a copy; empty for a copy. */
  readonly why: string;
}

/** A foreign field that is not read. */
export interface DroppedField {
  readonly foreign: string;
  /** True when the translator says so; false when no rule mentions it. */
  readonly onPurpose: boolean;
}

/** What a translator does to a foreign model. */
export interface TranslationAnalysis {
  readonly translator: string;
  readonly version: string;
  readonly fields: readonly FieldAnalysis[];
  readonly dropped: readonly DroppedField[];
  readonly verdict: TranslationVerdict;
  /** What keeps it from being turned round. */
  readonly oneWay: readonly OneWay[];
}

/**
 * Reads off a translator what is unchanged, renamed by spelling only, renamed, really restructured and dropped, and
 * whether an anti-corruption layer is worth it.
 */
export function analyseTranslation(version: TranslatorVersion): TranslationAnalysis {
  const fields = Object.entries(version.rules).map(([own, rule]) => analyseRule(own, rule));
  const used = Object.values(version.rules).flatMap((rule) => rule.foreign);
  const dropped = version.foreignFields
    .filter(({ path }) => !used.some((each) => overlaps(each, path)))
    .map(({ path }) => ({
      foreign: path,
      onPurpose: version.dropped.some((each) => overlaps(each, path)),
    }));
  return {
    translator: version.name,
    version: version.version,
    fields,
    dropped,
    verdict: verdictOf(fields.map((each) => each.change)),
    oneWay: oneWays(version),
  };
}

function analyseRule(own: string, rule: Rule): FieldAnalysis {
  const { foreign } = rule;
  if (rule.kind === 'constant') return { own, foreign, change: 'added', why: 'a constant' };
  const reasons = restructuring(rule);
  if (reasons.length > 0) return { own, foreign, change: 'restructured', why: reasons.join(', ') };
  const name = nameDifference(own, foreign[0]!);
  if (name === 'words') return { own, foreign, change: 'renamed', why: 'another word' };
  const respelled = name === 'spelling' || rule.kind === 'table' || rule.unit?.spelling === true;
  return { own, foreign, change: respelled ? 'spelling' : 'unchanged', why: respelled ? 'spelling' : '' };
}

/** Everything about a rule that is more than another name. */
function restructuring({ kind, foreign, unit, entries = {}, otherwise }: Rule): readonly string[] {
  const reasons: string[] = [];
  if (foreign.length > 1) reasons.push(`${foreign.length} fields in one`);
  if (foreign.length === 1 && foreign[0]!.includes('.'))
    reasons.push(`out of ${foreign[0]!.slice(0, foreign[0]!.lastIndexOf('.'))}`);
  if (kind === 'function') reasons.push('a function');
  if (unit?.inner) reasons.push(`by ${unit.unit}`);
  else if (kind === 'unit' && unit?.spelling !== true) reasons.push(`unit: ${unit?.unit}`);
  if (kind === 'table') {
    const others = Object.entries(entries).filter(
      ([word, own]) => typeof own !== 'string' || nameDifference(word, own) === 'words',
    );
    if (others.length > 0) reasons.push(`a table: ${others.length} of ${Object.keys(entries).length} words`);
    else if (otherwise) reasons.push('a table for an open list of words');
  }
  return reasons;
}
