import type { Context } from './context-declaration.ts';

/** Everybody who was asked about a context or one of its words. */
export function expertsOf(context: Context): readonly string[] {
  const ofTerms = Object.values(context.language).flatMap(({ experts }) => experts);
  return [...new Set([...context.experts, ...ofTerms])];
}

/** Whoever has a language: a context, or the picture of one. */
export interface Speaker {
  readonly name: string;
  readonly language: Readonly<Record<string, string | { readonly meaning: string }>>;
}

/** One word, and what it means in every context that says it. */
export interface SharedWord {
  readonly term: string;
  readonly meanings: readonly { readonly context: string; readonly meaning: string }[];
}

/**
 * The words that more than one context says, side by side, in the order of the alphabet. Capitals do not make another
 * word.
 *
 * @example
 * for (const { term, meanings } of sharedWords(shop.contexts)) console.log(term, meanings);
 */
export function sharedWords(contexts: readonly Speaker[]): readonly SharedWord[] {
  const words = new Map<string, { term: string; meanings: { context: string; meaning: string }[] }>();
  for (const { name, language } of contexts) {
    for (const [term, said] of Object.entries(language)) {
      const meaning = typeof said === 'string' ? said : said.meaning;
      const key = term.toLowerCase();
      const word = words.get(key) ?? { term, meanings: [] };
      words.set(key, word);
      word.meanings.push({ context: name, meaning });
    }
  }
  return [...words]
    .filter(([, { meanings }]) => meanings.length > 1)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, word]) => word);
}
