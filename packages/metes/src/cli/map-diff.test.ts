import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from './cli.ts';
import { fakeTerminal } from './cli-under-test.ts';
import { contextSource, RepositoryUnderTest } from './repository-under-test.ts';

const notesOf = (team: string) => `contextMap('office', ${contextSource('notes', team)})`;

describe('metes map diff', () => {
  test('says what has changed since a commit in which the map was saved', async () => {
    const repository = await RepositoryUnderTest.make();
    expect((await repository.map(notesOf('Writers'), '--save')).out).toBe('wrote app/map.json\n');
    repository.commit('The map');
    repository.git('tag', 'v1');
    expect(await repository.map(notesOf('Writers'), 'diff', 'v1')).toEqual({
      code: 0,
      out: 'The map is what it was at v1.\n',
      err: '',
    });
    const changed = await repository.map(notesOf('Readers'), 'diff', 'HEAD');
    expect(changed.out).toBe('Contexts\n  "notes" has moved from team Writers to team Readers.\n');
    expect(changed.err).toContain('map.json is not current. Save the map with the change: metes map --save');
    const json = JSON.parse((await repository.map(notesOf('Readers'), 'diff', 'v1', '--json')).out);
    expect(json).toEqual({
      since: 'v1',
      commit: repository.git('rev-parse', 'v1').trim(),
      changes: [
        { kind: 'team', about: ['notes'], text: '"notes" has moved from team Writers to team Readers.' },
      ],
    });
  });

  test('asks for a saved map where there was none: METES_DRAW_SNAPSHOT_MISSING', async () => {
    const repository = await RepositoryUnderTest.make();
    repository.commit('Nothing yet');
    const { code, err } = await repository.map(notesOf('Writers'), 'diff', 'main');
    expect(code).toBe(1);
    expect(err).toContain('METES_DRAW_SNAPSHOT_MISSING: At main no map was saved');
    expect(err).toContain('metes map --save');
  });

  test.each(['no-such-branch', '--output=stolen', 'main:app'])(
    'takes %s for no commit: METES_DRAW_REF_UNKNOWN',
    async (ref) => {
      const repository = await RepositoryUnderTest.make();
      repository.commit('Nothing yet');
      const { err } = await repository.map(notesOf('Writers'), 'diff', '--', ref);
      expect(err).toContain(`METES_DRAW_REF_UNKNOWN: git knows no commit "${ref}" here.`);
    },
  );

  test('needs a git repository: METES_DRAW_GIT', async () => {
    const repository = await RepositoryUnderTest.make();
    await rm(join(repository.folder, '.git'), { recursive: true });
    const { err } = await repository.map(notesOf('Writers'), 'diff', 'main');
    expect(err).toContain('METES_DRAW_GIT');
    expect(err).toContain('this is not a git repository');
  });

  test('needs to know since when, and draws nothing', async () => {
    const repository = await RepositoryUnderTest.make();
    expect((await repository.map(notesOf('Writers'), 'diff')).err).toContain(
      '"metes map diff" needs <git ref>.',
    );
    expect((await repository.map(notesOf('Writers'), 'diff', 'main', '--mermaid')).err).toContain(
      '--mermaid does not go with metes map diff',
    );
  });
});

describe('metes map --check', () => {
  test('ends with 1 when a saved map is not that of today, and writes nothing', async () => {
    const repository = await RepositoryUnderTest.make();
    expect(await repository.map(notesOf('Writers'), '--save', '--check')).toMatchObject({
      code: 1,
      out: 'would write app/map.json\n',
    });
    await repository.map(notesOf('Writers'), '--save');
    expect(await repository.map(notesOf('Writers'), '--save', '--check')).toMatchObject({
      code: 0,
      out: 'is current: app/map.json\n',
    });
    expect(await repository.map(notesOf('Readers'), '--save', '--check')).toMatchObject({
      code: 1,
      out: 'would update app/map.json\n',
    });
  });
});

describe('metes map partnerships', () => {
  const partners = `contextMap('office', partnership(${contextSource('cart', 'Storefront')}, ${contextSource('search', 'Finding')}))`;
  const history = async (...commits: readonly (readonly [number, ...string[]])[]) => {
    const repository = await RepositoryUnderTest.make();
    for (const name of ['cart', 'search']) await repository.write(`app/contexts/${name}/context.ts`, '');
    repository.commit('The beginning', 400);
    for (const [daysAgo, ...paths] of commits) {
      for (const path of paths) await repository.write(`app/contexts/${path}`, String(daysAgo));
      repository.commit(`Change of ${paths.join(' and ')}`, daysAgo);
    }
    return repository;
  };

  test('warns of partners whose files no commit of the last year has changed together: METES_MAP_PARTNERS_APART', async () => {
    const repository = await history([300, 'cart/a.ts'], [10, 'search/b.ts']);
    const { code, out } = await repository.map(partners, 'partnerships');
    expect(code).toBe(0);
    expect(out).toMatch(/^cart and search: 0 common changes in 9 months\n/);
    expect(out).toContain(
      'warning METES_MAP_PARTNERS_APART: cart and search are partners, but no change of the last 9 months touched both.',
    );
    expect(out).toContain('customerSupplier(cart, search');
  });

  test('counts common changes', async () => {
    const repository = await history(
      [300, 'cart/a.ts', 'search/b.ts'],
      [10, 'search/b.ts'],
      [5, 'cart/a.ts', 'search/c.ts'],
    );
    expect((await repository.map(partners, 'partnerships')).out).toBe(
      'cart and search: 2 common changes in 9 months\n',
    );
    expect(JSON.parse((await repository.map(partners, 'partnerships', '--json')).out)).toEqual({
      months: 9,
      partnerships: [{ one: 'cart', other: 'search', together: 2 }],
      findings: [],
    });
  });

  test('judges nobody by a history that is short or cut off', async () => {
    const young = await history([30, 'cart/a.ts']);
    expect((await young.map(partners, 'partnerships')).out).toContain('too short or cut off');
    const whole = await history([300, 'cart/a.ts'], [10, 'search/b.ts']);
    whole.git('clone', '-q', '--depth', '1', `file://${whole.folder}`, 'shallow');
    const shallow = RepositoryUnderTest.at(join(whole.folder, 'shallow'));
    expect((await shallow.map(partners, 'partnerships')).out).toContain('too short or cut off');
  });

  test('is part of metes check', async () => {
    const repository = await history([300, 'cart/a.ts'], [10, 'search/b.ts']);
    await repository.map(partners);
    const terminal = fakeTerminal({ folder: repository.folder });
    await runCli(['check', '--config', 'app/version-1.config.ts', '--json'], terminal);
    const { findings } = JSON.parse(terminal.written.out);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'METES_MAP_PARTNERS_APART', severity: 'warning' }),
    );
  });

  test('has nothing to say of a map without partnerships', async () => {
    const repository = await RepositoryUnderTest.make();
    expect((await repository.map(notesOf('Writers'), 'partnerships')).out).toBe(
      'The map has no partnerships.\n',
    );
  });
});
