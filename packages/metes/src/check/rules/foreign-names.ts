import { aclLayers } from '../acl-layers.ts';
import { finding } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** A rename on the other side changes the layer and nothing else. */
export const foreignNameRule: Rule = {
  code: 'METES_TRANSLATOR_LEAK',
  about: 'names that translators read stand under infrastructure/acl/ of their context only',
  run: (project) => {
    const contexts = new Map(
      project.contexts.flatMap(({ files, documents }) =>
        [...files, ...documents].map(({ path, place }) => [path, place.context] as const),
      ),
    );
    return aclLayers(project).flatMap(({ context, against, rename }) =>
      rename.outside.map(({ path, line, column, text, name }) =>
        finding(
          'METES_TRANSLATOR_LEAK',
          { text, name, against, context },
          { context: contexts.get(path), file: path, line, column },
        ),
      ),
    );
  },
};

/** A translator that hardly changes anything is work without a gain. */
export const needlessTranslatorRule: Rule = {
  code: 'METES_TRANSLATOR_NEEDLESS',
  about: 'a translator renames or restructures more than 30 % of what it reads',
  run: (project) =>
    aclLayers(project).flatMap(({ context, translations }) =>
      translations
        .filter(({ verdict }) => verdict.advice === 'conform')
        .map(({ translator, verdict: { changed, of, share } }) =>
          finding(
            'METES_TRANSLATOR_NEEDLESS',
            { translator, changed, of, percent: Math.round(share * 100) },
            { context },
            'warning',
          ),
        ),
    ),
};
