import { anySpellingOf, wordsOfName } from '../../model/translation/spelling.ts';
import { aclFolder } from '../acl-layers.ts';
import { declaredNames } from '../declared-names.ts';
import { type Finding, finding } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** A context that says nothing cannot be understood. */
export const languageEmptyRule: Rule = {
  code: 'METES_CHECK_LANGUAGE_EMPTY',
  about: 'every context has a glossary',
  run: ({ map }) =>
    map.contexts
      .filter(({ language }) => Object.keys(language).length === 0)
      .map(({ name }) =>
        finding('METES_CHECK_LANGUAGE_EMPTY', { context: name }, { context: name }, 'warning'),
      ),
};

/** What a context is made of is said in its language. */
export const wordMissingRule: Rule = {
  code: 'METES_CHECK_WORD_MISSING',
  about: 'aggregates, events, commands and contracts are words of the glossary',
  run: (project) =>
    project.map.contexts.flatMap((context) => {
      const terms = new Set(Object.keys(context.language).map(said));
      if (terms.size === 0) return [];
      const named = [
        ...context.aggregates.map(({ type }) => ['aggregate', type] as const),
        ...context.aggregates.flatMap(({ events }) =>
          [...events.keys()].map((name) => ['event', name] as const),
        ),
        ...context.handlers.map(({ command }) => ['command', command.type] as const),
        ...context.publishes.map(
          ({ contract }) => ['contract', contract.contract.replace(/^[^.]+\./, '')] as const,
        ),
      ];
      return named
        .filter(([, name]) => !terms.has(said(name)))
        .map(([kind, name]): Finding => {
          const term = said(name).replaceAll(/\b\p{Ll}/gu, (letter) => letter.toUpperCase());
          return finding(
            'METES_CHECK_WORD_MISSING',
            { context: context.name, kind, name, term },
            { context: context.name },
            'warning',
          );
        });
    }),
};

/** `OrderSubmitted`, `order-submitted` and `Order Submitted` are said alike. */
function said(name: string): string {
  return wordsOfName(name).join(' ');
}

/** The layers that speak the language of the context; an adapter speaks that of its technology too. */
const speaking = new Set(['contract', 'domain', 'application', 'api']);

/** One thing has one word. */
export const wordForbiddenRule: Rule = {
  code: 'METES_CHECK_WORD_FORBIDDEN',
  about: 'no name uses a word that the glossary rules out',
  run: ({ contexts }) =>
    contexts.flatMap(({ context, files }) => {
      const ruledOut = Object.entries(context.language).flatMap(([term, { not }]) =>
        not.map((word) => ({ term, word, words: ` ${said(word)} `, plural: ` ${said(word)}s ` })),
      );
      if (ruledOut.length === 0) return [];
      return files
        .filter(({ place }) => !place.isTest && place.layer !== undefined && speaking.has(place.layer))
        .flatMap((file) =>
          declaredNames(file).flatMap(({ name, start }) => {
            const words = ` ${said(name)} `;
            const found = ruledOut.find((each) => words.includes(each.words) || words.includes(each.plural));
            if (!found) return [];
            const values = { context: context.name, name, word: found.word, term: found.term };
            return [finding('METES_CHECK_WORD_FORBIDDEN', values, file.at(start))];
          }),
        );
    }),
};

/** The words of a foreign model end at the layer that translates them; those that translators name are found as leaks. */
export const foreignWordRule: Rule = {
  code: 'METES_CHECK_FOREIGN_WORD',
  about: 'foreign words that the configuration lists stand under infrastructure/acl/ only',
  run: ({ contexts, settings }) =>
    contexts.flatMap(({ context: { name }, files, documents }) => {
      const listed = settings.foreignWords?.[name] ?? [];
      return [...files, ...documents]
        .filter(({ place }) => !place.inside.startsWith(aclFolder))
        .flatMap(({ path, text }) => listed.flatMap((word) => mentionsOf(word, path, text)))
        .map(({ path, line, column, text }) =>
          finding(
            'METES_CHECK_FOREIGN_WORD',
            { context: name, word: text },
            { context: name, file: path, line, column },
          ),
        );
    }),
};

/** Every place where a text says a word, in any spelling. */
function mentionsOf(word: string, path: string, text: string) {
  return [...text.matchAll(anySpellingOf(word))].map((match) => {
    const before = text.slice(0, match.index);
    const line = before.split('\n').length;
    return { path, line, column: match.index - before.lastIndexOf('\n'), text: match[0] };
  });
}
