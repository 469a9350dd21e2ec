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
  ...declaredElsewhere(),
];

/** Contracts in the sources of others: copies, which would go on saying what they were. */
function declaredElsewhere(): Planted[] {
  const mine = 'contexts/payments/application/copied.ts';
  const taken = "Write instead: import { orderPaid } from '../../ordering/contract/index.ts';";
  const by = (name: string, text: string, says = taken, path = mine): Planted => ({
    name: `a contract of another context declared ${name}`,
    edit: { [path]: text },
    code: 'METES_CHECK_CONTRACT_FOREIGN',
    says,
    at: `${path}:1`,
  });
  const from = "import { contract } from 'metes';";
  const paid = "'ordering.order-paid'";
  return [
    by('in application/, used by nothing', `${from} export const paid = contract(${paid}, { v1: {} });`),
    by('without a name', `${from} contract(${paid}, { v1: {} });`),
    by('inside of a function', `${from} export const make = (of: any) => contract(${paid}, of);`),
    by(
      'by another name of the function',
      `import { contract as c } from 'metes'; c(${paid}, of);\nvar of: any;`,
    ),
    by('by a namespace', `import * as metes from 'metes'; metes.contract(${paid}, terms);\nvar terms: any;`),
    by('by an alias', `${from} const make = contract; make(${paid}, terms);\nvar terms: any;`),
    by('by a function that hands it on', `import { make } from './make.ts'; make(${paid}, { v1: {} });`),
    by('with its name added up', `${from} contract('ordering' + '.order-paid', { v1: {} });`),
    by(
      'with its name in a constant',
      `${from} const id = \`ordering.order-paid\`; contract(id, { v1: {} });`,
    ),
    by(
      'with a name made at run time',
      `${from} export const make = (name: string) => contract(\`ordering.\${name}\`, { v1: {} });`,
      'application/copied.ts of payments declares ordering.*, but what ordering publishes',
    ),
    by(
      'in contract/',
      `${from} export const paid = contract(${paid}, { v1: {} });`,
      taken,
      'contexts/payments/contract/copied.ts',
    ),
    by(
      'in context.ts',
      `${from} export const paid = contract(${paid}, { v1: {} });`,
      "import { orderPaid } from '../ordering/contract/index.ts';",
      'contexts/payments/context.ts',
    ),
    by(
      'in a kernel',
      `${from} export const paid = contract(${paid}, { v1: {} });`,
      'kernel/money/money.ts declares ordering.order-paid',
      'kernel/money/money.ts',
    ),
    by(
      'by a context to which the map does not expose it',
      `${from} export const paid = contract(${paid}, { v1: {} });`,
      'And in the map: customerSupplier(ordering, reviews, { exposes: [orderPaid] })',
      'contexts/reviews/application/copied.ts',
    ),
    by(
      'that it does not publish',
      `${from} contract('ordering.order-lost', { v1: {} });`,
      'Ask the team Checkout to publish it in contract/ of ordering; if it is not theirs, call it payments.order-lost.',
    ),
    by(
      'that is on no map',
      `${from} contract('shipping.parcel-sent', { v1: {} });`,
      'No context of the map is called shipping: call it payments.parcel-sent.',
    ),
  ];
}

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
