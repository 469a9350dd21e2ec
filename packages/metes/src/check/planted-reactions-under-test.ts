import type { Planted } from './planted-imports-under-test.ts';

const file = 'contexts/ordering/application/stock.policies.ts';
const imports = "import { stockMoved, stockReserved } from '../../inventory/contract/index.ts';\n";

/** Breaches of the second wall that the sources show: reactions to what the map does not expose. */
export const plantedReactions: readonly Planted[] = [
  reacting(
    'a policy',
    "policy('follow stock', { when: stockMoved, then: ({ sku }) => sku });",
    'the policy "follow stock" of ordering takes in inventory.stock-moved',
  ),
  reacting(
    'a policy on one version',
    "policy('follow stock', { when: stockMoved.v1, then: ({ sku }) => sku });",
    'the policy "follow stock"',
  ),
  reacting(
    'a call',
    "call('tell the shelf', { when: stockMoved, through: shelf, run: (port, e) => port.tell(e.sku), then: () => 0 });",
    'the call "tell the shelf" of ordering',
  ),
  reacting(
    'a projection',
    "projection('shelves', { row, on: (on) => [on(stockMoved, (e) => e.sku, (row) => row)] });",
    'a projection in application/stock.policies.ts of ordering',
  ),
  reacting(
    'code that hands the contract on',
    'const taken = [stockMoved];',
    'takes in inventory.stock-moved',
  ),
  {
    name: 'a policy by a namespace of contracts',
    edit: {
      [file]:
        "import * as stock from '../../inventory/contract/index.ts';\nexport const it = policy('follow stock', { when: stock.stockMoved, then: (e) => e.sku });",
    },
    code: 'METES_CHECK_REACTION',
    says: 'takes in inventory.stock-moved',
    at: `${file}:2`,
  },
  {
    name: 'a policy of a context that the map does not relate',
    edit: {
      'contexts/reviews/application/ask.ts':
        "import { orderPlaced } from '../../ordering/contract/index.ts';\nexport const ask = policy('ask for a review', { when: orderPlaced, then: (e) => e.orderId });",
    },
    code: 'METES_CHECK_REACTION',
    says: 'Write in the map: customerSupplier(ordering, reviews, { exposes: [orderPlaced] })',
    at: 'contexts/reviews/application/ask.ts:2',
  },
  {
    name: 'a policy of a context that goes separate ways',
    edit: {
      'contexts/reviews/application/thank.ts':
        "import { paid } from '../../payments/contract/index.ts';\nexport const thank = policy('thank', { when: paid, then: (e) => e.orderId });",
    },
    code: 'METES_CHECK_SEPARATE_WAYS',
    says: 'the two go separate ways',
  },
];

function reacting(name: string, text: string, says: string): Planted {
  return {
    name: `${name} on a contract that is not exposed`,
    edit: {
      [file]: `${imports}export const it = ${text.replace(/^const taken = /, '')}\nexport const used = stockReserved;`,
    },
    code: 'METES_CHECK_REACTION',
    says,
    at: `${file}:2`,
  };
}
