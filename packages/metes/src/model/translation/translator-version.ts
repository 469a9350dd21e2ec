import type { Schema } from '../../base/schema.ts';
import type { ModelField } from './model-fields.ts';
import type { Rule } from './rule.ts';

/** One version of a foreign model and its rules: all that a translator is made of. */
export interface TranslatorVersion {
  /** The translator and the version, for people. */
  readonly name: string;
  /** The foreign version, such as `v3`; empty when there is only one. */
  readonly version: string;
  readonly foreign: Schema;
  readonly ownSchema: Schema;
  readonly foreignFields: readonly ModelField[];
  readonly ownFields: readonly ModelField[];
  readonly rules: Readonly<Record<string, Rule>>;
  /** Foreign fields that are dropped by name. */
  readonly dropped: readonly string[];
}
