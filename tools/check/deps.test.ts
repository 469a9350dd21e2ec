import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { deps } from './rules/deps.ts';

type Json = Record<string, unknown>;

function workspace(
  toolkit: Json,
  locked: Json = {},
  more: Record<string, string> = {},
): Record<string, string> {
  const root = { name: 'w', devDependencies: { tool: '1.0.0' } };
  const lock = {
    packages: {
      '': root,
      'packages/metes': toolkit,
      'node_modules/pg': { version: '8.0.0' },
      'node_modules/tool': {
        version: '1.0.0',
        optionalDependencies: { '@tool/linux-x64': '1.0.0', '@tool/darwin-arm64': '1.0.0' },
      },
      'node_modules/@tool/linux-x64': { version: '1.0.0' },
      'node_modules/@tool/darwin-arm64': { version: '1.0.0' },
      ...locked,
    },
  };
  return {
    'package.json': JSON.stringify(root),
    'packages/metes/package.json': JSON.stringify(toolkit),
    'package-lock.json': JSON.stringify(lock, null, 2),
    '.npmrc': 'fund=false\nomit-lockfile-registry-resolved=true\n',
    ...more,
  };
}
const planted = (...args: Parameters<typeof workspace>) => told(check(deps, workspace(...args)));
const pg = { dependencies: { pg: '8.0.0' } };

describe('the deps checker', () => {
  it('passes pinned versions, the one dependency, decided ones and optional peers', () => {
    expect(planted(pg)).toEqual([]);
    const more = {
      ...pg,
      peerDependencies: { zod: '^4.0.0', nats: '^2.0.0' },
      peerDependenciesMeta: { nats: { optional: true } },
    };
    expect(planted(more, {}, { 'docs/decisions/0001.md': 'We stand on `zod`.' })).toEqual([]);
  });

  it('catches a runtime dependency that no decision names, as a dependency and as a peer', () => {
    expect(planted({ dependencies: { pg: '8.0.0', lodash: '4.0.0' } })[0]).toContain(
      'needs "lodash" at run time',
    );
    expect(planted({ ...pg, peerDependencies: { zod: '^4.0.0' } })[0]).toContain('needs "zod" at run time');
  });

  it('catches a version that is not exact', () => {
    expect(planted({ dependencies: { pg: '^8.0.0' } })[0]).toContain('"pg" is not pinned ("^8.0.0")');
  });

  it('catches a lock file that is out of step', () => {
    const stale = workspace(pg);
    expect(
      told(
        check(deps, {
          ...stale,
          'packages/metes/package.json': JSON.stringify({ dependencies: { pg: '8.0.1' } }),
        }),
      )[0],
    ).toContain('has pg 8.0.1 in dependencies, the lock file has 8.0.0');
    expect(planted(pg, { 'node_modules/pg': { version: '7.0.0' } })[0]).toContain('holds pg 7.0.0');
  });

  it('catches a host in the lock file and settings that let one in', () => {
    expect(
      planted(pg, { 'node_modules/pg': { version: '8.0.0', resolved: 'https://registry.test/pg.tgz' } })[0],
    ).toContain('names a host');
    expect(planted(pg, {}, { '.npmrc': 'fund=false' })[0]).toContain('omit-lockfile-registry-resolved=true');
    expect(
      planted(
        pg,
        {},
        { '.npmrc': 'omit-lockfile-registry-resolved=true\nregistry=https://registry.test' },
      )[0],
    ).toContain('.npmrc:2');
  });

  it('catches a lock file without the binaries of another system', () => {
    const found = planted(pg, { 'node_modules/@tool/darwin-arm64': undefined });
    expect(found[0]).toContain('node_modules/tool 1.0.0 has no binary for macOS arm64');
  });
});
