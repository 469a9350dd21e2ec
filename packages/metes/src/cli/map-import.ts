import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { importCml } from '../draw/cml/cml-import.ts';
import { mapSkeleton } from '../draw/cml/map-skeleton.ts';
import type { Typed } from './command.ts';
import { count } from './table.ts';
import type { Terminal } from './terminal.ts';
import { toldChanges, writeFiles, type WritingMode } from './written-files.ts';

/**
 * `metes map import <file.cml> --to <file.ts>`: a TypeScript map from one of Context Mapper. A file that is there is never
 * taken for one of ours: what was imported before has been worked on since.
 *
 * @throws METES_DRAW_CML_SYNTAX, METES_DRAW_SOURCE_MISSING, METES_DRAW_FILE_FOREIGN
 */
export async function mapImport(
  file: string,
  typed: Typed,
  mode: WritingMode,
  terminal: Terminal,
): Promise<number> {
  const to = typed.value('to');
  if (to === undefined)
    throw new MetesError('METES_CLI_USAGE', {
      reason: '"metes map import" needs --to <file.ts>.',
      suggestion: `For example: metes map import ${file} --to src/map.ts`,
    });
  const source = await readFile(resolve(terminal.folder, file), 'utf8').catch((cause: Error) => {
    throw new MetesError('METES_DRAW_SOURCE_MISSING', { cml: file, reason: cause.message }, { cause });
  });
  const imported = importCml(source, basename(file));
  const { map, leftOver } = imported;
  const content = mapSkeleton(imported, basename(file));
  const wanted = {
    path: resolve(terminal.folder, to),
    content: () => content,
    isOurs: (now: string) => now === content,
  };
  const changes = await writeFiles([wanted], mode, terminal);
  if (typed.has('json')) {
    const told = {
      dryRun: mode.dryRun,
      files: changes,
      contexts: map.contexts.length,
      relations: map.relations.length,
      leftOver,
    };
    terminal.out(`${JSON.stringify(told)}\n`);
    return 0;
  }
  const found = [
    count(map.contexts.length, 'context'),
    count(map.outsides.length, 'outside system'),
    count(map.relations.length, 'relation'),
  ];
  terminal.out(`${toldChanges(changes, mode.dryRun)}${found.join(', ')}\n`);
  if (leftOver.length > 0)
    terminal.out(
      `${count(leftOver.length, 'part')} of ${file} had no counterpart or had to be guessed: look for "// CML:" in ${to}\n`,
    );
  return 0;
}
