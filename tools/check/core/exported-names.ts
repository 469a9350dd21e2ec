import type { ParsedFile } from './parsed-file.ts';

/** A name that a file exports. */
export interface ExportedName {
  readonly name: string;
  readonly localName: string;
  readonly line: number;
  readonly start: number;
}

/** The names that a file declares and exports; what it passes on from other files is not listed. */
export function exportedNames(file: ParsedFile): ExportedName[] {
  return file.module.staticExports.flatMap((statement) =>
    statement.entries
      .filter((entry) => !entry.moduleRequest)
      .map((entry) => ({
        name: entry.exportName.name ?? 'default',
        localName: entry.localName.name ?? 'default',
        line: file.lineAt(entry.start),
        start: statement.start,
      })),
  );
}
