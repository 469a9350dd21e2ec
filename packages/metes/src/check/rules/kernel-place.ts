import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { finding } from '../finding.ts';
import { kernelFolder } from '../kernel-folder.ts';
import type { Project } from '../project.ts';
import type { Rule } from '../rule.ts';

/** A kernel belongs to all who share it, so it lies in no context, and no context in it; nor outside of the repository. */
export const kernelPlaceRule: Rule = {
  code: 'METES_CHECK_KERNEL_PLACE',
  about: 'every kernel has a folder of its own, in the repository and beside the contexts',
  run: (project) =>
    project.map.relations.flatMap(({ kernel, upstream }) => {
      const folder = kernel && kernelFolder(project, kernel.path);
      const fault = folder === undefined ? undefined : faultOf(realpathSync(folder), project);
      if (!kernel || fault === undefined) return [];
      const values = { kernel: kernel.name, folder: kernel.path, fault };
      return [finding('METES_CHECK_KERNEL_PLACE', values, { context: upstream.name })];
    }),
};

function faultOf(folder: string, { contexts, home, seenFrom }: Project): string | undefined {
  const owner = contexts.find((each) => isIn(folder, each.folder));
  if (owner) return `inside of the context ${owner.context.name}`;
  const within = contexts.find((each) => isIn(each.folder, folder));
  if (within) return `around the context ${within.context.name}`;
  // A link may lead anywhere, whatever the path says.
  return isIn(folder, home) || isIn(folder, seenFrom) ? undefined : 'outside of the repository';
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
