import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MapFacts } from '../model/map-rules/rule.ts';
import { contextFigures } from './figures.ts';
import { linesOfCode } from './lines-of-code.ts';
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
    project.map.relations.flatMap(({ kernel }) => {
      const folder = kernel && kernelFolder(project, kernel.path);
      return folder === undefined ? [] : [[kernel!.name, linesBelow(folder)]];
    }),
  );
  return { contexts, kernels };
}

/** The folder of a kernel, as the map gives it: seen from the configuration, or from where the check runs. */
export function kernelFolder({ home, seenFrom }: Project, path: string): string | undefined {
  return [home, seenFrom].map((from) => resolve(from, path)).find((folder) => existsSync(folder));
}

function linesBelow(path: string): number {
  if (statSync(path).isFile())
    return /\.[cm]?tsx?$/.test(path) && !/\.test\./.test(path) ? linesOfCode(readFileSync(path, 'utf8')) : 0;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + linesBelow(join(path, name)), 0);
}
