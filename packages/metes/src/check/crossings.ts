import type { Import } from './import.ts';
import type { ContextSources, Project, Reach } from './project.ts';
import type { SourceFile } from './source-file.ts';

/** An import together with where it stands and where it leads. */
export interface Crossing extends Reach {
  readonly file: SourceFile;
  readonly sources: ContextSources;
  readonly imported: Import;
}

const known = new WeakMap<Project, readonly Crossing[]>();

/** Every import of every file of every context, resolved once for all rules. */
export function crossingsOf(project: Project): readonly Crossing[] {
  let crossings = known.get(project);
  if (!crossings) {
    crossings = project.contexts.flatMap((sources) =>
      sources.files.flatMap((file) =>
        file.imports.map((imported) => ({ file, sources, imported, ...project.reach(file, imported) })),
      ),
    );
    known.set(project, crossings);
  }
  return crossings;
}

const byFile = new WeakMap<Project, ReadonlyMap<SourceFile, readonly Crossing[]>>();

/** The imports of one file. */
export function crossingsIn(project: Project, file: SourceFile): readonly Crossing[] {
  let index = byFile.get(project);
  if (!index) {
    const grouped = new Map<SourceFile, Crossing[]>();
    for (const each of crossingsOf(project))
      grouped.set(each.file, [...(grouped.get(each.file) ?? []), each]);
    byFile.set(project, (index = grouped));
  }
  return index.get(file) ?? [];
}

/** What an import leads to, in the words of the file. */
export function saidTarget({ imported, place }: Crossing): string {
  return place ? place.inside || place.context : (imported.specifier ?? 'something named at run time');
}
