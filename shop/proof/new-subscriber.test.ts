import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkSystem, loadSourceTools } from 'metes/check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CopiedShop } from './copied-shop.ts';

/** A context that nobody thought of when ordering was made: it thanks those who order. */
const loyalty = {
  'contexts/loyalty/domain/account.ts': `import { aggregate, event, identifier } from 'metes';
import { z } from 'zod';

export const ShopperId = identifier('loyalty.ShopperId');

export class PointsEarned extends event('PointsEarned', z.strictObject({ points: z.int() })) {}

export class Account extends aggregate('Account', {
  id: ShopperId,
  state: z.strictObject({ points: z.int() }),
  events: [PointsEarned],
  initial: () => ({ points: 0 }),
}) {
  earn(points: number): void {
    this.state.points += points;
    this.raise(new PointsEarned({ points }));
  }
}
`,
  'contexts/loyalty/application/earn-points.ts': `import { command, handle, policy } from 'metes';
import { z } from 'zod';
import { orderPlaced } from '../../ordering/contract/index.ts';
import { Account, ShopperId } from '../domain/account.ts';

export class EarnPoints extends command('EarnPoints', z.strictObject({ shopperId: ShopperId, points: z.int() })) {}

export const earnPoints = handle(EarnPoints, Account, {
  id: (c) => c.shopperId,
  expects: 'either',
  run: (account, c) => account.earn(c.points),
});

export const earnWhenPlaced = policy('earn points when an order is placed', {
  when: orderPlaced,
  then: ({ customerId, total }) =>
    new EarnPoints({ shopperId: ShopperId.parse(customerId), points: Math.floor(total.minor / 100) }),
});
`,
  'contexts/loyalty/context.ts': `import { context, supporting } from 'metes';
import { earnPoints, earnWhenPlaced } from './application/earn-points.ts';
import { Account } from './domain/account.ts';

export const loyalty = context('loyalty', {
  purpose: 'Thanks those who order',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Marketing',
  experts: ['head of marketing'],
  language: {
    Account: 'The points of one shopper.',
    Order: 'A reason to give points.',
    Customer: 'Whoever collects points.',
    Product: 'Nothing that loyalty speaks of.',
    'Earn Points': 'Add points for an order.',
    'Points Earned': 'A shopper has more points.',
  },
  aggregates: [Account],
  handlers: [earnPoints],
  policies: [earnWhenPlaced],
});
`,
};

let copy: CopiedShop;
beforeAll(() => {
  copy = new CopiedShop();
});
afterAll(() => copy.remove());

test('a new subscriber of placed orders is a folder and a line of the map; no file of ordering is touched (R107)', async () => {
  const untouched = copy.filesOf('contexts/ordering');
  for (const [path, text] of Object.entries(loyalty)) {
    mkdirSync(join(copy.folder, path, '..'), { recursive: true });
    copy.write(path, text);
  }
  const parts = { home: copy.folder, tools: await loadSourceTools() };
  const { shop: without } = await import('../map.ts');
  const errors = (map: typeof without) =>
    checkSystem({ ...parts, map })
      .findings.filter(({ severity }) => severity !== 'note')
      .map(({ code, hint }) => `${code} ${hint}`);
  expect(errors(without)).toEqual([expect.stringMatching(/^METES_CHECK_CONTEXT_UNMAPPED .*loyalty/)]);

  copy.edit('map.ts', (text) =>
    text
      .replace(
        /^import \{ ordering \}/m,
        "import { loyalty } from './contexts/loyalty/context.ts';\nimport { ordering }",
      )
      .replace(
        "  'shop',",
        "  'shop',\n  customerSupplier(ordering, loyalty, { exposes: [orderPlaced], differs: ['Order', 'Customer', 'Product'] }),",
      ),
  );
  const { shop: larger } = await copy.load('map.ts');
  expect(larger.contexts.map(({ name }: { name: string }) => name)).toContain('loyalty');
  expect(errors(larger)).toEqual([]);
  expect(Object.keys(untouched).length).toBeGreaterThan(20);
  expect(copy.filesOf('contexts/ordering')).toEqual(untouched);
  // Nor does anything in ordering name it.
  expect(Object.values(untouched).filter((text) => /loyalty/i.test(text))).toEqual([]);
});
