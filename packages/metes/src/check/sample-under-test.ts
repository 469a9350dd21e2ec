import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { command } from '../model/command.ts';
import { context } from '../model/context.ts';
import { type ContextMap, contextMap } from '../model/context-map.ts';
import { atomic } from '../model/guarantee.ts';
import { handle } from '../model/handler.ts';
import { policy } from '../model/policy.ts';
import { publish } from '../model/publication.ts';
import { translator } from '../model/translator.ts';
import { from } from '../model/translation/rule.ts';
import { outside } from '../model/outside.ts';
import type { Relation } from '../model/relation.ts';
import { acl, customerSupplier, separateWays, sharedKernel, upstream } from '../model/relations.ts';
import { core, generic, supporting } from '../model/subdomain.ts';

const id = z.string();
const reviewed = '2026-11-02';

/** Contracts of the sample. */
export const contracts = {
  orderPlaced: contract('ordering.order-placed', { v1: z.object({ orderId: id, lines: z.array(id) }) }),
  orderPaid: contract('ordering.order-paid', { v1: z.object({ orderId: id }) }),
  stockReserved: contract('inventory.stock-reserved', { v1: z.object({ orderId: id }) }),
  stockMoved: contract('inventory.stock-moved', { v1: z.object({ sku: id }) }),
  productShown: contract('catalog.product-shown', { v1: z.object({ sku: id }) }),
};
const { orderPlaced, orderPaid, stockReserved, stockMoved, productShown } = contracts;

class OrderSubmitted extends event('OrderSubmitted', z.object({ orderId: id, lines: z.array(id) })) {}
class OrderPaid extends event('OrderPaid', z.object({ orderId: id })) {}
class StockReserved extends event('StockReserved', z.object({ orderId: id })) {}
class StockMoved extends event('StockMoved', z.object({ sku: id })) {}
class ProductShown extends event('ProductShown', z.object({ sku: id })) {}

const OrderState = z.object({
  customerId: id,
  status: id,
  lines: z.array(id),
  paymentId: id,
  total: z.int(),
  note: id,
});
class Order extends aggregate('Order', {
  id,
  state: OrderState,
  events: [OrderSubmitted, OrderPaid],
  initial: () => ({ customerId: '', status: '', lines: [], paymentId: '', total: 0, note: '' }),
}) {}
class Reservation extends aggregate('Reservation', {
  id,
  state: z.object({ orderId: id, skus: z.array(id), until: id }),
  events: [StockReserved, StockMoved],
  initial: () => ({ orderId: '', skus: [], until: '' }),
}) {}
class Product extends aggregate('Product', {
  id,
  state: z.object({ title: id, price: z.int() }),
  events: [ProductShown],
  initial: () => ({ title: '', price: 0 }),
}) {}
class ReserveStock extends command('ReserveStock', z.object({ orderId: id })) {}

/** Contexts of the sample. */
export const ordering = context('ordering', {
  purpose: 'Takes orders',
  subdomain: supporting({ reviewed }),
  team: 'Checkout',
  experts: ['Ada'],
  language: {
    Order: { meaning: 'A promise between a customer and the shop.', not: ['Purchase', 'Sales Order'] },
    'Order Submitted': 'The customer has made it binding.',
    'Order Paid': 'The total is secured.',
    'Order Placed': 'What others hear when an order was submitted.',
  },
  aggregates: [Order],
  handlers: [],
  publishes: [
    publish(OrderSubmitted, orderPlaced, ({ orderId, lines }) => ({ orderId, lines }), atomic()),
    publish(OrderPaid, orderPaid, ({ orderId }) => ({ orderId }), atomic()),
  ],
});

/** The reaction of inventory, as its sources have it. */
export const reserveWhenPlaced = policy('reserve when placed', {
  when: orderPlaced,
  then: ({ orderId }) => new ReserveStock({ orderId }),
});

