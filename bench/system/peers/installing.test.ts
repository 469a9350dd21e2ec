import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installPeers, peersFolder, reasonIn, skippedWarning } from './installing.ts';
import { nodeOfRun, runsAllPeers } from './node-of-run.ts';
import { peerSubjects } from './workload.ts';

let base: URL;
beforeEach(async () => {
  base = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'metes-peers-'))}/`);
});
afterEach(() => rm(base, { recursive: true }));

/** A folder of a peer that pins a package, and has a version of it, or none. */
async function peerWith(name: string, pinned: string, installed?: string): Promise<void> {
  await mkdir(new URL(`${name}/node_modules/queue/`, base), { recursive: true });
  const manifest = { dependencies: { queue: pinned } };
  await writeFile(new URL(`${name}/package.json`, base), JSON.stringify(manifest));
  if (installed)
    await writeFile(
      new URL(`${name}/node_modules/queue/package.json`, base),
      JSON.stringify({ version: installed }),
    );
}

describe('the peers of a run', () => {
  it('are installed when they are missing or of another version, and only then', async () => {
    await peerWith('there', '1.2.3', '1.2.3');
    await peerWith('older', '1.2.3', '1.2.2');
    await peerWith('missing', '1.2.3');
    const told: string[] = [];
    const asked: string[] = [];
    const { ready, skipped } = await installPeers(
      ['there', 'older', 'missing'],
      (text) => told.push(text),
      (folder) => Promise.resolve(void asked.push(folder.pathname.split('/').at(-2)!)),
      base,
    );
    expect(ready).toEqual(['there', 'older', 'missing']);
    expect(skipped).toEqual([]);
    expect(asked).toEqual(['older', 'missing']);
    expect(told[0]).toBe('older: installs queue@1.2.3 into bench/peers/older/node_modules');
  });

  it('that cannot be installed are left out, counted and named with the reason', async () => {
    await peerWith('there', '1.2.3', '1.2.3');
    await peerWith('missing', '1.2.3');
    const { ready, skipped } = await installPeers(
      ['there', 'missing'],
      () => undefined,
      () => Promise.resolve('npm said: no network'),
      base,
    );
    expect(ready).toEqual(['there']);
    expect(skippedWarning(skipped, 2)).toBe(
      '1 of 2 peers do not take part, because they could not be installed:\n  missing: npm said: no network',
    );
    expect(skippedWarning([], 2)).toBeUndefined();
  });

  it('each have a folder that pins exact versions', () => {
    const versions = peerSubjects.flatMap(({ name }) => {
      const file = readFileSync(new URL(`${name}/package.json`, peersFolder), 'utf8');
      return Object.values((JSON.parse(file) as { dependencies: Record<string, string> }).dependencies);
    });
    expect(versions.length).toBeGreaterThanOrEqual(peerSubjects.length);
    expect(versions.filter((each) => !/^\d+\.\d+\.\d+$/.test(each))).toEqual([]);
    expect(peerSubjects.map((each) => each.name)).toEqual([
      'dbos',
      'restate',
      'pg-boss',
      'graphile-worker',
      'emmett',
    ]);
  });

  it('are told of in the words of npm, without its decoration', () => {
    const told =
      'npm error code ENOTFOUND\nnpm error network request to https://registry failed\nnpm error A complete log of this run\n';
    expect(reasonIn(told)).toBe('network request to https://registry failed');
    expect(reasonIn('')).toBe('nothing');
  });
});

describe('the Node of a run with peers', () => {
  const quiet = (): undefined => undefined;
  const fails = () => Promise.resolve('npm said: no network');
  const works = () => Promise.resolve(undefined);
  const missing = () => ['node@24.21.0'];

  it.each([
    ['20.19.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['24.0.0', true],
  ])('%s runs all peers: %s', (version, expected) => {
    expect(runsAllPeers(version)).toBe(expected);
  });

  it('is the one that is there when it is new enough', async () => {
    expect(await nodeOfRun('24.1.0', false, quiet, fails, missing)).toEqual({ kind: 'this' });
  });

  it('is not downloaded unasked: the message says what is needed and what to type', async () => {
    const node = await nodeOfRun('20.19.0', false, quiet, fails, missing);
    expect(node).toMatchObject({ kind: 'none' });
    const { message } = node as { message: string };
    expect(message).toContain('the peers need Node 22.12 or newer, and this is 20.19.0');
    expect(message).toContain('npm run bench -- peers --get-node');
  });

  it('is another one, for everything, once that is installed', async () => {
    expect(await nodeOfRun('20.19.0', true, quiet, works, missing)).toMatchObject({ kind: 'other' });
    expect(await nodeOfRun('20.19.0', false, quiet, fails, () => [])).toMatchObject({ kind: 'other' });
  });

  it('is none when it cannot be installed', async () => {
    expect(await nodeOfRun('20.19.0', true, quiet, fails, missing)).toEqual({
      kind: 'none',
      message: 'no newer Node could be installed: npm said: no network',
    });
  });
});
