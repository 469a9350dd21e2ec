import type { FieldChange } from './field-change.ts';

/** The share of fields above which translating is worth it. */
const translateAbove = 0.3;

/** Whether to translate a foreign model or to take it as it is. */
export interface TranslationVerdict {
  /** Fields that need another name or another form. */
  readonly changed: number;
  /** Fields that come from the foreign model. */
  readonly of: number;
  /** `changed / of`; 0 when there is nothing to compare. */
  readonly share: number;
  readonly advice: 'anti-corruption layer' | 'conform';
}

/**
 * The 30 % rule: when more than 30 % of the fields have to be renamed or restructured, an anti-corruption layer is
 * cheaper than living with the foreign model; up to that, conform. Another spelling is no change of the model, and what
 * the foreign model does not have says nothing about it.
 */
export function verdictOf(changes: readonly FieldChange[]): TranslationVerdict {
  const foreign = changes.filter((each) => each !== 'added');
  const changed = foreign.filter((each) => each === 'renamed' || each === 'restructured').length;
  const share = foreign.length === 0 ? 0 : changed / foreign.length;
  return {
    changed,
    of: foreign.length,
    share,
    advice: share > translateAbove ? 'anti-corruption layer' : 'conform',
  };
}