/** Inventory is a supplier of ordering. */
export const inventory = context('inventory', {
  purpose: 'Keeps stock',
  subdomain: supporting({ reviewed }),
  team: 'Warehouse',
  experts: ['Ada'],
  language: {
    Reservation: 'What is set aside for one order.',
    'Stock Reserved': 'All that an order wants is set aside.',
    'Stock Moved': 'Something lies somewhere else.',
    'Reserve Stock': 'Set aside what an order wants.',
  },
  aggregates: [Reservation],
  handlers: [handle(ReserveStock, Reservation, { id: (c) => c.orderId, run: () => undefined })],
  policies: [reserveWhenPlaced],
  publishes: [
    publish(StockReserved, stockReserved, ({ orderId }) => ({ orderId }), atomic()),
    publish(StockMoved, stockMoved, ({ sku }) => ({ sku }), atomic()),
  ],
});

/** Payments wraps a provider. */
export const payments = context('payments', {
  purpose: 'Moves money',
  subdomain: generic({ reviewed }),
  team: 'Payments',
  experts: ['Ada'],
  language: { Payment: 'The money for one order.' },
  aggregates: [],
  handlers: [],
});

/** Reviews has nothing to do with payments. */
export const reviews = context('reviews', {
  purpose: 'Collects opinions',
  subdomain: supporting({ reviewed }),
  team: 'Community',
  experts: ['Ada'],
  language: { Review: 'An opinion on a product.' },
  aggregates: [],
  handlers: [],
});

/** Catalog is what sets the sample apart. */
export const catalog = context('catalog', {
  purpose: 'Shows products',
  subdomain: core({ reviewed }),
  team: 'Merchandising',
  experts: ['Ada'],
  language: { Product: 'Something to look at.', 'Product Shown': 'Somebody has looked.' },
  aggregates: [Product],
  handlers: [],
  publishes: [publish(ProductShown, productShown, ({ sku }) => ({ sku }), atomic())],
});

/** Three words that mean something else on either side. */
const differs = ['Order', 'Customer', 'Product'].map((term) => ({
  term,
  upstream: `${term} as the one sees it`,
  downstream: `${term} as the other sees it`,
}));

/** How payments translates what its provider says. */
const charge = translator(z.object({ charge_id: id, failure_code: id }), z.object({ paymentId: id }), {
  paymentId: from('charge_id'),
  dropped: ['failure_code'],
});
/** How it reads the orders of ordering. */
const paidOrder = translator(z.object({ ref_no: id }), z.object({ order: id }), { order: from('ref_no') });
/** The provider of payments. */
const provider = outside('payment provider', { owner: 'PayCo', purpose: 'Moves the money' });

/** The relations of the sample. */
export const sampleRelations: readonly Relation[] = [
  customerSupplier(inventory, ordering, { exposes: [stockReserved, orderPlaced], differs }),
  upstream(ordering, payments, { exposes: [orderPaid], downstream: acl(paidOrder), differs }),
  upstream(provider, payments, { downstream: acl(charge), differs }),
  separateWays(reviews, payments, { because: 'A review is written whether or not anything was paid' }),
  sharedKernel(catalog, ordering, {
    kernel: {
      name: 'money',
      owner: 'Checkout',
      version: '1.0.0',
      budget: 100,
      path: 'kernel/money',
      contents: ['Money'],
    },
  }),
];

/** The map of the sample, with further relations. */
export function sampleMap(...more: readonly Relation[]): ContextMap {
  return contextMap('sample', ...sampleRelations, ...more);
}

