import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MetesError } from '../base/errors.ts';
import { asyncApi } from '../draw/async-api.ts';
import { openApi } from '../http/open-api.ts';
import type { Typed } from './command.ts';
import type { LoadedSystem } from './config-file.ts';
import type { Terminal } from './terminal.ts';

/** `metes contracts export`: one document, printed or written into a file. */
export async function exportContracts(
  { definition }: LoadedSystem,
  typed: Typed,
  terminal: Terminal,
): Promise<number> {
  if (typed.has('asyncapi') === typed.has('openapi'))
    throw new MetesError('METES_CLI_USAGE', {
      reason: 'export takes one of --asyncapi and --openapi.',
      suggestion: 'For example: metes contracts export --asyncapi --out asyncapi.json',
    });
  const { map, http } = definition;
  const named = { title: http?.title ?? map.name, version: http?.version ?? '0.0.0' };
  const document = typed.has('asyncapi')
    ? asyncApi(map, named)
    : openApi({ ...named, contexts: map.contexts });
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const out = typed.value('out');
  if (out === undefined) {
    terminal.out(text);
    return 0;
  }
  await writeFile(resolve(terminal.folder, out), text);
  terminal.out(typed.has('json') ? `${JSON.stringify({ written: [out] })}\n` : `Wrote ${out}\n`);
  return 0;
}
