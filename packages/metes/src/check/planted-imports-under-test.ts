import type { Edit } from './system-under-test.ts';

/** One planted breach: an edit of the sample, and what has to be said about it. */
export interface Planted {
  readonly name: string;
  readonly edit: Edit;
  readonly code: string;
  /** A piece of message and hint. */
  readonly says: string;
  /** `file:line` of the finding. */
  readonly at?: string;
}

const first = (line: string) => (before: string) => `${line}\n${before}`;

/** Breaches of the first wall: what a file imports and may not. */
export const plantedImports: readonly Planted[] = [
  ...borders(),
  ...layers(),
  ...technologies(),
  ...folders(),
];

function borders(): Planted[] {
  const reserve = 'contexts/ordering/application/reserve.ts';
  const into = (name: string, text: string, says = 'imports domain/stock.ts of inventory'): Planted => ({
    name: `the inside of another context by ${name}`,
    edit: { [reserve]: text },
    code: 'METES_CHECK_INSIDE',
    says,
    at: `${reserve}:1`,
  });
  return [
    into('an import', "import { Stock } from '../../inventory/domain/stock.ts';"),
    into('a type import', "import type { Stock } from '../../inventory/domain/stock.ts';"),
    into('an inline type import', "import { type Stock } from '../../inventory/domain/stock.ts';"),
    into('a bare import', "import '../../inventory/domain/stock.ts';"),
    into('a namespace import', "import * as stock from '../../inventory/domain/stock.ts';"),
    into('a re-export', "export { Stock } from '../../inventory/domain/stock.ts';"),
    into('a re-export of everything', "export * from '../../inventory/domain/stock.ts';"),
    into('a re-export of types', "export type * from '../../inventory/domain/stock.ts';"),
    into('a re-export of nothing', "export {} from '../../inventory/domain/stock.ts';"),
    into('a dynamic import', "export const stock = await import('../../inventory/domain/stock.ts');"),
    into('a dynamic import in a template', 'export const s = import(`../../inventory/domain/stock.ts`);'),
    into('an import in a type', "export type S = import('../../inventory/domain/stock.ts').Stock;"),
    into('texts added up', "export const s = await import('../../inventory/' + 'domain/stock.ts');"),
    into('a reference', '/// <reference path="../../inventory/domain/stock.ts" />'),
    into('import.meta.resolve', "export const s = import.meta.resolve('../../inventory/domain/stock.ts');"),
    into('require', "export const s = require('../../inventory/domain/stock.ts');"),
    into('import = require', "import s = require('../../inventory/domain/stock.ts');"),
    into('require.resolve', "export const s = require.resolve('../../inventory/domain/stock.ts');"),
    into('a path of imports in package.json', "import { Stock } from '#inventory/domain/stock.ts';"),
    into('an export of a linked package', "import { Stock } from '@sample/inventory/stock';"),
    into('a path without an extension', "import { Stock } from '../../inventory/domain/stock';"),
    into('the extension of the output', "import { Stock } from '../../inventory/domain/stock.js';"),
    into(
      'its place as a file',
      "export const s = new URL('../../inventory/domain/stock.ts', import.meta.url);",
    ),
    into(
      'its context.ts',
      "import { reserveWhenPlaced } from '../../inventory/context.ts';",
      'Import inventory/contract instead, or ask the team Warehouse',
    ),
    into(
      'a dynamic import with a comment',
      "export const s = import/* */('../../inventory/domain/stock.ts');",
    ),
    into('module.require', "export const s = module.require('../../inventory/domain/stock.ts');"),
    into('require by another name', "const s = require; s('../../inventory/domain/stock.ts');"),
    into(
      'require made and called at once',
      "import { createRequire } from 'node:module'; createRequire(import.meta.url)('../../inventory/domain/stock.ts');",
    ),
    into(
      'require made by createRequire of another name',
      "import { createRequire as make } from 'node:module'; const s = make(import.meta.url); s.resolve('../../inventory/domain/stock.ts');",
    ),
    into(
      'require made by createRequire of the namespace',
      "import * as node from 'node:module'; const s = node.createRequire(import.meta.url); s('../../inventory/domain/stock.ts');",
    ),
    {
      name: 'require made by createRequire',
      edit: {
        [reserve]:
          "import { createRequire } from 'node:module';\nconst load = createRequire(import.meta.url);\nload('../../inventory/domain/stock.ts');",
      },
      code: 'METES_CHECK_INSIDE',
      says: 'imports domain/stock.ts of inventory',
      at: `${reserve}:3`,
    },
    {
      name: 'the inside of another context by paths of tsconfig.json, with the line to add',
      edit: {
        'contexts/inventory/application/show.ts': "import { Product } from '@catalog/domain/product.ts';",
      },
      code: 'METES_CHECK_INSIDE',
      says: 'add: customerSupplier(catalog, inventory, { exposes: [] })',
      at: 'contexts/inventory/application/show.ts:1',
    },
    {
      name: 'the inside of another context in a test',
      edit: {
        'contexts/ordering/domain/order.test.ts': first("import '../../inventory/domain/stock.ts';"),
      },
      code: 'METES_CHECK_INSIDE',
      says: 'shows others its contract/ folder only',
    },
    {
      name: 'a contract of a context that the map does not relate',
      edit: {
        'contexts/reviews/application/ask.ts':
          "import { orderPlaced, orderPaid } from '../../ordering/contract/index.ts';",
      },
      code: 'METES_CHECK_UNRELATED',
      says: 'customerSupplier(ordering, reviews, { exposes: [orderPlaced, orderPaid] })',
      at: 'contexts/reviews/application/ask.ts:1',
    },
    {
      name: 'a type of a contract of a context that the map does not relate',
      edit: {
        'contexts/payments/application/look.ts':
          "import type { stockReserved } from '@sample/inventory/contract';",
      },
      code: 'METES_CHECK_UNRELATED',
      says: 'customerSupplier(inventory, payments, { exposes: [stockReserved] })',
    },
    {
      name: 'a context that went separate ways',
      edit: { 'contexts/reviews/domain/review.ts': "import '../../payments/application/pay.ts';" },
      code: 'METES_CHECK_SEPARATE_WAYS',
      says: 'the two go separate ways',
      at: 'contexts/reviews/domain/review.ts:1',
    },
    {
      name: 'a contract that the relation does not expose',
      edit: {
        'contexts/ordering/application/hear-of-stock.ts':
          "import { stockMoved } from '../../inventory/contract/index.ts';\nexport const hear = stockMoved;",
      },
      code: 'METES_CHECK_NOT_EXPOSED',
      says: "customerSupplier(inventory, ordering, { exposes: [stockReserved, orderPlaced, stockMoved], differs: ['Order', 'Customer', 'Product'] })",
      at: 'contexts/ordering/application/hear-of-stock.ts:1',
    },
    {
      name: 'a contract that the relation does not expose, by a namespace',
      edit: {
        'contexts/ordering/application/hear-of-stock.ts':
          "import * as stock from '../../inventory/contract/index.ts';\nexport const hear = stock.stockMoved;",
      },
      code: 'METES_CHECK_NOT_EXPOSED',
      says: 'imports inventory.stock-moved of inventory',
    },
    ...unexposed(),
    {
      name: 'a contract across a shared kernel, which exposes none',
      edit: {
        'contexts/ordering/application/show.ts': "import { productShown } from '@catalog/contract/index.ts';",
      },
      code: 'METES_CHECK_NOT_EXPOSED',
      says: 'sharedKernel(catalog, ordering, { exposes: [productShown], kernel: money })',
    },
    {
      name: 'the contract of another context in the domain',
      edit: {
        'contexts/ordering/domain/order.ts': first(
          "import { stockReserved } from '../../inventory/contract/index.ts';",
        ),
      },
      code: 'METES_CHECK_DOMAIN_SPEAKS_FOREIGN',
      says: 'its model would change with the words of others',
    },
    {
      name: 'a contract that hands on the contract of another',
      edit: {
        'contexts/ordering/contract/index.ts': first(
          "export { stockReserved } from '../../inventory/contract/index.ts';",
        ),
      },
      code: 'METES_CHECK_CONTRACT_ALONE',
      says: 'imports contract/index.ts of inventory',
    },
    {
      name: 'a contract made of the domain',
      edit: { 'contexts/ordering/contract/index.ts': first("import { Order } from '../domain/order.ts';") },
      code: 'METES_CHECK_CONTRACT_ALONE',
      says: 'imports domain/order.ts',
    },
  ];
}

