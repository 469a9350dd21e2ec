import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { context } from '../model/context.ts';
import { contextMap } from '../model/context-map.ts';
import { conformist, customerSupplier, sharedKernel, upstream } from '../model/relations.ts';
import { supporting } from '../model/subdomain.ts';
import { plantedDisguises } from './planted-disguises-under-test.ts';
import { plantedImports } from './planted-imports-under-test.ts';
import { contracts, inventory, ordering, payments, sampleMap, sampleRelations } from './sample-under-test.ts';
import { SystemUnderTest } from './system-under-test.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await SystemUnderTest.make();
});
afterAll(() => system.remove());

test('the sample breaks nothing', () => {
  expect(system.everything()).toEqual([]);
});

describe('a planted breach of the first wall is caught', () => {
  const planted = [...plantedImports, ...plantedDisguises].map((each) => [each.name, each] as const);
  test.each(planted)('%s', (_name, { edit, code, says, at }) => {
    const found = system.findings(edit).filter((each) => each.code === code);
    expect(found).not.toEqual([]);
    const told = found.map(({ message, hint }) => `${message} ${hint}`);
    expect(told.join('\n')).toContain(says);
    for (const text of told) expect(text).not.toMatch(/\{\w+\}|undefined/);
    if (at !== undefined) expect(found.map(({ where }) => `${where.file}:${where.line}`)).toContain(at);
  });
});

describe('what is allowed is left alone', () => {
  test.each([
    [
      'contracts across a relation',
      'contexts/ordering/application/a.ts',
      "import { stockReserved } from '@sample/inventory/contract'; export { stockReserved };",
    ],
    [
      'exposed contracts of a folder that has others too, however they are taken',
      'contexts/ordering/application/a.ts',
      "import * as all from '../../inventory/contract/index.ts';\nconst { stockReserved } = all;\nexport const { stockReserved: again } = await import('../../inventory/contract/index.ts');\nexport type T = typeof import('../../inventory/contract/index.ts').stockReserved;\nimport('../../inventory/contract/index.ts').then(({ stockReserved: later }) => later);\nexport const both = [stockReserved, all.stockReserved];",
    ],
    [
      'the layers further in',
      'contexts/ordering/infrastructure/a.ts',
      "import '../application/hear-of-stock.ts'; import '../domain/order.ts'; import '../contract/index.ts';",
    ],
    [
      'every layer in context.ts',
      'contexts/ordering/context.ts',
      "import './api/http.ts'; import './infrastructure/rows.ts'; import './domain/order.ts';",
    ],
    ['every layer in tests', 'contexts/ordering/domain/b.test.ts', "import '../api/http.ts'; import 'pg';"],
    [
      'a database in infrastructure',
      'contexts/ordering/infrastructure/a.ts',
      "import 'pg'; import 'node:fs';",
    ],
    [
      'harmless modules of Node in the domain',
      'contexts/ordering/domain/a.ts',
      "import 'node:assert'; import 'node:url';",
    ],
    ['the foreign package in the ACL', 'contexts/payments/infrastructure/acl/a.ts', "import 'metes';"],
    [
      'its own folders, however they are named',
      'contexts/ordering/infrastructure/a.ts',
      "import { join } from 'node:path';\nexport const rows = new URL('./rows.ts', import.meta.url);\nexport const all = import.meta.glob('./*.ts');\nexport const here = join(import.meta.dirname, 'rows.ts') + join('a', '../../inventory/domain');\ndeclare module './rows.ts' {}\ndeclare module '*.css' {}\ndeclare module 'metes' {}",
    ],
    [
      'URLs of elsewhere, and what is joined somewhere else',
      'contexts/ordering/infrastructure/a.ts',
      "export const at = (base: string) => [new URL('../../inventory/domain/stock.ts', base), new URL('https://shop.test/', import.meta.url), base + '/../../inventory/domain'];",
    ],
    [
      'functions of names that load elsewhere',
      'contexts/ordering/application/a.ts',
      "export const at = (vi: any, x: any) => [x.mock('../../inventory/domain/stock.ts'), x.require, x.resolve('../../inventory/domain/stock.ts')];",
    ],
    [
      'mocks of what is its own',
      'contexts/ordering/application/a.test.ts',
      "import { vi } from 'vitest';\nvi.mock('./hear-of-stock.ts');\nvi.mock('never-installed');",
    ],
    [
      'types in comments of TypeScript, which nobody reads',
      'contexts/ordering/application/a.ts',
      "/** @type {import('../../inventory/domain/stock.ts').Stock} */\nexport const s = 1;",
    ],
    [
      'a comment or a text that looks like an import',
      'contexts/ordering/domain/a.ts',
      "// import '../api/http.ts'\nexport const text = \"import '../../inventory/domain/stock.ts'\";",
    ],
  ])('%s', (_name, path, text) => {
    expect(system.findings({ [path]: text })).toEqual([]);
  });
});

