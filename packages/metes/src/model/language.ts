import { either, entriesOf, listOf, optional, partsOf, said } from '../base/argument.ts';
import { line, text } from './kinds.ts';

/** A word of a context. */
export interface Term {
  /** What it means there, in a sentence. */
  readonly meaning: string;
  /** Who was asked what it means. */
  readonly experts: readonly string[];
  /** Words that are not used for it. */
  readonly not: readonly string[];
}

/** A word as it is written down: its meaning alone, or with those who were asked and the words that are not used. */
export type TermDeclaration = string | ({ readonly meaning: string } & Partial<Term>);

/** The glossary of a context as it is written down: what each term means there. */
export type Language = Readonly<Record<string, TermDeclaration>>;

/** The glossary of a context, each term in full. */
export type Glossary = Readonly<Record<string, Term>>;

const lines = optional(listOf('texts', line));

/** A glossary as it is written down. */
export const languageKind = entriesOf(
  'a glossary',
  either(
    partsOf('a meaning', { meaning: text, experts: lines, not: lines }, "'What it means, in a sentence'"),
    text,
  ),
  { write: "{ Order: 'What a customer asked for' }", names: line },
);

/** Fills every term of a language in. */
export function glossaryOf(language: Language): Glossary {
  return Object.fromEntries(
    Object.entries(language).map(([term, meaning]) => [
      term,
      { experts: [], not: [], ...(typeof meaning === 'string' ? { meaning } : said(meaning)) },
    ]),
  );
}
