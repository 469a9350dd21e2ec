import { MetesError } from '../../base/errors.ts';
import { mermaid } from '../../draw/mermaid.ts';
import { pictureOf } from '../../draw/picture-of-map.ts';
import { type CliCommand, configOption, jsonOption, type Typed } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { mapDiff } from '../map-diff.ts';
import { mapFiles } from '../map-files.ts';
import { mapImport } from '../map-import.ts';
import { mapText } from '../map-text.ts';
import { paint } from '../paint.ts';
import { partnerships } from '../partnerships.ts';
import type { Terminal } from '../terminal.ts';
import { toldChanges, type WantedFile, writeFiles } from '../written-files.ts';

/** `metes map`: the map to look at. */
export const mapCommand: CliCommand = {
  name: 'map',
  summary: 'show the map: contexts, relations, what crosses; draw and export it',
  explanation: `Prints the map that the system obeys: each context with its class and team, each relation in the notation of the field
(U and D for upstream and downstream, OHS, PL, ACL, CF, CS, P, SK), and the contracts that cross. Nothing has to run.
With options it draws the map or writes it down. Files that it did not write itself are never replaced unasked.
  diff <git ref>   what has changed since then in contexts, relations, contracts and words; compares with the map.json
                   that --save had written and that was committed there
  import <file>    makes a TypeScript map of one of Context Mapper (CML); what it does not know becomes comments
  partnerships     how often partners were changed together, from git; a partnership without common work is none`,
  words: '[diff <git ref> | import <file.cml> | partnerships]',
  takes: [0, 2],
  kinds: ['diff', 'import', 'partnerships'],
  options: [
    { name: 'mermaid', about: 'Print the map as a Mermaid flowchart' },
    { name: 'svg', value: 'file', about: 'Draw the map into an SVG file that needs nothing else' },
    { name: 'markdown', value: 'folder', about: 'Write an index and a page for each context' },
    {
      name: 'codeowners',
      value: 'file',
      about: 'Keep the owners of the contexts in a CODEOWNERS file, by the teams of the map',
    },
    { name: 'cml', value: 'file', about: 'Write the map in the language of Context Mapper' },
    { name: 'to', value: 'file', about: 'import: the TypeScript file to write' },
    { name: 'save', about: 'Keep the map as map.json beside the configuration, for "metes map diff"' },
    { name: 'dry-run', about: 'Say which files would be written, and write none' },
    { name: 'check', about: 'Write nothing, and end with 1 when a file is not current; for CI' },
    { name: 'overwrite', about: 'Replace files too that "metes map" did not write' },
    configOption,
    jsonOption,
  ],
  examples: [
    'metes map',
    'metes map --mermaid',
    'metes map --svg docs/map/map.svg --markdown docs/map --save',
    'metes map --codeowners .github/CODEOWNERS --dry-run',
    'metes map diff main',
    'metes map import insurance.cml --to src/map.ts',
  ],
  run: async (typed, terminal) => {
    const [kind, named] = typed.words;
    if (kind === undefined) refuse(typed, ['to'], '"metes map" without "import"');
    if (kind === 'import') {
      if (named === undefined)
        throw wrong(
          '"metes map import" needs <file.cml>.',
          'For example: metes map import old.cml --to src/map.ts',
        );
      refuse(typed, [...drawing, 'check'], 'metes map import');
      return mapImport(
        named,
        typed,
        { dryRun: typed.has('dry-run'), overwrite: typed.has('overwrite') },
        terminal,
      );
    }
    const system = await loadSystem(typed.value('config'), terminal, 'map');
    if (kind === 'diff') {
      if (named === undefined)
        throw wrong('"metes map diff" needs <git ref>.', 'For example: metes map diff main');
      refuse(typed, [...drawing, ...writing, 'to'], 'metes map diff');
      return mapDiff(system, named, typed, terminal);
    }
    if (kind === 'partnerships') {
      refuse(typed, [...drawing, ...writing, 'to'], 'metes map partnerships');
      return partnerships(system, typed, terminal);
    }
    const map = pictureOf(system.definition.map);
    const wanted = await mapFiles(typed, map, system, terminal.folder);
    // One answer goes to one place: the text of Mermaid would be lost among what is said of files, or in JSON.
    if (wanted.length > 0) refuse(typed, ['mermaid'], 'options that write files');
    if (typed.has('json')) refuse(typed, ['mermaid'], '--json');
    if (wanted.length > 0) return write(wanted, typed, terminal);
    refuse(typed, writing, 'a command that writes no file');
    if (typed.has('json')) terminal.out(`${JSON.stringify(map)}\n`);
    else terminal.out(typed.has('mermaid') ? mermaid(map) : mapText(map, paint(terminal.colours)));
    return 0;
  },
};

const drawing = ['mermaid', 'svg', 'markdown', 'codeowners', 'cml', 'save'];
const writing = ['dry-run', 'check', 'overwrite'];

async function write(wanted: readonly WantedFile[], typed: Typed, terminal: Terminal): Promise<number> {
  const check = typed.has('check');
  const dryRun = check || typed.has('dry-run');
  const changes = await writeFiles(wanted, { dryRun, overwrite: typed.has('overwrite') }, terminal);
  terminal.out(
    typed.has('json') ? `${JSON.stringify({ dryRun, files: changes })}\n` : toldChanges(changes, dryRun),
  );
  return check && changes.some((each) => each.change !== 'unchanged') ? 1 : 0;
}

function refuse(typed: Typed, options: readonly string[], what: string): void {
  const given = options.find((each) => typed.has(each));
  if (given !== undefined) throw wrong(`--${given} does not go with ${what}.`, 'Leave it out.');
}

function wrong(reason: string, suggestion: string): MetesError {
  return new MetesError('METES_CLI_USAGE', { reason, suggestion });
}
