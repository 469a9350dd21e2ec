import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimRole, livingRoles } from './roles.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import { newStatePath } from './state-under-test.ts';

const newState = async (): Promise<StateFolder> => openStateFolder(await newStatePath());

describe('a role', () => {
  test('has a file with the pid alone, and one with everything else', async () => {
    const state = await newState();
    const claim = await claimRole(state, { role: 'main', contexts: ['cart', 'ordering'] });
    expect(await readFile(join(state.path, 'pids', 'main.pid'), 'utf8')).toBe(`${process.pid}\n`);
    expect(await livingRoles(state)).toMatchObject([
      { role: 'main', pid: process.pid, contexts: ['cart', 'ordering'], kind: 'process' },
    ]);
    await claim.tell({ url: 'http://127.0.0.1:1' });
    expect((await livingRoles(state))[0]?.url).toBe('http://127.0.0.1:1');
    await claim.release();
    expect(await readdir(join(state.path, 'pids'))).toEqual([]);
  });

  test('is held by one living process at a time', async () => {
    const state = await newState();
    const claim = await claimRole(state, { role: 'main', contexts: [] });
    await expect(claimRole(state, { role: 'main', contexts: [] })).rejects.toMatchObject({
      code: 'METES_START_ROLE_TAKEN',
      values: { role: 'main', pid: process.pid },
    });
    await claim.release();
    await (await claimRole(state, { role: 'main', contexts: [] })).release();
  });

  test('of several that want it at once goes to one', async () => {
    const state = await newState();
    const claims = await Promise.allSettled(
      Array.from({ length: 6 }, () => claimRole(state, { role: 'main', contexts: [] })),
    );
    expect(claims.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });

  test('is free when its process is dead, or when its pid belongs to another process by now', async () => {
    const state = await newState();
    await claimRole(state, { role: 'main', contexts: [] });
    const file = join(state.path, 'pids', 'main.json');
    const facts = JSON.parse(await readFile(file, 'utf8')) as object;
    for (const stale of [
      { ...facts, pid: 4_194_303 },
      { ...facts, stamp: 'another start' },
    ]) {
      await writeFile(file, JSON.stringify(stale));
      expect(await livingRoles(state)).toEqual([]);
      await claimRole(state, { role: 'main', contexts: [] });
    }
    await writeFile(file, '{ torn');
    expect(await livingRoles(state)).toEqual([]);
  });

  test.each(['', 'Main', '../main', 'a b', 'a/b', 'x'.repeat(101)])('cannot be called "%s"', async (role) => {
    await expect(claimRole(await newState(), { role, contexts: [] })).rejects.toMatchObject({
      code: 'METES_START_ROLE_NAME',
    });
  });
});

describe('the release of a role', () => {
  test('tells the last process that it is the last; companions do not count', async () => {
    const state = await newState();
    const [one, two] = [
      await claimRole(state, { role: 'one', contexts: [] }),
      await claimRole(state, { role: 'two', contexts: [] }),
    ];
    await claimRole(state, { role: 'beside', contexts: [], kind: 'companion' });
    const last: string[] = [];
    await one.release(async () => void last.push('one'));
    await two.release(async () => void last.push('two'));
    await two.release(async () => void last.push('two again'));
    expect(last).toEqual(['two']);
  });

  test('does not bring a folder back that somebody removed', async () => {
    const state = await newState();
    const claim = await claimRole(state, { role: 'main', contexts: [] });
    await rm(state.path, { recursive: true });
    let last = false;
    await claim.release(async () => void (last = true));
    expect(last).toBe(true);
    await expect(stat(state.path)).rejects.toThrow('ENOENT');
  });
});
