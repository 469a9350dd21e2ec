import { MetesError } from '../../base/errors.ts';
import { mermaid } from '../../draw/mermaid.ts';
import { pictureOf } from '../../draw/picture-of-map.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { mapFiles } from '../map-files.ts';
import { mapText } from '../map-text.ts';
import { paint } from '../paint.ts';
import { toldChanges, writeFiles } from '../written-files.ts';

/** `metes map`: the map to look at. */
export const mapCommand: CliCommand = {
  name: 'map',
  summary: 'show the map: contexts, relations, what crosses; draw and export it',
  explanation: `Prints the map that the system obeys: each context with its class and team, each relation in the notation of the field
(U and D for upstream and downstream, OHS, PL, ACL, CF, CS, P, SK), and the contracts that cross. Nothing has to run.
With options it draws the map or writes it down. Files that it did not write itself are never replaced unasked.`,
  options: [
    { name: 'mermaid', about: 'Print the map as a Mermaid flowchart' },
    { name: 'svg', value: 'file', about: 'Draw the map into an SVG file that needs nothing else' },
    { name: 'markdown', value: 'folder', about: 'Write an index and a page for each context' },
    {
      name: 'codeowners',
      value: 'file',
      about: 'Keep the owners of the contexts in a CODEOWNERS file, by the teams of the map',
    },
    { name: 'dry-run', about: 'Say which files would be written, and write none' },
    { name: 'overwrite', about: 'Replace files too that "metes map" did not write' },
    configOption,
    jsonOption,
  ],
  examples: [
    'metes map --markdown docs/map --svg docs/map/map.svg',
    'metes map --codeowners .github/CODEOWNERS --dry-run',
    'metes map',
    'metes map --svg docs/map.svg',
    'metes map --mermaid',
    'metes map --json',
  ],
  run: async (typed, terminal) => {
    const system = await loadSystem(typed.value('config'), terminal, 'map');
    const map = pictureOf(system.definition.map);
    const wanted = await mapFiles(typed, map, system, terminal.folder);
    if (wanted.length > 0) {
      const mode = { dryRun: typed.has('dry-run'), overwrite: typed.has('overwrite') };
      const changes = await writeFiles(wanted, mode, terminal);
      terminal.out(
        typed.has('json')
          ? `${JSON.stringify({ dryRun: mode.dryRun, files: changes })}\n`
          : toldChanges(changes, mode.dryRun),
      );
      return 0;
    }
    for (const option of ['dry-run', 'overwrite'].filter((each) => typed.has(each)))
      throw new MetesError('METES_CLI_USAGE', {
        reason: `--${option} does not go with a command that writes no file.`,
        suggestion: 'Leave it out, or name what to write, such as --svg map.svg.',
      });
    if (typed.has('json')) terminal.out(`${JSON.stringify(map)}\n`);
    else terminal.out(typed.has('mermaid') ? mermaid(map) : mapText(map, paint(terminal.colours)));
    return 0;
  },
};
