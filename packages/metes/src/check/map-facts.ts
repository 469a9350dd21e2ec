import type { MapFacts } from '../model/map-rules/rule.ts';
import { contextFigures } from './figures.ts';
import type { Project } from './project.ts';

/** What the sources of a project tell that its map cannot know of itself. */
export function mapFactsOf(project: Project): MapFacts {
  const contexts = Object.fromEntries(
    project.contexts
      .filter(({ files }) => files.length > 0)
      .map((each) => {
        const { lines, tests } = contextFigures(each);
        return [each.context.name, { lines, tests }];
      }),
  );
  const kernels = Object.fromEntries(
    project.kernels.map(({ name, files }) => {
      const own = files.filter(({ place }) => !place.isTest);
      return [name, own.reduce((sum, { lines }) => sum + lines, 0)];
    }),
  );
  return { contexts, kernels };
}
