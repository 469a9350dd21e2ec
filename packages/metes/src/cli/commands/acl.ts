import { dirname } from 'node:path';
import { MetesError } from '../../base/errors.ts';
import { aclLayers } from '../../check/acl-layers.ts';
import { readProject } from '../../check/project.ts';
import { loadSourceTools } from '../../check/source-parser.ts';
import { aclText } from '../acl-text.ts';
import { type CliCommand, configOption, jsonOption } from '../command.ts';
import { loadSystem } from '../config-file.ts';
import { paint } from '../paint.ts';

/** `metes acl`: what the anti-corruption layers do, and whether they hold. */
export const aclCommand: CliCommand = {
  name: 'acl',
  summary: 'show what anti-corruption layers translate, and who mentions foreign names',
  words: '[context]',
  takes: [0, 1],
  explanation: `Shows each anti-corruption layer of the map: which fields stay as they are, which are only spelled in another way, which
are renamed or really restructured, which are dropped, and whether so much changes that a layer is worth it (more than
30 %) or the context could conform. Then the rename test: the files that would change if the other side renamed a field.
Reads the sources only; nothing has to run.
Exit code 0 when foreign names stay in their layer, 1 when they do not, 2 when typed wrongly.`,
  options: [configOption, jsonOption],
  examples: ['metes acl', 'metes acl payments', 'metes acl --json'],
  run: async (typed, terminal) => {
    const { file, definition } = await loadSystem(typed.value('config'), terminal, 'acl');
    const { map, check = {} } = definition;
    const [wanted] = typed.words;
    if (wanted !== undefined && !map.contexts.some(({ name }) => name === wanted))
      throw new MetesError('METES_CLI_CONTEXT_UNKNOWN', {
        context: wanted,
        known: map.contexts.map(({ name }) => name).join(', '),
      });
    const project = readProject({
      map,
      settings: check,
      home: dirname(file),
      seenFrom: terminal.folder,
      tools: await loadSourceTools(),
    });
    const layers = aclLayers(project).filter(({ context }) => wanted === undefined || context === wanted);
    terminal.out(
      typed.has('json')
        ? `${JSON.stringify({ layers })}\n`
        : aclText(layers, wanted, paint(terminal.colours)),
    );
    return layers.some(({ rename }) => rename.outside.length > 0) ? 1 : 0;
  },
};
