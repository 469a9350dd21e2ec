import { anySpellingOf, wordsOfName } from './spelling.ts';
import { withNested } from './nested.ts';
import type { TranslatorVersion } from './translator-version.ts';

/** A file of the project. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** A place that mentions a word of the foreign model. */
export interface ForeignMention {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** As it is written there. */
  readonly text: string;
  /** The foreign name. */
  readonly name: string;
}

/** What a rename on the other side would touch. */
export interface RenameReport {
  /** Foreign names that were looked for, with the files of the layer that mention each. */
  readonly names: readonly { readonly name: string; readonly files: readonly string[] }[];
  /** Foreign names that are words of ours too, or one plain word: nobody can tell whose they are in a text. */
  readonly shared: readonly string[];
  /** Mentions outside of the layer: none in a project whose layer holds. */
  readonly outside: readonly ForeignMention[];
}

/**
 * The rename test: which files would change if the other side renamed its fields? Looks for the names of fields, and for
 * the words of tables and enumerations, in any spelling.
 *
 * @example
 * renameTest({ translators: payment.versions, files, isInside: (path) => path.includes('/infrastructure/acl/') }).outside // []
 */
export function renameTest(given: {
  readonly translators: readonly TranslatorVersion[];
  readonly files: readonly FileText[];
  readonly isInside: (path: string) => boolean;
  /** Words of our own language: names that are spelled like them are ours. */
  readonly ownWords?: readonly string[];
}): RenameReport {
  const { names, shared } = foreignNames(withNested(given.translators), given.ownWords ?? []);
  const outside: ForeignMention[] = [];
  const found = names.map((name) => {
    const pattern = anySpellingOf(name);
    const files: string[] = [];
    for (const { path, text } of given.files) {
      const inside = given.isInside(path);
      for (const match of text.matchAll(pattern)) {
        if (inside) {
          files.push(path);
          break;
        }
        outside.push({ path, name, text: match[0], ...placeIn(text, match.index) });
      }
    }
    return { name, files };
  });
  outside.sort((a, b) =>
    a.path === b.path ? a.line - b.line || a.column - b.column : a.path < b.path ? -1 : 1,
  );
  return { names: found, shared, outside };
}

/** The foreign names that can be told from our own words, and those that cannot. */
export function foreignNames(
  translators: readonly TranslatorVersion[],
  ownWords: readonly string[],
): { readonly names: readonly string[]; readonly shared: readonly string[] } {
  const ours = [
    ...ownWords,
    ...translators.flatMap((each) => [
      ...Object.keys(each.rules),
      ...each.ownFields.flatMap(({ path, words = [] }) => [...path.split('.'), ...words.map(String)]),
    ]),
  ];
  const all = translators.flatMap((each) => [
    ...each.foreignFields.flatMap(({ path, words = [] }) => [
      ...path.split('.'),
      ...words.filter((word) => typeof word === 'string'),
    ]),
    ...Object.values(each.rules).flatMap(({ entries = {} }) => Object.keys(entries)),
  ]);
  const names = [...new Set(all)].filter((name) => wordsOfName(name).length > 0).sort();
  const isShared = (name: string): boolean =>
    wordsOfName(name).length === 1 ||
    ours.some((each) => wordsOfName(each).join(' ') === wordsOfName(name).join(' '));
  return {
    names: names.filter((name, at) => !isShared(name) && firstSpelling(names, name) === at),
    shared: names.filter(isShared),
  };
}

function firstSpelling(names: readonly string[], name: string): number {
  const words = wordsOfName(name).join(' ');
  return names.findIndex((each) => wordsOfName(each).join(' ') === words);
}

function placeIn(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}