/** Ways to take a contract that the relation does not expose without an import of its name. */
function unexposed(): Planted[] {
  const index = "'../../inventory/contract/index.ts'";
  const by = (name: string, text: string): Planted => ({
    name: `a contract that the relation does not expose, by ${name}`,
    edit: { 'contexts/ordering/application/take.ts': text },
    code: 'METES_CHECK_NOT_EXPOSED',
    says: 'imports inventory.stock-moved of inventory',
    at: 'contexts/ordering/application/take.ts:1',
  });
  return [
    by('a re-export of everything', `export * from ${index};`),
    by('a re-export of everything under a name', `export * as stock from ${index};`),
    by('a dynamic import', `export const { stockMoved } = await import(${index});`),
    by('a field of a dynamic import', `export const moved = (await import(${index})).stockMoved;`),
    by('what a dynamic import gives later', `import(${index}).then(({ stockMoved }) => stockMoved);`),
    by('a dynamic import of everything', `export const stock = await import(${index});`),
    by('a type', `export type Moved = typeof import(${index}).stockMoved;`),
    by('taking a namespace apart', `import * as stock from ${index}; export const { stockMoved } = stock;`),
    by('a type of a namespace', `import * as stock from ${index}; export type M = typeof stock.stockMoved;`),
  ];
}