/** The sources of the sample. */
export const sampleFiles: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'sample',
    type: 'module',
    imports: { '#inventory/*': './contexts/inventory/*', '#db': 'pg' },
    exports: { './contexts/*': './contexts/*' },
  }),
  'tsconfig.json': `{
  // as TypeScript reads it
  "compilerOptions": { "customConditions": ["@metes/source"], "paths": { "@catalog/*": ["./contexts/catalog/*"], "left-pad": ["./contexts/inventory/domain/stock.ts"] }, },
}`,
  'kernel/money/money.ts': 'export class Money {}\n',
  'lib/shared.ts': 'export const shared = 1;\n',
  'packages/shared/package.json': JSON.stringify({
    name: '@sample/shared',
    exports: { '.': './index.ts' },
  }),
  'packages/shared/index.ts': 'export class Order {}\n',

  'contexts/ordering/context.ts':
    "import { Order } from './domain/order.ts';\nexport const ordering = Order;\n",
  'contexts/ordering/language.ts': 'export const language = {};\n',
  'contexts/ordering/contract/order-placed.ts':
    "import { contract } from 'metes';\nimport { z } from 'zod';\nexport const orderPlaced = contract('ordering.order-placed', { v1: z.object({}) });\n",
  'contexts/ordering/contract/order-paid.ts':
    "import { contract } from 'metes';\nimport { z } from 'zod';\nexport const orderPaid = contract('ordering.order-paid', { v1: z.object({}) });\n",
  'contexts/ordering/contract/index.ts':
    "export { orderPlaced } from './order-placed.ts';\nexport { orderPaid } from './order-paid.ts';\n",
  'contexts/ordering/domain/order.ts':
    "import { aggregate } from 'metes';\nimport { Money } from '../../../kernel/money/money.ts';\nexport class Order {\n  total = new Money();\n  kind = aggregate;\n}\n",
  'contexts/ordering/domain/order.test.ts':
    "import { expect, test } from 'vitest';\nimport { Order } from './order.ts';\ntest('an order is one', () => {\n  expect(new Order()).toBeDefined();\n});\n",
  'contexts/ordering/application/hear-of-stock.ts':
    "import { stockReserved } from '../../inventory/contract/index.ts';\nimport { Order } from '../domain/order.ts';\nexport const hear = [stockReserved, Order];\n",
  'contexts/ordering/dist/order.ts': "export * from '../../inventory/domain/stock.ts';\n",
  'contexts/ordering/api/http.ts':
    "import { hear } from '../application/hear-of-stock.ts';\nexport const routes = [hear];\n",
  'contexts/ordering/infrastructure/rows.ts':
    "import { Pool } from 'pg';\nimport { Order } from '../domain/order.ts';\nexport const rows = [Pool, Order];\n",

  'contexts/inventory/package.json': JSON.stringify({
    name: '@sample/inventory',
    exports: { './contract': './contract/index.ts', './stock': './domain/stock.ts' },
  }),
  'contexts/inventory/context.ts': "export { reserveWhenPlaced } from './application/policies.ts';\n",
  'contexts/inventory/contract/index.ts':
    "import { contract } from 'metes';\nimport { z } from 'zod';\nexport const stockReserved = contract('inventory.stock-reserved', { v1: z.object({}) });\nexport const stockMoved = contract('inventory.stock-moved', { v1: z.object({}) });\n",
  'contexts/inventory/domain/stock.ts': 'export class Stock {}\n',
  'contexts/inventory/domain/levels.json': '{}\n',
  'contexts/inventory/contract/stock-under-test.ts': "export { Stock } from '../domain/stock.ts';\n",
  'contexts/inventory/application/policies.ts':
    "import { policy } from 'metes';\nimport { orderPlaced } from '../../ordering/contract/index.ts';\nexport const reserveWhenPlaced = policy('reserve when placed', {\n  when: orderPlaced,\n  then: ({ orderId, lines }) => [orderId, lines],\n});\n",

  'contexts/payments/context.ts': "export { pay } from './application/pay.ts';\n",
  'contexts/payments/application/pay.ts':
    "import { orderPaid } from '../../ordering/contract/index.ts';\nexport const pay = orderPaid;\n",
  'contexts/payments/contract/index.ts':
    "import { contract } from 'metes';\nexport const paid = contract('payments.paid', {});\n",
  'contexts/payments/infrastructure/acl/provider.ts': 'export const provider = 1;\n',

  'contexts/reviews/context.ts': "export { Review } from './domain/review.ts';\n",
  'contexts/reviews/domain/review.ts': 'export class Review {}\n',

  'contexts/catalog/context.ts': "export { Product } from './domain/product.ts';\n",
  'contexts/catalog/contract/index.ts':
    "import { contract } from 'metes';\nimport { z } from 'zod';\nexport const productShown = contract('catalog.product-shown', { v1: z.object({}) });\n",
  'contexts/catalog/domain/product.ts': 'export class Product {}\n',
  'contexts/catalog/domain/product.test.ts':
    "import { expect, test } from 'vitest';\nimport { Product } from './product.ts';\ntest('a product is one', () => {\n  expect(new Product()).toBeDefined();\n});\n",
};