test('a conformist takes the words of its upstream into its domain', () => {
  const map = sampleMap(
    upstream(inventory, payments, { exposes: [contracts.stockReserved], downstream: conformist() }),
  );
  const edit = {
    'contexts/payments/domain/a.ts': "import { stockReserved } from '../../inventory/contract/index.ts';",
  };
  expect(system.findings(edit, { map })).toEqual([]);
});

test('one line of the map lets an import through, and names are all that was missing', () => {
  const edit = {
    'contexts/reviews/application/ask.ts': "import { orderPlaced } from '../../ordering/contract/index.ts';",
  };
  const [refused] = system.findings(edit);
  expect(refused?.hint).toBe(
    'Add to the map: customerSupplier(ordering, reviews, { exposes: [orderPlaced] })',
  );
  const reviews = sampleMap().contexts.find(({ name }) => name === 'reviews')!;
  const map = sampleMap(customerSupplier(ordering, reviews, { exposes: [contracts.orderPlaced] }));
  expect(system.findings(edit, { map })).toEqual([]);
});

describe('files on the disk', () => {
  const planted = (path: string, text: string): void => {
    const file = join(system.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    onTestFinished(() => rmSync(file));
  };

  test('are read in folders that are called as what tools make, inside of a layer', () => {
    planted('contexts/ordering/domain/coverage/a.ts', "import 'pg';");
    planted('contexts/ordering/infrastructure/dist/a.ts', "import '../../../inventory/domain/stock.ts';");
    expect(system.findings().map(({ code }) => code)).toEqual([
      'METES_CHECK_TECHNOLOGY',
      'METES_CHECK_INSIDE',
    ]);
  });

  test('are read in what looks installed, inside of a layer', () => {
    planted(
      'contexts/ordering/domain/node_modules/sneaky/index.js',
      "export * from '../../../../inventory/domain/stock.ts'; setTimeout(() => 1);",
    );
    const edit = { 'contexts/ordering/domain/a.ts': "import { Stock } from 'sneaky'; export { Stock };" };
    expect(system.findings(edit).map(({ code }) => code)).toEqual([
      'METES_CHECK_INSIDE',
      'METES_CHECK_REACHES_OUT',
    ]);
  });

  test('are not chosen at run time out of all contexts', () => {
    const severity = (specifier: string) =>
      system
        .findings({
          'contexts/ordering/application/a.ts': `export const a = (name: string) => import(${specifier});`,
        })
        .filter(({ code }) => code === 'METES_CHECK_IMPORT_UNRESOLVED')
        .map((each) => each.severity);
    expect(severity('`../../${name}/domain/stock.ts`')).toEqual(['error']);
    expect(severity('`./${name}.ts`')).toEqual(['warning']);
  });

  test('are found by their URL', () => {
    const stock = pathToFileURL(join(system.folder, 'contexts/inventory/domain/stock.ts'));
    const edit = { 'contexts/ordering/application/a.ts': `export const s = await import('${stock.href}');` };
    expect(system.findings(edit).map(({ message }) => message)).toEqual([
      'ordering imports domain/stock.ts of inventory; a context shows others its contract/ folder only.',
    ]);
  });

  test('are not read in what tools make beside the layers', () => {
    planted('contexts/ordering/coverage/a.ts', "import 'pg'; import '../../inventory/domain/stock.ts';");
    expect(system.findings()).toEqual([]);
  });

  test('give contracts as their JSON Schemas too: METES_CHECK_NOT_EXPOSED', () => {
    planted('contexts/inventory/contract/stock-moved.json', '{}');
    const edit = {
      'contexts/ordering/application/a.ts':
        "import moved from '../../inventory/contract/stock-moved.json' with { type: 'json' }; export { moved };",
    };
    expect(system.findings(edit).map(({ code, message }) => [code, message])).toEqual([
      [
        'METES_CHECK_NOT_EXPOSED',
        'ordering imports inventory.stock-moved of inventory, but the map does not expose it to ordering.',
      ],
    ]);
  });

  test('give what they export by default: METES_CHECK_NOT_EXPOSED', () => {
    planted(
      'contexts/inventory/contract/stock-lost.ts',
      "import { contract } from 'metes';\nexport default contract('inventory.stock-lost', {});",
    );
    const edit = {
      'contexts/ordering/application/a.ts':
        "import lost from '../../inventory/contract/stock-lost.ts'; export { lost };",
    };
    expect(system.findings(edit).map(({ message }) => message)).toEqual([
      'ordering imports inventory.stock-lost of inventory, but the map does not expose it to ordering.',
    ]);
  });
});

describe('the folders of contexts', () => {
  test('are found where the settings say', () => {
    const settings = { folders: { reviews: 'elsewhere/reviews' } };
    const moved = {
      'elsewhere/reviews/domain/review.ts': "import '../../../contexts/inventory/domain/stock.ts';",
    };
    const found = system.findings(moved, { settings });
    expect(found.map(({ code }) => code).sort()).toEqual([
      'METES_CHECK_CONTEXT_UNMAPPED',
      'METES_CHECK_INSIDE',
    ]);
  });

  test('are missed when they are not there', () => {
    const invoicing = context('invoicing', {
      purpose: 'Bills',
      subdomain: supporting({ reviewed: '2026-11-02' }),
      team: 'Money',
      aggregates: [],
      handlers: [],
    });
    const map = contextMap('sample', ...sampleRelations, invoicing);
    const found = system.findings({}, { map }).find(({ code }) => code === 'METES_CHECK_FOLDER_MISSING');
    expect(found).toMatchObject({ where: { context: 'invoicing' } });
    expect(found?.hint).toContain('folders: { invoicing: "<its folder>" }');
  });

  test('are missed for kernels too: METES_CHECK_KERNEL_MISSING', () => {
    const kernel = {
      name: 'places',
      owner: 'Checkout',
      version: '1.0.0',
      budget: 9,
      path: 'kernel/gone',
      contents: [],
    };
    const map = sampleMap(sharedKernel(inventory, payments, { kernel }));
    const found = system.findings({}, { map }).map(({ code, message }) => [code, message]);
    expect(found).toEqual([
      [
        'METES_CHECK_KERNEL_MISSING',
        'The map names the kernel "places", but there are no sources in kernel/gone: nobody can see how large it is.',
      ],
    ]);
  });

  test('are not those of contexts, around them or elsewhere, where a kernel lies: METES_CHECK_KERNEL_PLACE', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'metes-kernel-'));
    writeFileSync(join(elsewhere, 'place.ts'), 'export class Place {}');
    symlinkSync(elsewhere, join(system.folder, 'kernel/linked'), 'junction');
    const faults = (path: string) => {
      const kernel = { name: 'places', owner: 'Checkout', version: '1.0.0', budget: 9, path, contents: [] };
      const map = sampleMap(sharedKernel(inventory, payments, { kernel }));
      const found = system.findings({}, { map }).filter(({ code }) => code === 'METES_CHECK_KERNEL_PLACE');
      return found.map(({ message }) => /, (.*):/.exec(message)?.[1]);
    };
    expect(faults('contexts/inventory/domain')).toEqual(['inside of the context inventory']);
    expect(faults('contexts')).toEqual([expect.stringMatching(/^around the context /)]);
    expect(faults('kernel/linked')).toEqual(['outside of the repository']);
    expect(faults('kernel/money')).toEqual([]);
    rmSync(join(system.folder, 'kernel/linked'));
    rmSync(elsewhere, { recursive: true });
  });

  test('are refused when the map does not know them', () => {
    const folder = join(system.folder, 'contexts/loyalty-points/domain');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'points.ts'), 'export const points = 1;');
    const found = system.findings().find(({ code }) => code === 'METES_CHECK_CONTEXT_UNMAPPED');
    expect(found?.message).toBe(
      'contexts/loyalty-points looks like a context, but the map does not know it.',
    );
    expect(found?.hint).toContain('loyaltyPoints');
  });
});
