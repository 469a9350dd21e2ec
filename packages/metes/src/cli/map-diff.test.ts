import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal } from './cli-under-test.ts';

/** A map in a file that Node loads by itself: each call gives another file name, so that nothing is kept from before. */
class Repository {
  readonly folder: string;
  #versions = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Repository> {
    const folder = await mkdtemp(join(tmpdir(), 'metes-diff-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const made = new Repository(folder);
    await mkdir(join(folder, 'app'));
    made.git('init', '-q', '-b', 'main');
    return made;
  }

  git(...args: string[]): string {
    const who = [
      '-c',
      'user.name=Tester',
      '-c',
      'user.email=tester@example.org',
      '-c',
      'commit.gpgsign=false',
    ];
    return execFileSync('git', [...who, ...args], { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' });
  }

  commit(message: string): void {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
  }

  async metes(team: string, ...args: string[]) {
    const config = `app/version-${++this.#versions}.config.mjs`;
    await writeFile(
      join(this.folder, config),
      `export default { map: { name: 'office', outsides: [], relations: [], contexts: [{ name: 'notes', purpose: 'Takes notes',
        team: '${team}', subdomain: { class: 'core', implementation: 'built', reviewed: '2026-09-01', history: [] },
        language: { Note: { meaning: 'What is worth keeping' } }, aggregates: [], handlers: [], publishes: [], policies: [],
        calls: [], projections: [], tallies: [] }] } };`,
    );
    const terminal = fakeTerminal({ folder: this.folder });
    const code = await runCli(['map', '--config', config, ...args], terminal);
    return { code, ...terminal.written };
  }
}

describe('metes map diff', () => {
  test('says what has changed since a commit in which the map was saved', async () => {
    const repository = await Repository.make();
    expect((await repository.metes('Writers', '--save')).out).toBe('wrote app/map.json\n');
    repository.commit('The map');
    repository.git('tag', 'v1');
    expect(await repository.metes('Writers', 'diff', 'v1')).toEqual({
      code: 0,
      out: 'The map is what it was at v1.\n',
      err: '',
    });
    const changed = await repository.metes('Readers', 'diff', 'HEAD');
    expect(changed.out).toBe('Contexts\n  "notes" has moved from team Writers to team Readers.\n');
    expect(changed.err).toContain('map.json is not current. Save the map with the change: metes map --save');
    const json = JSON.parse((await repository.metes('Readers', 'diff', 'v1', '--json')).out);
    expect(json).toEqual({
      since: 'v1',
      commit: repository.git('rev-parse', 'v1').trim(),
      changes: [
        { kind: 'team', about: ['notes'], text: '"notes" has moved from team Writers to team Readers.' },
      ],
    });
  });

  test('asks for a saved map where there was none: METES_DRAW_SNAPSHOT_MISSING', async () => {
    const repository = await Repository.make();
    repository.commit('Nothing yet');
    const { code, err } = await repository.metes('Writers', 'diff', 'main');
    expect(code).toBe(1);
    expect(err).toContain('METES_DRAW_SNAPSHOT_MISSING: At main no map was saved');
    expect(err).toContain('metes map --save');
  });

  test.each(['no-such-branch', '--output=stolen', 'main:app'])(
    'takes %s for no commit: METES_DRAW_REF_UNKNOWN',
    async (ref) => {
      const repository = await Repository.make();
      repository.commit('Nothing yet');
      const { err } = await repository.metes('Writers', 'diff', '--', ref);
      expect(err).toContain(`METES_DRAW_REF_UNKNOWN: git knows no commit "${ref}" here.`);
    },
  );

  test('needs a git repository: METES_DRAW_GIT', async () => {
    const repository = await Repository.make();
    await rm(join(repository.folder, '.git'), { recursive: true });
    const { err } = await repository.metes('Writers', 'diff', 'main');
    expect(err).toContain('METES_DRAW_GIT');
    expect(err).toContain('this is not a git repository');
  });

  test('needs to know since when, and draws nothing', async () => {
    const repository = await Repository.make();
    expect((await repository.metes('Writers', 'diff')).err).toContain('"metes map diff" needs <git ref>.');
    expect((await repository.metes('Writers', 'diff', 'main', '--mermaid')).err).toContain(
      '--mermaid does not go with metes map diff',
    );
  });
});

describe('metes map --check', () => {
  test('ends with 1 when a saved map is not that of today, and writes nothing', async () => {
    const repository = await Repository.make();
    expect(await repository.metes('Writers', '--save', '--check')).toMatchObject({
      code: 1,
      out: 'would write app/map.json\n',
    });
    await repository.metes('Writers', '--save');
    expect(await repository.metes('Writers', '--save', '--check')).toMatchObject({
      code: 0,
      out: 'is current: app/map.json\n',
    });
    expect(await repository.metes('Readers', '--save', '--check')).toMatchObject({
      code: 1,
      out: 'would update app/map.json\n',
    });
  });
});