function layers(): Planted[] {
  const layer = (file: string, imported: string, says: string): Planted => ({
    name: `${file} importing ${imported}`,
    edit: { [`contexts/ordering/${file}`]: `import '${imported}';` },
    code: 'METES_CHECK_LAYER',
    says,
    at: `contexts/ordering/${file}:1`,
  });
  return [
    layer('domain/a.ts', '../application/hear-of-stock.ts', 'the domain imports no other layer'),
    layer('domain/a.ts', '../infrastructure/rows.ts', 'domain/ of ordering imports infrastructure/rows.ts'),
    layer('domain/a.ts', '../api/http.ts', 'layers point inwards'),
    layer('domain/a.ts', '../contract/index.ts', 'domain/ of ordering imports contract/index.ts'),
    layer('domain/a.ts', '../context.ts', 'domain/ of ordering imports context.ts'),
    layer('application/a.ts', '../infrastructure/rows.ts', 'Declare a port in application/'),
    layer('application/a.ts', '../api/http.ts', 'application/ of ordering imports api/http.ts'),
    layer('application/a.ts', '../context.ts', 'application/ of ordering imports context.ts'),
    layer('domain/a.ts', './order.test.ts', 'domain/ of ordering imports domain/order.test.ts'),
    layer(
      'language.ts',
      './infrastructure/rows.ts',
      'language.ts of ordering imports infrastructure/rows.ts',
    ),
    layer('context.ts', './dist/order.ts', 'import the source instead'),
    layer('infrastructure/a.ts', '../api/http.ts', 'Move what both need'),
    layer('api/a.ts', '../infrastructure/rows.ts', 'api/ imports neither infrastructure/'),
  ];
}

