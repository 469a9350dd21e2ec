import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, describe, expect, test } from 'vitest';
import {
  eventually,
  fakeTerminal,
  OfficeUnderTest,
  sampleConfig,
  type StartedOffice,
} from './cli-under-test.ts';
import { runCli } from './cli.ts';

async function takeNote({ ready }: StartedOffice, noteId: string): Promise<void> {
  const token = ready['tokens'][0].token;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${ready['url']}/notes`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ noteId, words: 'something' }),
  });
  expect(answer.status).toBe(201);
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

describe('a system with a database of its own', () => {
  test('goes on with its data after SIGKILL, after a clean stop, and not after --fresh', async () => {
    const it = await OfficeUnderTest.make();
    const first = await it.start();
    await takeNote(first, 'kept');
    await first.stop('SIGKILL');
    // The database outlives the process that was killed: it is looked at, and taken over.
    expect(await it.run('status')).toMatchObject({
      code: 1,
      out: expect.stringContaining('Nothing is running.'),
    });

    const second = await it.start();
    expect(
      await eventually(
        () => statusOf(`${second.ready['url']}/filed/kept`),
        (each) => each === 200,
      ),
    ).toBe(200);
    const inUse = await it.run('start', '--config', sampleConfig, '--fresh', '--yes');
    expect(inUse.code).toBe(1);
    expect(inUse.err).toMatch(
      /METES_START_STATE_IN_USE: The state folder .* is used by main \(process \d+\)/,
    );
    expect(await second.stop()).toBe(0);

    const stopped = await it.run('status', '--json');
    expect(stopped.code).toBe(1);
    expect(JSON.parse(stopped.out)).toMatchObject({
      running: false,
      error: { code: 'METES_CLI_NOTHING_RUNS' },
    });
    expect((await it.run('quiesce')).err).toContain('METES_CLI_NOTHING_RUNS');

    const third = await it.start(['--fresh', '--yes']);
    expect(third.lines()).toContainEqual(
      expect.objectContaining({ event: 'progress', text: `deleted all data in ${it.folder}` }),
    );
    expect(await statusOf(`${third.ready['url']}/notes/kept`)).toBe(404);
    await third.stop('SIGKILL');
    expect((await it.run('stop')).out).toContain('a database that a killed process had left behind');
    expect((await it.run('stop')).out).toBe('Nothing is running.\n');
  });
});

describe('--fresh', () => {
  const start = (terminal: ReturnType<typeof fakeTerminal>, ...args: string[]) =>
    runCli(['start', '--config', sampleConfig, '--fresh', ...args], terminal);

  test('deletes no folder that this toolkit has not made', async () => {
    const it = await OfficeUnderTest.make();
    await mkdir(it.folder);
    await writeFile(join(it.folder, 'diary.txt'), 'mine');
    const terminal = fakeTerminal({ env: { METES_STATE: it.folder } });
    expect(await start(terminal, '--yes')).toBe(1);
    expect(terminal.written.err).toContain('METES_START_STATE_FOREIGN');
    expect(await readdir(it.folder)).toEqual(['diary.txt']);
  });

  test('asks a person first, and deletes nothing without a yes', async () => {
    const it = await OfficeUnderTest.make();
    await mkdir(it.folder);
    await writeFile(join(it.folder, 'metes-state.json'), '{}');
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return 'no';
    };
    const terminal = fakeTerminal({ env: { METES_STATE: it.folder }, interactive: true, ask });
    expect(await start(terminal)).toBe(1);
    expect(asked).toEqual([expect.stringContaining(it.folder)]);
    expect(terminal.written.err).toContain('METES_CLI_NOT_CONFIRMED');
    expect(await readdir(it.folder)).toEqual(['metes-state.json']);
  });

  test.each([
    ['off a terminal', { interactive: false }, []],
    ['for a program', { interactive: true }, ['--json']],
  ])('deletes nothing without --yes %s, where nobody can be asked', async (_, given, args) => {
    const it = await OfficeUnderTest.make();
    await mkdir(it.folder);
    await writeFile(join(it.folder, 'metes-state.json'), '{}');
    const ask = async (): Promise<string> => assert.fail('nobody is there to be asked');
    const terminal = fakeTerminal({ env: { METES_STATE: it.folder }, ask, ...given });
    expect(await start(terminal, ...args)).toBe(2);
    expect(terminal.written.err + terminal.written.out).toMatch(
      /METES_CLI_FRESH_UNCONFIRMED.*[^]*metes start --fresh --yes/,
    );
    expect(await readdir(it.folder)).toEqual(['metes-state.json']);
  });

  test('deletes nothing when what is to be started does not exist', async () => {
    const it = await OfficeUnderTest.make();
    await mkdir(it.folder);
    await writeFile(join(it.folder, 'metes-state.json'), '{}');
    const terminal = fakeTerminal({ env: { METES_STATE: it.folder } });
    expect(await start(terminal, '--yes', '--only', 'notes,nope')).toBe(2);
    expect(terminal.written.err).toMatch(
      /METES_START_CONTEXT_UNKNOWN: .* no context "nope"\.\nIt has: notes, filing\./,
    );
    expect(await start(terminal, '--yes', '--role', 'Main!')).toBe(2);
    expect(terminal.written.err).toContain('METES_START_ROLE_NAME: "Main!" cannot be the name of a role.');
    expect(await readdir(it.folder)).toEqual(['metes-state.json']);
  });

  test('does not pretend to empty a database that is not its own', async () => {
    const terminal = fakeTerminal({ env: { DATABASE_URL: 'postgres://somebody@127.0.0.1:1/theirs' } });
    expect(await start(terminal)).toBe(1);
    expect(terminal.written.err).toContain('METES_CLI_FRESH_ELSEWHERE');
  });
});
