import { dirname } from 'node:path';
import { isMetesError } from '../base/errors.ts';
import { changesTogether, logFormat } from '../check/changes-together.ts';
import { findingsOf } from '../model/map-rules/index.ts';
import type { MapFacts } from '../model/map-rules/rule.ts';
import type { Typed } from './command.ts';
import type { LoadedSystem } from './config-file.ts';
import { contextFolders } from './context-folders.ts';
import { git } from './git.ts';
import { paint } from './paint.ts';
import { count } from './table.ts';
import type { Terminal } from './terminal.ts';

/**
 * How often partners were changed together in the last twelve months, from git. Undefined when nobody is a partner, or
 * when the history says nothing: it is cut off (a shallow clone) or younger than three months.
 *
 * @throws METES_DRAW_GIT, METES_DRAW_FOLDER_MISSING
 */
export async function partnerChanges(system: LoadedSystem): Promise<MapFacts['changes']> {
  if (partnersOf(system).length === 0) return undefined;
  const folder = dirname(system.file);
  const { of, root } = contextFolders(system);
  if ((await git(folder, ['rev-parse', '--is-shallow-repository']))?.trim() === 'true') return undefined;
  const log = await git(root, [
    '-c',
    'core.quotePath=false',
    'log',
    '--no-merges',
    '--since=12.months',
    '--name-only',
    `--format=${logFormat}`,
  ]);
  return changesTogether(log ?? '', of, new Date().toISOString().slice(0, 10));
}

/** The same for those who go on without it: undefined, too, where there is no git or a context has no folder. */
export async function knownPartnerChanges(system: LoadedSystem): Promise<MapFacts['changes']> {
  try {
    return await partnerChanges(system);
  } catch (error) {
    if (isMetesError(error, 'METES_DRAW_GIT') || isMetesError(error, 'METES_DRAW_FOLDER_MISSING'))
      return undefined;
    throw error;
  }
}

/** `metes map partnerships`: do the teams of partners still work together? Exit code 0, whatever is found. */
export async function partnerships(system: LoadedSystem, typed: Typed, terminal: Terminal): Promise<number> {
  const partners = partnersOf(system);
  const changes = await partnerChanges(system);
  const found =
    changes === undefined
      ? []
      : findingsOf(system.definition.map, { changes }).filter(
          (each) => each.code === 'METES_MAP_PARTNERS_APART',
        );
  const told = partners.map(([one, other]) => ({ one, other, together: changes?.together(one, other) }));
  if (typed.has('json')) {
    terminal.out(`${JSON.stringify({ months: changes?.months, partnerships: told, findings: found })}\n`);
    return 0;
  }
  const { yellow } = paint(terminal.colours);
  if (partners.length === 0) terminal.out('The map has no partnerships.\n');
  else if (changes === undefined)
    terminal.out(
      `The history of git is too short or cut off: nothing can be said of ${count(partners.length, 'partnership')}.\n`,
    );
  else {
    for (const { one, other, together } of told)
      terminal.out(
        `${one} and ${other}: ${count(together ?? 0, 'common change')} in ${count(changes.months, 'month')}\n`,
      );
    for (const { code, message, hint } of found)
      terminal.out(`\n${yellow('warning')} ${code}: ${message}\n${hint}\n`);
  }
  return 0;
}

function partnersOf({ definition }: LoadedSystem): readonly (readonly [string, string])[] {
  return definition.map.relations
    .filter((each) => each.kind === 'partnership')
    .map((each) => [each.upstream.name, each.downstream.name] as const);
}
