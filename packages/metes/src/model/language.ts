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

/** Fills every term of a language in. */
export function glossaryOf(language: Language): Glossary {
  return Object.fromEntries(
    Object.entries(language).map(([term, said]) => [
      term,
      { experts: [], not: [], ...(typeof said === 'string' ? { meaning: said } : said) },
    ]),
  );
}
