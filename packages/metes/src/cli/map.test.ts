import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal, sampleConfig } from './cli-under-test.ts';
import { contextSource } from './repository-under-test.ts';

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
    expect(out).toMatch(
      /^ {2}notes \[U\] -> \[D\] filing {2}customer-supplier \(CS\)\n {6}notes\.note-taken$/m,
    );
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

  test.each(['--json', '--save --dry-run', '--save --dry-run --json', '--svg a.svg --dry-run'])(
    'does not lose Mermaid beside %s',
    async (more) => {
      const { code, out, err } = await map(`--mermaid ${more}`);
      expect([code, `${out}${err}`]).toEqual([2, expect.stringContaining('--mermaid does not go with')]);
    },
  );

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

  test('writes a page for each context and takes away the page of one that is gone', async () => {
    const folder = await emptyFolder();
    expect((await map('--markdown docs', folder)).out).toBe(
      'wrote docs/README.md\nwrote docs/notes.md\nwrote docs/filing.md\n',
    );
    await writeFile(join(folder, 'docs/gone.md'), await readFile(join(folder, 'docs/notes.md'), 'utf8'));
    await writeFile(join(folder, 'docs/by-hand.md'), '# By hand\n');
    expect((await map('--markdown docs', folder)).out).toContain(
      'is current: docs/notes.md\nis current: docs/filing.md\nremoved docs/gone.md\n',
    );
    expect((await readdir(join(folder, 'docs'))).toSorted()).toEqual([
      'README.md',
      'by-hand.md',
      'filing.md',
      'notes.md',
    ]);
  });

  test('says what is no file: METES_DRAW_UNWRITABLE', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'map.svg'));
    await writeFile(join(folder, 'docs'), 'a file');
    expect((await map('--svg map.svg', folder)).err).toContain(
      'METES_DRAW_UNWRITABLE: map.svg cannot be written',
    );
    expect((await map('--markdown docs/map', folder)).err).toContain(
      'METES_DRAW_UNWRITABLE: docs/map/README.md',
    );
  });

  test('writes all files or none', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'notes.md'), 'mine');
    expect((await map('--svg map.svg --markdown .', folder)).err).toContain(
      'METES_DRAW_FILE_FOREIGN: notes.md',
    );
    expect(await readdir(folder)).toEqual(['notes.md']);
  });
});

describe('metes map --codeowners', () => {
  const config = (more: string) =>
    `import { context, contextMap, core } from '${fileURLToPath(new URL('../index.ts', import.meta.url))}';
    export default { map: contextMap('office', ${contextSource('notes', 'Note Takers')}), ${more} };`;
  const owners = async (more: string, files: Readonly<Record<string, string>>) => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'src/contexts/notes'), { recursive: true });
    await mkdir(join(folder, '.git'));
    await writeFile(join(folder, 'src/metes.config.ts'), config(more));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const terminal = fakeTerminal({ folder });
    const code = await runCli(
      ['map', '--codeowners', 'CODEOWNERS', '--config', 'src/metes.config.ts'],
      terminal,
    );
    return {
      code,
      ...terminal.written,
      text: await readFile(join(folder, 'CODEOWNERS'), 'utf8').catch(() => ''),
    };
  };

  test('names the folder of each context, from the root of the repository, and who reviews it', async () => {
    const { code, text } = await owners("teams: { 'Note Takers': '@office/notes' }", {});
    expect(code).toBe(0);
    expect(text).toContain('\n/src/contexts/notes/  @office/notes\n');
  });

  test.each(["''", "'notes'", String.raw`'@office/notes\n* @me'`, '[]', "['@office/notes', '#']"])(
    'takes no handle that would say something else, such as %s: METES_DRAW_HANDLE_INVALID',
    async (handles) => {
      const { err, text } = await owners(`teams: { 'Note Takers': ${handles} }`, {});
      expect([err, text]).toEqual([expect.stringContaining('METES_DRAW_HANDLE_INVALID'), '']);
    },
  );

  test('asks for the handle of a team that has none: METES_DRAW_TEAM_UNKNOWN', async () => {
    const { err } = await owners('', {});
    expect(err).toContain('METES_DRAW_TEAM_UNKNOWN: Nobody knows who reviews for Note Takers.');
    expect(err).toContain("src/metes.config.ts: teams: { 'Note Takers': '@organisation/note-takers' }");
  });

  test('asks where the files of a context are: METES_DRAW_FOLDER_MISSING', async () => {
    const { err } = await owners("folders: { notes: 'elsewhere' }", {});
    expect(err).toContain('METES_DRAW_FOLDER_MISSING: The files of notes are not in elsewhere.');
  });

  test('leaves a file without a place for the block alone: METES_DRAW_CODEOWNERS_UNMARKED', async () => {
    const { err, text } = await owners("teams: { 'Note Takers': '@office/notes' }", {
      CODEOWNERS: '* @all\n',
    });
    expect(err).toContain('METES_DRAW_CODEOWNERS_UNMARKED: CODEOWNERS');
    expect(err).toContain('# metes map: begin');
    expect(text).toBe('* @all\n');
  });
});

describe('metes map and Context Mapper', () => {
  test('writes CML that comes back as the same map', async () => {
    const folder = await emptyFolder();
    expect((await map('--cml office.cml', folder)).out).toBe('wrote office.cml\n');
    const text = await readFile(join(folder, 'office.cml'), 'utf8');
    expect(text).toContain('  Notes [U,S]->[D,C] Filing // notes.note-taken\n');
    const imported = await map('import office.cml --to src/map.ts', folder);
    expect(imported).toMatchObject({
      code: 0,
      out: 'wrote src/map.ts\n2 contexts, 0 outside systems, 1 relation\n',
    });
    expect(await readFile(join(folder, 'src/map.ts'), 'utf8')).toContain(
      '  customerSupplier(notes, filing, { exposes: [] }),',
    );
  });

  test('says how much had no counterpart', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'old.cml'), 'UserStory A { }\nBoundedContext B { responsibilities = "C" }');
    const { out } = await map('import old.cml --to map.ts', folder);
    expect(out).toContain(
      '3 parts of old.cml had no counterpart or had to be guessed: look for "// CML:" in map.ts',
    );
    const { leftOver } = JSON.parse((await map('import old.cml --to map.ts --json', folder)).out);
    expect(leftOver).toContainEqual({ context: 'b', text: 'responsibilities = "C"' });
  });

  test('does not write over a file that somebody has worked on since', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'old.cml'), 'BoundedContext B');
    await map('import old.cml --to map.ts', folder);
    await writeFile(join(folder, 'map.ts'), `${await readFile(join(folder, 'map.ts'), 'utf8')}// more\n`);
    expect((await map('import old.cml --to map.ts', folder)).err).toContain(
      'METES_DRAW_FILE_FOREIGN: map.ts',
    );
  });

  test.each([
    ['import', 2, '"metes map import" needs <file.cml>'],
    ['import x.cml', 2, '"metes map import" needs --to <file.ts>'],
    ['import x.cml --to map.ts', 1, 'METES_DRAW_SOURCE_MISSING: x.cml'],
    ['import x.cml --to map.ts --svg a.svg', 2, '--svg does not go with metes map import'],
    ['--to map.ts', 2, '--to does not go with "metes map" without "import"'],
  ])('refuses "metes map %s"', async (args, exitCode, said) => {
    const { code, err } = await map(args, await emptyFolder());
    expect(code).toBe(exitCode);
    expect(err).toContain(said);
  });
});
