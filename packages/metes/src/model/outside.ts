import { mustFit, optional, partsOf, said } from '../base/argument.ts';
import type { Schema } from '../base/schema.ts';
import type { Context } from './context-declaration.ts';
import { lineSuchAs, schema, text } from './kinds.ts';
import { type Glossary, glossaryOf, type Language, languageKind } from './language.ts';

/** What is known of a system that is not ours. */
export interface OutsideDeclaration {
  /** What we need it for, in one sentence. */
  readonly purpose?: string;
  /** Who runs it, such as the name of the vendor. */
  readonly owner?: string;
  /** What it speaks, where that was written down. */
  readonly schema?: Schema;
  /** What its words mean there, as far as they concern us. */
  readonly language?: Language;
}

/** A system that is not ours and stands on the map because a context depends on it or serves it. */
export interface Outside<Name extends string = string> extends Omit<OutsideDeclaration, 'language'> {
  readonly outside: true;
  readonly name: Name;
  readonly language: Glossary;
}

/** Who can stand at an end of a relation. */
export type Party = Context | Outside;

const nameKind = lineSuchAs("'payment provider'");
const declared = partsOf('what is known of an outside', {
  purpose: optional(text),
  owner: optional(lineSuchAs("'PayCo'")),
  schema: optional(schema),
  language: optional(languageKind),
});

/**
 * Declares a system that is not ours.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * const provider = outside('payment provider', { owner: 'PayCo', purpose: 'Moves the money' });
 */
export function outside<const Name extends string>(
  name: Name,
  declaration: OutsideDeclaration = {},
): Outside<Name> {
  mustFit('outside', { name, declaration }, { name: nameKind, declaration: declared });
  return { ...said(declaration), outside: true, name, language: glossaryOf(declaration.language ?? {}) };
}

/** True for a system that is not ours. */
export function isOutside(party: Party): party is Outside {
  return 'outside' in party;
}
