import { isOutside } from '../model/outside.ts';
import { withNested } from '../model/translation/nested.ts';
import { type RenameReport, renameTest } from '../model/translation/rename-test.ts';
import { analyseTranslation, type TranslationAnalysis } from '../model/translation/translation-analysis.ts';
import type { Project } from './project.ts';

/** The folder of a context in which a foreign model may be named. */
export const aclFolder = 'infrastructure/acl/';

/** An anti-corruption layer of the map: what its translators do, and what a rename on the other side would touch. */
export interface AclLayer {
  /** Whose layer it is. */
  readonly context: string;
  /** The side that it keeps out. */
  readonly against: string;
  /** One for each version of each translator. */
  readonly translations: readonly TranslationAnalysis[];
  readonly rename: RenameReport;
}

/** Every anti-corruption layer of a map, with the sources of all contexts looked through for foreign names. */
export function aclLayers(project: Project): readonly AclLayer[] {
  const files = project.contexts.flatMap((each) => [...each.files, ...each.documents]);
  const places = new Map(files.map((file) => [file.path, file.place]));
  const ownWords = project.contexts.flatMap(({ context }) => Object.keys(context.language));
  return project.map.relations.flatMap(({ guest, upstream, downstream, translators }) => {
    if (guest !== 'antiCorruption' || isOutside(downstream)) return [];
    const all = withNested(translators.flatMap((each) => each.versions));
    const rename = renameTest({
      translators: all,
      files,
      ownWords,
      isInside: (path) => {
        const place = places.get(path);
        return place?.context === downstream.name && place.inside.startsWith(aclFolder);
      },
    });
    return [
      { context: downstream.name, against: upstream.name, translations: all.map(analyseTranslation), rename },
    ];
  });
}
