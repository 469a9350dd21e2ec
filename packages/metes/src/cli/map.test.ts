import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal, sampleConfig } from './cli-under-test.ts';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-map-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function map(args: string, folder = process.cwd()) {
  const terminal = fakeTerminal({ folder });
  const words = args === '' ? [] : args.split(' ');
  const code = await runCli(['map', ...words, '--config', sampleConfig], terminal);
  return { code, ...terminal.written };
}

describe('metes map', () => {
  test('prints contexts with class and team, and relations in the notation of the field', async () => {
    const { code, out } = await map('');
    expect(code).toBe(0);
    expect(out).toContain('office: 2 contexts, 1 relation');
    expect(out).toMatch(/^ {2}notes +supporting +Notes +Takes notes$/m);
    expect(out).toMatch(/^ {2}notes \[U\] -> \[D\] filing {2}customer-supplier\n {6}notes\.note-taken$/m);
    expect(out).toMatch(/^ {2}U +upstream: its model leads$/m);
  });

  test('prints the map as JSON for programs', async () => {
    const { out } = await map('--json');
    expect(JSON.parse(out)).toMatchObject({
      name: 'office',
      contexts: [
        {
          name: 'notes',
          aggregates: [{ name: 'Note', events: ['NoteTaken'] }],
          commands: [{ name: 'TakeNote', aggregate: 'Note' }],
          publishes: [{ contract: 'notes.note-taken', version: 1, event: 'NoteTaken' }],
          owns: ['aggregate Note', 'projection all-notes'],
        },
        {
          name: 'filing',
          hears: [{ contract: 'notes.note-taken', then: ['file a note when it is taken'] }],
        },
      ],
      relations: [{ kind: 'customerSupplier', upstream: 'notes', downstream: 'filing' }],
    });
  });

  test('prints Mermaid', async () => {
    const { out } = await map('--mermaid');
    expect(out).toMatch(/^flowchart LR\n/);
    expect(out).toContain('c0 -- "CS: U / D<br/>notes.note-taken" --> c1');
  });

  test('draws an SVG, says so, and says when nothing has changed', async () => {
    const folder = await emptyFolder();
    expect(await map('--svg pictures/map.svg', folder)).toMatchObject({
      code: 0,
      out: 'wrote pictures/map.svg\n',
    });
    const drawn = await readFile(join(folder, 'pictures/map.svg'), 'utf8');
    expect(drawn).toMatch(/^<svg .*>\n<!-- written by metes map -->/);
    expect((await map('--svg pictures/map.svg --json', folder)).out).toBe(
      '{"dryRun":false,"files":[{"file":"pictures/map.svg","change":"unchanged"}]}\n',
    );
    await writeFile(join(folder, 'pictures/map.svg'), drawn.replace('office', 'old office'));
    expect((await map('--svg pictures/map.svg', folder)).out).toBe('updated pictures/map.svg\n');
  });

  test('writes nothing with --dry-run', async () => {
    const folder = await emptyFolder();
    expect((await map('--svg map.svg --dry-run', folder)).out).toBe('would write map.svg\n');
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves a file of somebody else alone unless told to: METES_DRAW_FILE_FOREIGN', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'map.svg'), '<svg>by hand</svg>');
    const refused = await map('--svg map.svg', folder);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('METES_DRAW_FILE_FOREIGN: map.svg');
    expect(refused.err).toContain('--overwrite');
    expect(await readFile(join(folder, 'map.svg'), 'utf8')).toBe('<svg>by hand</svg>');
    expect((await map('--svg map.svg --overwrite', folder)).out).toBe('updated map.svg\n');
  });

  test.each(['--dry-run', '--overwrite'])('refuses %s where nothing would be written', async (option) => {
    const { code, err } = await map(option);
    expect(code).toBe(2);
    expect(err).toContain(`${option} does not go with a command that writes no file`);
  });
});
