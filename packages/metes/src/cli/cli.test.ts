import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimRole } from '../start/roles.ts';
import { openStateFolder } from '../start/state-folder.ts';
import { commands, runCli } from './cli.ts';
import { fakeTerminal, sampleConfig } from './cli-under-test.ts';

async function typed(args: string, given: Parameters<typeof fakeTerminal>[0] = {}) {
  const terminal = fakeTerminal(given);
  const code = await runCli(args === '' ? [] : args.split(' '), terminal);
  return { code, ...terminal.written };
}

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

describe('the help', () => {
  test('names every command and is printed for "help", "--help" and nothing at all', async () => {
    const { code, out } = await typed('help');
    expect(code).toBe(0);
    for (const { name, summary } of commands)
      expect(out).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'));
    expect(out).toContain('METES_STATE');
    expect(await typed('--help')).toEqual({ code: 0, out, err: '' });
    expect(await typed('')).toEqual({ code: 2, out, err: '' });
  });

  test.each(commands.map((each) => each.name))(
    'on %s names every option, and is the same by "help" and by "--help"',
    async (name) => {
      const { code, out } = await typed(`help ${name}`);
      expect(code).toBe(0);
      const command = commands.find((each) => each.name === name)!;
      for (const option of command.options) expect(out).toContain(`--${option.name}`);
      for (const example of command.examples) expect(out).toContain(example);
      expect(await typed(`${name} --help`)).toEqual({ code: 0, out, err: '' });
      for (const line of out.split('\n')) expect(line).not.toMatch(/.{140}/);
    },
  );

  test('has no colours unless the terminal has', async () => {
    expect((await typed('help')).out).not.toContain('\u001b');
    expect((await typed('help', { colours: true })).out).toContain('\u001b[1mUsage\u001b[22m');
  });
});

