import { describe, expect, it } from 'vitest';
import { check, told } from './planted.ts';
import { floors } from './rules/floors.ts';

const src = 'packages/metes/src';
const lower = {
  [`${src}/base/id.ts`]: 'export const id = 1;',
  [`${src}/model/context.ts`]: "import { id } from '../base/id.ts'; export const context = id;",
  [`${src}/runtime/store.ts`]: 'export type Store = object;',
  [`${src}/runtime/index.ts`]: "export * from './store.ts';",
  [`${src}/postgres/index.ts`]:
    "import pg from 'pg'; import 'node:net'; export type { Store } from '../runtime/store.ts'; export { pg };",
};
const planted = (path: string, text: string) => told(check(floors, { ...lower, [`${src}/${path}`]: text }));

describe('the floors checker', () => {
  it('passes imports that go down', () => {
    expect(planted('index.ts', "export * from './base/id.ts'; export * from './model/context.ts';")).toEqual(
      [],
    );
  });

  it('catches an import that goes up, of values, types, re-exports and at run time', () => {
    expect(planted('domain/a.ts', "import { context } from '../model/context.ts';")[0]).toContain(
      'domain/ (floor 1) imports model/ (floor 2)',
    );
    expect(planted('model/b.ts', "import type { Store } from '../runtime/store.ts';")).toHaveLength(1);
    expect(planted('model/c.ts', "export * from '../runtime/index.ts';")).toHaveLength(1);
    expect(planted('model/d.ts', "export const load = () => import('../runtime/index.ts');")).toHaveLength(1);
    expect(planted('model/e.ts', "export type S = import('../runtime/store.ts').Store;")).toHaveLength(1);
  });

  it('catches an import that goes up by the name of the package', () => {
    expect(planted('model/f.ts', "import type { Store } from 'metes/runtime';")[0]).toContain('above it');
  });

  it('catches siblings that see each other', () => {
    expect(planted('memory/a.ts', "import { pg } from '../postgres/index.ts';")[0]).toContain(
      'siblings on floor 4',
    );
  });

  it('catches Node modules and packages on the pure floors', () => {
    expect(planted('base/a.ts', "import { createHash } from 'node:crypto';")[0]).toContain('node:crypto');
    expect(planted('contract/a.ts', "import { readFileSync } from 'fs';")[0]).toContain('node:fs');
    expect(planted('domain/a.ts', "import pg from 'pg';")[0]).toContain('"pg"');
    expect(planted('runtime/a.ts', "import type { Pool } from 'pg';")).toHaveLength(1);
  });

  it('catches a root entry that shows a floor above 2', () => {
    expect(planted('index.ts', "export * from './runtime/index.ts';")[0]).toContain('metes/runtime');
  });

  it('catches folders without a floor and files outside the floors', () => {
    expect(planted('extras/a.ts', 'export const a = 1;')[0]).toContain('has no floor');
    expect(planted('loose.ts', 'export const a = 1;')[0]).toContain('Only index.ts');
  });

  it('catches a shop that reaches into the toolkit by path', () => {
    const found = told(
      check(floors, { ...lower, 'shop/main.ts': "import '../packages/metes/src/base/id.ts';" }),
    );
    expect(found[0]).toContain('reaches into the toolkit by path');
  });
});
