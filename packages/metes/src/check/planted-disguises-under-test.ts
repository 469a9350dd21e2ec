import type { Planted } from './planted-imports-under-test.ts';

const stock = "'../../inventory/domain/stock.ts'";
const inside = 'imports domain/stock.ts of inventory';
const somewhere = 'imports domain/ of inventory';

/** Imports of the inside of another context that look like something else. */
export const plantedDisguises: readonly Planted[] = [
  ...takenIn('application/a.ts', inside, [
    ['a re-export under a name', `export * as stock from ${stock};`],
    ['a re-export of types under a name', `export type * as stock from ${stock};`],
    ['a re-export as the default', `export { Stock as default } from ${stock};`],
    ['an import = require of types', `import type s = require(${stock});`],
    ['an exported import = require', `export import s = require(${stock});`],
    ['a deferred import', `import defer * as s from ${stock};`],
    ['a deferred dynamic import', `export const s = import.defer(${stock});`],
    [
      'a type of a module with attributes',
      `export type S = import(${stock}, { with: { 'resolution-mode': 'import' } }).Stock;`,
    ],
    ['a type of a module behind a comment', `export type S = import/* */(${stock}).Stock;`],
    ['the type of a class in a condition', `export type S = string extends typeof import(${stock}) ? 1 : 2;`],
    ['a query', "import s from '../../inventory/domain/stock.ts?raw'; export { s };"],
    ['a query with a path in it', "import '../../inventory/domain/stock.ts?worker&from=../a.ts';"],
    ['a part behind a hash', "import '../../inventory/domain/stock.ts#stock';"],
    ['escapes of URLs', "import '../../inventory/domain/%73tock.ts';"],
    ['escapes of texts', "import '..\\x2f../inv\\u0065ntory/domain/stock.ts';"],
    ['a detour through contract/', "import '../../inventory/contract/../domain/stock.ts';"],
    ['a detour through the parent', "import '../..//../contexts/./inventory//domain/stock.ts';"],
    ['the name of its own system', "import 'sample/contexts/inventory/domain/stock.ts';"],
    ['an alias that looks like a package', "import { Stock } from 'left-pad'; export { Stock };"],
    ['another name of its package', "import { Stock } from 'stock-of-others/stock'; export { Stock };"],
    [
      'a path that its package does not export',
      "import { Stock } from '@sample/inventory/domain/stock.ts'; export { Stock };",
    ],
    ['a link to its folder', "import { Stock } from './linked/stock.ts'; export { Stock };"],
    ['a link to its file', "import { Stock } from './linked-stock.ts'; export { Stock };"],
    ['a link found by its place', "export const s = new URL('./linked/stock.ts', import.meta.url);"],
    ['a reference with other attributes', `/// <reference preserve="true" path=${stock} />`],
    ['a reference to types', '/// <reference types="@sample/inventory/stock" />'],
    ['an addition to its module', `declare module ${stock} { interface Stock { mine: 1 } }`],
  ]),
  ...takenIn('application/a.ts', inside, [
    [
      'a template of constants',
      "const of = 'inventory'; export const s = import(`../../${of}/domain/stock.ts`);",
    ],
    ['a name in a constant', `const s = ${stock}; export const t = import(s);`],
    ['one of two names', `export const s = (is: boolean) => import(is ? ${stock} : './b.ts');`],
    ['a name unless there is one', `export const s = (name?: string) => import(name ?? ${stock});`],
    [
      'a list that is joined',
      "export const s = import(['..', '..', 'inventory', 'domain', 'stock.ts'].join('/'));",
    ],
    ['texts that are concatenated', "export const s = import('../../inventory'.concat('/domain/stock.ts'));"],
    ['a raw template', 'export const s = import(String.raw`../../inventory/domain/stock.ts`);'],
    ['a name in brackets and casts', `export const s = import((${stock} as string)!);`],
  ]),
  ...takenIn('application/a.ts', inside, [
    ['import.meta.resolve in brackets', `export const s = import.meta['resolve'](${stock});`],
    [
      'import.meta.resolve by another name',
      `const { resolve } = import.meta; export const s = resolve(${stock});`,
    ],
    ['require out of a sequence', `export const s = (0, require)(${stock});`],
    ['require.call', `export const s = require.call(null, ${stock});`],
    ['require.apply', `export const s = require.apply(null, [${stock}]);`],
    ['require if there is one', `export const s = require?.(${stock});`],
    ['require.resolve taken apart', `const { resolve } = require; export const s = resolve(${stock});`],
    ["module['require']", `export const s = module['require'](${stock});`],
    ['require.main.require', `export const s = require.main.require(${stock});`],
    ['require of the global object', `export const s = globalThis.require(${stock});`],
    ['require with an escape in it', `export const s = requ\\u0069re(${stock});`],
    ['require handed in', `export const s = (require: any) => require(${stock});`],
    [
      'createRequire by another name',
      `import { createRequire } from 'node:module'; const make = createRequire; make('/')(${stock});`,
    ],
    [
      'createRequire of the default',
      `import node from 'module'; const s = node.createRequire('/'); s(${stock});`,
    ],
    [
      'createRequire of a dynamic import',
      `const { createRequire } = await import('node:module'); createRequire('/')(${stock});`,
    ],
    [
      'createRequire of the process',
      `const m = process.getBuiltinModule('module'); m.createRequire('/')(${stock});`,
    ],
  ]),
  ...takenIn('application/a.ts', inside, [
    ['its place, with a comment', `export const s = new /* */ URL(${stock}, import.meta.url);`],
    ['its place, of the global URL', `export const s = new globalThis.URL(${stock}, import.meta.url);`],
    ['its place, parsed', `export const s = URL.parse(${stock}, import.meta.url);`],
    [
      'its place, without a dot',
      "export const s = new URL('x/../../../inventory/domain/stock.ts', import.meta.url);",
    ],
    ['its place, from a constant', `const here = import.meta.url; export const s = new URL(${stock}, here);`],
    ['its place, in a worker', `export const w = new Worker(new URL(${stock}, import.meta.url));`],
    [
      'its place, joined',
      `import { join } from 'node:path'; export const s = join(import.meta.dirname, ${stock});`,
    ],
    [
      'its place, resolved from a folder that was worked out',
      `import { dirname, resolve } from 'node:path'; import { fileURLToPath } from 'node:url'; const here = dirname(fileURLToPath(import.meta.url)); export const s = resolve(here, '../..', 'inventory/domain/stock.ts');`,
    ],
    [
      'its place, from a file',
      `import path from 'node:path'; export const s = path.join(import.meta.filename, '../../../inventory/domain/stock.ts');`,
    ],
    [
      'its place, added up',
      "export const s = import.meta.dirname + '/../../inventory' + '/domain/stock.ts';",
    ],
    [
      'its place, in a template',
      'export const s = import(`${import.meta.dirname}/../../inventory/domain/stock.ts`);',
    ],
    ['its place, of CommonJS', "export const s = __dirname + '/../../inventory/domain/stock.ts';"],
  ]),
  ...takenIn('application/a.ts', somewhere, [
    [
      'a template of which the end is open',
      'export const s = (n: string) => import(`../../inventory/domain/${n}.ts`);',
    ],
    [
      'texts of which the end is open',
      "export const s = (n: string) => import('../../inventory/domain/' + n);",
    ],
    [
      'a package of which the end is open',
      'export const s = (n: string) => import(`@sample/inventory/domain/${n}`);',
    ],
    [
      'a type of which the end is open',
      'export const s = (n: string) => require(`../../inventory/domain/${n}`);',
    ],
    [
      'a place of which the end is open',
      'export const s = (n: string) => new URL(`../../inventory/domain/${n}`, import.meta.url);',
    ],
    ['a pattern of paths', "export const s = import.meta.glob('../../inventory/domain/*.ts');"],
    [
      'one of several patterns',
      "export const s = import.meta.glob(['./*.ts', '../../inventory/domain/**']);",
    ],
    ['a folder of modules', "export const s = require.context('../../inventory/domain', true);"],
  ]),
  ...takenIn('application/a.js', inside, [
    ['a type in a comment of JavaScript', `/** @type {import(${stock}).Stock} */\nexport let s;`],
    ['an import in a comment of JavaScript', `/** @import { Stock } from ${stock} */\nexport let s;`],
  ]),
  ...takenIn('application/a.test.ts', inside, [
    ['a mock', `import { vi } from 'vitest'; vi.mock(${stock});`],
    ['what a mock stands for', `import { vi } from 'vitest'; await vi.importActual(${stock});`],
    ['a mock of another runner', `jest.requireActual(${stock});`],
  ]),
  ...takenIn('application/a.tsx', inside, [
    ['a file with markup', `import ${stock}; export const a = <a />;`],
  ]),
  ...takenIn('application/a.d.ts', inside, [['a declaration', `declare const s: import(${stock}).Stock;`]]),
  ...takenIn('application/a.cts', inside, [
    ['a file of CommonJS', `import s = require(${stock}); export = s;`],
  ]),
  ...takenIn('contract/a.ts', inside, [['a contract that hands it on', `export { Stock } from ${stock};`]]),
  ...takenIn('language.ts', inside, [
    ['its language', "export type { Stock } from '../inventory/domain/stock.ts';"],
  ]),
  ...takenIn('application/a.ts', 'imports domain/levels.json of inventory', [
    [
      'JSON',
      "import levels from '../../inventory/domain/levels.json' with { type: 'json' }; export { levels };",
    ],
  ]),
  ...takenIn('application/a.ts', 'imports contract/stock-under-test.ts of inventory', [
    ['what only tests use in its contract/', "export * from '../../inventory/contract/stock-under-test.ts';"],
  ]),
];

function takenIn(
  file: string,
  says: string,
  ways: readonly (readonly [name: string, text: string])[],
): Planted[] {
  return ways.map(([name, text]) => ({
    name: `the inside of another, by ${name}`,
    edit: { [`contexts/ordering/${file}`]: text },
    code: 'METES_CHECK_INSIDE',
    says,
    at: `contexts/ordering/${file}:1`,
  }));
}