function technologies(): Planted[] {
  const technology = (name: string, file = 'domain/a.ts', text = `import '${name}';`): Planted => ({
    name: `${name} in ${file}`,
    edit: { [`contexts/ordering/${file}`]: text },
    code: 'METES_CHECK_TECHNOLOGY',
    says: `imports "${name}"; it knows no HTTP, database, broker, file or process`,
    at: `contexts/ordering/${file}:1`,
  });
  const foreign = (file: string, text: string): Planted => ({
    name: `stripe in ${file}`,
    edit: { [`contexts/payments/${file}`]: text },
    code: 'METES_CHECK_FOREIGN_PACKAGE',
    says: 'Import it only under infrastructure/acl/ of payments',
  });
  const shared = (name: string, specifier: string, says: string): Planted => ({
    name,
    edit: { 'contexts/inventory/domain/a.ts': `import '${specifier}';` },
    code: 'METES_CHECK_SHARED_CODE',
    says,
    at: 'contexts/inventory/domain/a.ts:1',
  });
  return [
    technology('pg'),
    technology('#db'),
    technology('node:http'),
    technology('fs/promises'),
    technology('kafkajs'),
    technology('@nestjs/common/decorators'),
    technology('metes/postgres'),
    technology('metes/http', 'contract/a.ts'),
    technology('pg', 'language.ts'),
    technology('express', 'domain/a.ts', "import type { Request } from 'express';"),
    foreign('application/pay.ts', "import type Stripe from 'stripe';\nexport type S = Stripe;"),
    foreign('infrastructure/pay.ts', "export const stripe = await import('stripe');"),
    shared('code that belongs to no context', '../../../lib/shared.ts', 'which belongs to no context'),
    shared('a kernel of others', '../../../kernel/money/money.ts', 'sharedKernel(...'),
    {
      name: 'a kernel that hands on the inside of a context',
      edit: { 'kernel/money/money.ts': "export { Stock } from '../../contexts/inventory/domain/stock.ts';" },
      code: 'METES_CHECK_KERNEL',
      says: 'In kernel/money/money.ts the kernel money imports domain/stock.ts of inventory',
      at: 'kernel/money/money.ts:1',
    },
    {
      name: 'a kernel that hands on a contract',
      edit: { 'kernel/money/money.ts': "import '@sample/inventory/contract';" },
      code: 'METES_CHECK_KERNEL',
      says: 'contract/index.ts of inventory',
    },
    shared('a class of a shared library', '@sample/shared', 'imports packages/shared/index.ts'),
  ];
}

function folders(): Planted[] {
  return [
    {
      name: 'a file in no layer',
      edit: { 'contexts/ordering/services/order-service.ts': 'export const service = 1;' },
      code: 'METES_CHECK_LAYER_UNKNOWN',
      says: 'services/order-service.ts of ordering lies in no layer',
    },
    {
      name: 'a layer in capitals',
      edit: { 'contexts/ordering/Domain/a.ts': "import 'pg';" },
      code: 'METES_CHECK_LAYER_SPELLING',
      says: 'Rename it: git mv contexts/ordering/Domain contexts/ordering/domain- && git mv contexts/ordering/domain- contexts/ordering/domain',
    },
    {
      name: 'a file that cannot be read',
      edit: { 'contexts/ordering/domain/broken.ts': 'export const = ;' },
      code: 'METES_CHECK_SYNTAX',
      says: 'contexts/ordering/domain/broken.ts cannot be read',
    },
    {
      name: 'an import that leads nowhere',
      edit: { 'contexts/ordering/domain/a.ts': "import './gone.ts';" },
      code: 'METES_CHECK_IMPORT_UNRESOLVED',
      says: 'ordering imports "./gone.ts"',
      at: 'contexts/ordering/domain/a.ts:1',
    },
    {
      name: 'an import whose name is made at run time',
      edit: { 'contexts/ordering/domain/a.ts': "export const a = (name: string) => import('./' + name);" },
      code: 'METES_CHECK_IMPORT_UNRESOLVED',
      says: 'its name is put together at run time',
    },
    {
      name: 'more imports that lead nowhere than can be borne',
      edit: { 'contexts/ordering/domain/a.ts': "import './gone.ts';\nimport 'never-installed';" },
      code: 'METES_CHECK_BLIND',
      says: 'lead nowhere; what they break cannot be seen',
    },
  ];
}
