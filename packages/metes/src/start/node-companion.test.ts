import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCompanions } from './companions.ts';
import type { Companion, RunningCompanion } from './define-system.ts';
import { nodeCompanion } from './node-companion.ts';
import { livingRoles } from './roles.ts';
import { openStateFolder } from './state-folder.ts';
import { newStatePath } from './state-under-test.ts';

async function place(program: string) {
  const state = await openStateFolder(await newStatePath());
  const file = join(state.path, 'program.mjs');
  await writeFile(file, program);
  return { state, program: pathToFileURL(file), env: { env: {}, folder: state.path } };
}

const stays = `
  process.stdin.on('end', () => process.exit(0)).resume();
  process.on('SIGTERM', () => process.exit(0));
  console.log('not JSON');
  console.log(JSON.stringify({ ready: true, url: 'http://' + (process.env.NAME ?? 'nobody') }));`;

async function started(
  companion: Companion,
  at: Parameters<Companion['start']>[0],
): Promise<RunningCompanion> {
  const running = await companion.start(at);
  onTestFinished(() => running.stop());
  return running;
}

describe('a companion that is a Node program', () => {
  test('is ready when it says so, and ends when it is told to', async () => {
    const { program, env, state } = await place(stays);
    const running = await started(
      nodeCompanion('friend', {
        program,
        env: () => ({ NAME: 'friend' }),
        facts: ({ folder }) => ({ folder }),
      }),
      env,
    );
    expect(running).toMatchObject({
      url: 'http://friend',
      facts: { folder: state.path },
      pid: expect.any(Number),
    });
    await running.stop();
    await running.stop();
    expect(() => process.kill(running.pid!, 0)).toThrow('ESRCH');
  });

  test('is not started when it runs elsewhere already', async () => {
    const { program, env } = await place('process.exit(1)');
    const told: unknown[] = [];
    const companion = nodeCompanion('friend', {
      program,
      external: () => 'http://there:1/',
      onReady: async ({ url }, urls) => void told.push(url, urls),
    });
    const running = await started(companion, env);
    expect(running).toMatchObject({ url: 'http://there:1' });
    expect(running.pid).toBeUndefined();
    await running.onReady?.({ notes: 'http://here' });
    expect(told).toEqual(['http://there:1', { notes: 'http://here' }]);
  });

  test('is tried again while an earlier one lets go of its files', async () => {
    const { program, env, state } = await place(`
      import { existsSync, writeFileSync } from 'node:fs';
      if (!existsSync(process.env.MARK)) { writeFileSync(process.env.MARK, ''); process.exit(1); }
      ${stays}`);
    const running = await started(
      nodeCompanion('friend', { program, env: () => ({ MARK: join(state.path, 'mark') }) }),
      env,
    );
    expect(running.url).toBe('http://nobody');
  });

  test('that never starts is a coded error with what it printed last', async () => {
    const { program, env } = await place('console.error("no such thing"); process.exit(3);');
    await expect(nodeCompanion('friend', { program, patienceMs: 5_000 }).start(env)).rejects.toMatchObject({
      code: 'METES_START_COMPANION',
      values: { companion: 'friend', reason: 'it ended with exit code 3', tail: 'no such thing' },
    });
  });

  test('that says nothing is ended and a coded error', async () => {
    const { program, env } = await place('setInterval(() => {}, 1000);');
    await expect(nodeCompanion('friend', { program, patienceMs: 1_000 }).start(env)).rejects.toMatchObject({
      code: 'METES_START_COMPANION',
      values: { reason: expect.stringContaining('not ready') },
    });
  });
});

describe('companions', () => {
  const fake = (name: string, log: string[], start?: () => Promise<RunningCompanion>): Companion => ({
    name,
    start:
      start ??
      (async () => ({
        url: `http://${name}`,
        facts: {},
        pid: process.pid,
        stop: async () => void log.push(`${name} stops`),
        onReady: async (urls) => void log.push(`${name} hears of ${urls['notes']}`),
      })),
  });

  test('have a role while they run, and are told where the system listens', async () => {
    const { state, env } = await place('');
    const log: string[] = [];
    const running = await startCompanions([fake('one', log), fake('two', log)], env, state);
    expect(running.facts).toEqual({
      one: { url: 'http://one', facts: {} },
      two: { url: 'http://two', facts: {} },
    });
    expect(
      (await livingRoles(state))
        .map(({ role, kind }) => [role, kind])
        .sort(([one = ''], [other = '']) => one.localeCompare(other)),
    ).toEqual([
      ['one', 'companion'],
      ['two', 'companion'],
    ]);
    await running.ready({ notes: 'http://here' });
    await running.stop();
    expect(log.sort()).toEqual([
      'one hears of http://here',
      'one stops',
      'two hears of http://here',
      'two stops',
    ]);
    expect(await livingRoles(state)).toEqual([]);
  });

  test('end again when one of them cannot start', async () => {
    const { state, env } = await place('');
    const log: string[] = [];
    const failing = fake('bad', log, () => Promise.reject(new RangeError('no')));
    await expect(startCompanions([fake('good', log), failing], env, state)).rejects.toThrow('no');
    expect(log).toEqual(['good stops']);
    expect(await livingRoles(state)).toEqual([]);
  });
});
