import { describe, expect, test } from 'vitest';
import { asTypedHere, commandHere, type StartedBy } from './command-here.ts';
import { fakeTerminal } from './cli-under-test.ts';
import { commands, runCli } from './cli.ts';

const started = (given: Partial<StartedBy>): string =>
  commandHere({
    env: {},
    nodeArguments: ['--import', 'tsx'],
    program: '/srv/app/packages/metes/src/cli/bin.ts',
    folder: '/srv/app',
    scripts: {},
    ...given,
  });
const script = { scripts: { metes: 'node bin.ts' } };
const npm = { npm_lifecycle_event: 'start', npm_config_user_agent: 'npm/10.8.2 node/v22' };

describe('what has to be typed here', () => {
  test('is the script of package.json that runs the command line, whichever script was started', () => {
    expect(started({ ...script, env: npm })).toBe('npm run metes --');
    expect(started({ ...script, env: { ...npm, npm_lifecycle_event: 'metes' } })).toBe('npm run metes --');
    expect(started(script)).toBe('npm run metes --');
  });

  test('is the installed program where there is no such script', () => {
    expect(started({ env: npm, program: '/srv/app/node_modules/.bin/metes' })).toBe('npx metes');
    expect(started({ program: '/srv/app/node_modules/.bin/metes' })).toBe('npx metes');
    expect(started({ ...script, env: { npm_lifecycle_event: 'npx' } })).toBe('npx metes');
  });

  test('is "metes" where it is installed for everybody', () => {
    expect(started({ program: '/usr/local/bin/metes', ...script })).toBe('metes');
  });

  test.each([
    ['pnpm/9.1.0 npm/? node/v22', 'pnpm run metes', 'pnpm exec metes'],
    ['yarn/4.2.2 npm/? node/v22', 'yarn run metes', 'yarn run metes'],
    ['bun/1.2.0 npm/?', 'bun run metes', 'bunx metes'],
    ['something/1', 'npm run metes --', 'npx metes'],
  ])('follows the package manager %s', (agent, asScript, asProgram) => {
    const env = { npm_lifecycle_event: 'start', npm_config_user_agent: agent };
    expect(started({ ...script, env })).toBe(asScript);
    expect(started({ env })).toBe(asProgram);
  });

  test('is the line that was typed, where Node.js was called by hand', () => {
    expect(started({})).toBe('node --import tsx packages/metes/src/cli/bin.ts');
    expect(started({ nodeArguments: ['--import', 'file:///srv/node_modules/tsx/dist/loader.mjs'] })).toBe(
      'npx tsx packages/metes/src/cli/bin.ts',
    );
  });
});

describe('a text', () => {
  test('names commands as they are typed here, and leaves everything else', () => {
    const text =
      'Use "metes start", `metes status`; start it again with: metes start --only a (metes knows metes.config.ts)';
    expect(asTypedHere(text, 'npm run metes --')).toBe(
      'Use "npm run metes -- start", `npm run metes -- status`; start it again with: npm run metes -- start --only a (metes knows metes.config.ts)',
    );
  });

  test('of the help or of an error has no command that cannot be typed here', async () => {
    const typed = async (...args: string[]): Promise<string> => {
      const terminal = fakeTerminal({ command: 'npm run metes --', env: { METES_STATE: '/nowhere' } });
      await runCli(args, terminal);
      return terminal.written.out + terminal.written.err;
    };
    const texts = await Promise.all([
      typed('help'),
      ...commands.map(({ name }) => typed('help', name)),
      typed('stauts'),
      typed('start', '--xyzzy'),
      typed('dead-letters', 'lst'),
      typed('status'),
      typed('status', '--json'),
    ]);
    for (const text of texts) {
      expect(text).toContain('npm run metes -- ');
      expect(text.replaceAll('npm run metes -- ', '')).not.toMatch(/\bmetes (?!<|\[)[a-z-]/);
    }
  });
});
