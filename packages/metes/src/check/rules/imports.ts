import { type Crossing, crossingsOf } from '../crossings.ts';
import { type Finding, finding } from '../finding.ts';
import type { Project } from '../project.ts';
import type { Rule } from '../rule.ts';

/** The most imports that may lead nowhere, in percent of all. */
export const mostUnresolved = 2;

/** How many imports there are and which lead nowhere. */
export function unresolvedOf(project: Project): {
  readonly all: number;
  readonly nowhere: readonly Crossing[];
} {
  const all = crossingsOf(project).filter(({ imported: { kind } }) => kind !== 'file' && kind !== 'mention');
  return { all: all.length, nowhere: all.filter(({ target }) => target.kind === 'nowhere') };
}

/** A file that cannot be parsed hides what it imports. */
export const syntaxRule: Rule = {
  code: 'METES_CHECK_SYNTAX',
  about: 'every file can be read',
  run: ({ contexts }) =>
    contexts.flatMap(({ files }) =>
      files.flatMap(({ problem, path, place }) =>
        problem === undefined
          ? []
          : finding(
              'METES_CHECK_SYNTAX',
              { file: path, reason: problem.replace(/\.$/, '') },
              { context: place.context, file: path },
            ),
      ),
    ),
};

/** Each import that leads nowhere is told; one that may lead into any context is a breach of all borders at once. */
export const unresolvedRule: Rule = {
  code: 'METES_CHECK_IMPORT_UNRESOLVED',
  about: 'every import leads somewhere',
  run: (project) =>
    unresolvedOf(project).nowhere.map((crossing): Finding => {
      const { file, imported, target } = crossing;
      const named = imported.specifier !== undefined;
      return finding(
        'METES_CHECK_IMPORT_UNRESOLVED',
        {
          context: file.place.context,
          specifier: named ? `"${imported.specifier}"` : 'a module',
          reason: target.kind === 'nowhere' ? target.reason.split('\n')[0]?.replace(/\.$/, '') : '',
          suggestion: named
            ? 'Mend the path, install the package, or take the import out.'
            : 'Write the name as a text, one import for each module that it can be.',
        },
        file.at(imported.start),
        target.kind === 'nowhere' && target.wide ? 'error' : 'warning',
      );
    }),
};

/** A check that does not see its imports says nothing, and it says so. */
export const blindRule: Rule = {
  code: 'METES_CHECK_BLIND',
  about: `at most ${mostUnresolved} % of the imports lead nowhere`,
  run: (project) => {
    const { all, nowhere } = unresolvedOf(project);
    const share = all === 0 ? 0 : (100 * nowhere.length) / all;
    if (share <= mostUnresolved) return [];
    return [
      finding('METES_CHECK_BLIND', {
        unresolved: nowhere.length,
        imports: all,
        share: share.toFixed(1),
        most: mostUnresolved,
      }),
    ];
  },
};