test('the version is that of the package', async () => {
  expect(await typed('--version')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

describe('what is typed wrongly ends with exit code 2', () => {
  test.each([
    ['stauts', 'METES_CLI_COMMAND_UNKNOWN', 'Did you mean "metes status"?'],
    ['xyzzy', 'METES_CLI_COMMAND_UNKNOWN', 'Commands: start, status'],
    ['help xyzzy', 'METES_CLI_COMMAND_UNKNOWN', 'Commands: start, status'],
    ['start --frsh', 'METES_CLI_USAGE', 'Did you mean --fresh?'],
    ['start --xyzzy', 'METES_CLI_USAGE', '"metes help start" shows what it takes.'],
    ['start now', 'METES_CLI_USAGE', 'does not take "now"'],
    ['start --port', 'METES_CLI_USAGE', '--port <number>'],
    ['start --port --yes', 'METES_CLI_USAGE', '--port <number>'],
    ['start --port=', 'METES_CLI_USAGE', '--port <number>'],
    ['start --port 70000', 'METES_CLI_USAGE', '--port 70000 is not a whole number from 0 to 65535'],
    ['start --fresh=no', 'METES_CLI_USAGE', '--fresh takes no value'],
    ['start --fresh --fresh', 'METES_CLI_USAGE', 'was given twice'],
    ['start --split --only a', 'METES_CLI_USAGE', '--split does not go with'],
    ['quiesce --timeout 5', 'METES_CLI_USAGE', '--timeout 30s'],
    ['dead-letters', 'METES_CLI_USAGE', 'needs <list | show | redrive>'],
    ['dead-letters lst', 'METES_CLI_USAGE', 'Did you mean "metes dead-letters list"?'],
    ['dead-letters burn', 'METES_CLI_USAGE', 'Use one of: list, show, redrive.'],
    ['dead-letters list --dry-run', 'METES_CLI_USAGE', '--dry-run does not go with "list"'],
    ['rebuild ordering', 'METES_CLI_USAGE', 'needs <context> <projection>'],
    ['stop --role Main!', 'METES_START_ROLE_NAME', 'Use lower-case letters'],
    ['status --config /nope.ts', 'METES_CLI_CONFIG_MISSING', '/nope.ts'],
    ['quiesce --config /nope.ts', 'METES_CLI_CONFIG_MISSING', '/nope.ts'],
    ['stop --config /nope.ts', 'METES_CLI_CONFIG_MISSING', '/nope.ts'],
    ['dead-letters list --config /nope.ts', 'METES_CLI_CONFIG_MISSING', '/nope.ts'],
  ])('metes %s', async (args, code, said) => {
    const result = await typed(args);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(`${code}: `);
    expect(result.err).toContain(said);
    expect(result.err).not.toContain('    at ');
  });

  test('and is told to programs as JSON', async () => {
    const { code, out, err } = await typed('start --xyzzy --json');
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toEqual({
      error: {
        code: 'METES_CLI_USAGE',
        message: '"metes start" has no option --xyzzy.',
        hint: '"metes help start" shows what it takes.',
      },
    });
  });
});

describe('an error', () => {
  test('shows where it happened with METES_LOG=debug only', async () => {
    const quiet = await typed('stauts');
    expect(quiet.err.trimEnd().split('\n')).toHaveLength(2);
    expect((await typed('stauts', { env: { METES_LOG: 'debug' } })).err).toMatch(/\n +at /);
  });
});

describe('a system that was never started', () => {
  test.each(['status', 'quiesce', 'dead-letters list', 'stop'])(
    'makes "%s" say so and make nothing',
    async (command) => {
      const folder = await folderWith({});
      const { code, err } = await typed(command, { env: { METES_STATE: join(folder, 'state') } });
      expect(code).toBe(1);
      expect(err).toContain('METES_CLI_NEVER_STARTED');
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

describe('stop', () => {
  test('says of what runs beside the processes that it ends with them', async () => {
    const state = await openStateFolder(join(await folderWith({}), 'state'));
    await claimRole(state, { role: 'main', contexts: ['notes'] });
    await claimRole(state, { role: 'provider', contexts: [], kind: 'companion' });
    const { code, err } = await typed('stop --role provider', { env: { METES_STATE: state.path } });
    expect(code).toBe(2);
    expect(err).toContain(
      'No process with the role "provider" can be stopped here.\nThese can: main. What runs beside them ends with them: provider.\n',
    );
  });
});

describe('the file that declares the system', () => {
  const start = async (files: Readonly<Record<string, string>>, args = 'start') =>
    typed(args, { folder: await folderWith(files) });

  test('is missed when there is none', async () => {
    expect((await start({})).err).toMatch(
      /METES_CLI_CONFIG_MISSING.*metes\.config\.ts, metes\.config\.js, metes\.config\.mjs/,
    );
    expect((await start({}, 'start --config other.ts')).err).toMatch(/METES_CLI_CONFIG_MISSING.*other\.ts/);
  });

  test('must export a system by default', async () => {
    expect((await start({ 'metes.config.mjs': 'export const map = 1;' })).err).toMatch(
      /METES_CLI_CONFIG_INVALID.*no default export/,
    );
    expect((await start({ 'metes.config.mjs': 'export default { map: {} };' })).err).toMatch(
      /METES_CLI_CONFIG_INVALID.*no context map/,
    );
  });

  test('names no context that its map does not know', async () => {
    const about = async (more: string) =>
      (
        await start({
          'metes.config.mjs': `export default { map: { contexts: [{ name: 'cart' }] }, ${more} };`,
        })
      ).err;
    expect(await about("folders: { card: 'src' }")).toMatch(/CONFIG_INVALID.*"folders" names card, which/);
    expect(await about('migrations: { card: [] }')).toMatch(/CONFIG_INVALID.*"migrations" names card, which/);
    expect(await about('check: { foreignWords: { card: [] } }')).toMatch(
      /"check.foreignWords" names card, which/,
    );
    expect(await about('folders: { cart: 5 }')).toMatch(
      /CONFIG_INVALID.*"folders" does not name a folder for cart/,
    );
  });

  test('may be named by package.json, also one that is no JSON', async () => {
    expect((await start({ 'package.json': '{"metes":{"config":"a/b.mjs"}}' })).err).toMatch(
      /METES_CLI_CONFIG_MISSING.*a\/b\.mjs/,
    );
    expect((await start({ 'package.json': '{' })).err).toContain('METES_CLI_CONFIG_MISSING');
  });

  test('can be named in package.json, as the help says', async () => {
    const said = /"metes": \{ "config": .* \}.*package\.json/;
    expect((await typed('help start')).out).toMatch(said);
    expect((await start({})).err).toMatch(said);
  });

  test('of a kind that this Node cannot load is refused with how to run it', async () => {
    const loaded = await start({
      'metes.config.mjs':
        'throw Object.assign(new Error("Unknown file extension"), { code: "ERR_UNKNOWN_FILE_EXTENSION" });',
    });
    expect(loaded.err).toMatch(/METES_CLI_CONFIG_LOADER/);
    expect(loaded.err).toContain('node --import tsx');
  });

  test('is what rebuild knows contexts and projections from', async () => {
    expect((await typed(`rebuild nowhere things --config ${sampleConfig}`)).err).toMatch(
      /METES_CLI_CONTEXT_UNKNOWN.*nowhere/,
    );
    expect((await typed(`rebuild notes things --config ${sampleConfig}`)).err).toMatch(
      /METES_RUNTIME_PROJECTION_UNKNOWN.*things.*\n.*notes all-notes/,
    );
    expect((await typed(`rebuild filing things --config ${sampleConfig}`)).err).toMatch(
      /METES_RUNTIME_PROJECTION_UNKNOWN.*things.*\nUse one of: notes all-notes\./,
    );
  });
});
