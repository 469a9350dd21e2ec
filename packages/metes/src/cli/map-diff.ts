import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MetesError } from '../base/errors.ts';
import type { MapChange } from '../draw/map-change.ts';
import { mapChanges } from '../draw/map-changes.ts';
import { readSnapshot, snapshotText } from '../draw/map-snapshot.ts';
import { pictureOf } from '../draw/picture-of-map.ts';
import type { Typed } from './command.ts';
import type { LoadedSystem } from './config-file.ts';
import { commitOf, git } from './git.ts';
import { paint, printable } from './paint.ts';
import type { Terminal } from './terminal.ts';

/** The file in which `metes map --save` keeps the map, beside the configuration. */
export const snapshotFile = 'map.json';

/**
 * `metes map diff <git ref>`: what is different in today's map from the one that was saved then.
 *
 * @throws METES_DRAW_REF_UNKNOWN, METES_DRAW_GIT, METES_DRAW_SNAPSHOT_MISSING, METES_DRAW_SNAPSHOT_UNREADABLE
 */
export async function mapDiff(
  system: LoadedSystem,
  ref: string,
  typed: Typed,
  terminal: Terminal,
): Promise<number> {
  const folder = dirname(system.file);
  const commit = await commitOf(folder, ref);
  const then = await git(folder, ['show', `${commit}:./${snapshotFile}`]);
  if (then === undefined) throw new MetesError('METES_DRAW_SNAPSHOT_MISSING', { ref, saved: snapshotFile });
  const now = pictureOf(system.definition.map);
  const changes = mapChanges(readSnapshot(then, `${snapshotFile} of ${ref}`), now);
  if (typed.has('json')) {
    terminal.out(`${JSON.stringify({ since: ref, commit, changes })}\n`);
    return 0;
  }
  terminal.out(text(changes, ref, terminal));
  const saved = await readFile(join(folder, snapshotFile), 'utf8').catch(() => undefined);
  if (saved !== snapshotText(now))
    terminal.err(
      `${snapshotFile} is not current. Save the map with the change: ${terminal.command} map --save\n`,
    );
  return 0;
}

const headings: readonly (readonly [string, readonly MapChange['kind'][]])[] = [
  [
    'Contexts',
    ['context-renamed', 'context-added', 'context-removed', 'class', 'team', 'purpose', 'experts', 'outside'],
  ],
  ['Relations', ['relation']],
  ['What they tell each other', ['contract']],
  ['Words', ['language']],
  ['What they do', ['behaviour']],
];

function text(changes: readonly MapChange[], ref: string, terminal: Terminal): string {
  if (changes.length === 0) return `The map is what it was at ${ref}.\n`;
  const { bold } = paint(terminal.colours);
  return headings
    .map(([heading, kinds]) => {
      const lines = changes.filter((each) => kinds.includes(each.kind));
      return lines.length === 0
        ? ''
        : `${bold(heading)}\n${lines.map((each) => `  ${printable(each.text)}\n`).join('')}`;
    })
    .filter((part) => part !== '')
    .join('\n');
}
