import { beforeAll, expect, test } from 'vitest';
import { compile } from './compile.ts';

const parts = `import { acl, aggregate, conformist, context, contextMap, contract, customerSupplier, event, from, identifier, outside, partnership, policy, publish, separateWays, sharedKernel, supporting, translator, upstream } from 'metes';
import { z } from 'zod';
const empty = z.object({});
class Happened extends event('Happened', empty) {}
class Thing extends aggregate('Thing', { id: identifier('a.Id'), state: empty, events: [Happened], initial: () => ({}) }) {}
const stockReserved = contract('inventory.stock-reserved', { v1: empty });
const itemAdded = contract('cart.item-added', { v1: empty });
const shared = { purpose: 'Is compiled', subdomain: supporting({ reviewed: '2026-11-02' }), team: 'All', aggregates: [Thing], handlers: [] };
const inventory = context('inventory', { ...shared, publishes: [publish(Happened, stockReserved, () => ({}))] });
const cart = context('cart', shared);
const ordering = context('ordering', { ...shared, policies: [policy('hear', { when: stockReserved, then: () => undefined })] });
const provider = outside('payment provider');
const mint = outside('mint');
const words = translator(z.object({ said: z.string() }), z.object({ word: z.string() }), { word: from('said') });
const kernel = { name: 'money', owner: 'All', version: '1.0.0', budget: 300, path: 'kernel/money', contents: ['Money'] } as const;
const supplies = customerSupplier(inventory, ordering, { exposes: [stockReserved] });
`;

/** What is written wrongly, and what of the message has to be there for a stranger to know what to write. */
const wrong: readonly (readonly [line: string, sentence: string])[] = [
  [
    "contextMap('shop', cart, inventory, ordering);",
    'ordering reacts to inventory.stock-reserved, which the map does not expose to it: add it to exposes of the relation between inventory and ordering.',
  ],
  [
    'partnership(cart, cart);',
    'cart has no relation to itself: inside a context, policies react to its own events without one.',
  ],
  [
    'upstream(cart, ordering, { exposes: [itemAdded] });',
    'Neither cart nor ordering publishes cart.item-added: add publish(...) to the publishes of its owner, or remove it from exposes.',
  ],
  [
    "customerSupplier(cart, ordering, { exposes: [], host: ['openHost'] });",
    'A supplier plans with its customer, an open host serves everybody alike: write upstream(...) instead of customerSupplier(...), or remove openHost.',
  ],
  [
    'customerSupplier(cart, ordering, { exposes: [], downstream: conformist() });',
    'A customer has a say in the model, a conformist has none: write upstream(...) instead of customerSupplier(...), or remove conformist().',
  ],
  [
    'separateWays(cart, inventory, { exposes: [stockReserved] });',
    'Nothing crosses between those who go separate ways: write partnership(...), customerSupplier(...) or upstream(...) instead.',
  ],
  [
    "contextMap('shop', supplies, separateWays(ordering, inventory));",
    'inventory and ordering go separate ways and are related all the same: keep one of the two lines.',
  ],
  [
    "contextMap('shop', separateWays(ordering, inventory));",
    'ordering reacts to inventory.stock-reserved, whose owner it goes separate ways with: remove the reaction, or relate the two.',
  ],
  [
    "contextMap('shop', supplies, upstream(ordering, inventory));",
    'The map says two things of inventory and ordering that contradict each other: keep one of the two lines.',
  ],
  [
    "contextMap('shop', upstream(provider, cart, { downstream: conformist() }), upstream(provider, cart, { downstream: acl(words) }));",
    'The map says two things of payment provider and cart that contradict each other: keep one of the two lines.',
  ],
  [
    "contextMap('shop', customerSupplier(inventory, cart, { exposes: [stockReserved] }), ordering);",
    'ordering reacts to inventory.stock-reserved, which the map does not expose to it: add it to exposes of the relation between inventory and ordering.',
  ],
  [
    "contextMap('shop', partnership(inventory, cart), partnership(cart, inventory));",
    'The map says two things of cart and inventory that contradict each other: keep one of the two lines.',
  ],
  [
    "contextMap('shop', separateWays(cart, inventory), partnership(inventory, cart));",
    'inventory and cart go separate ways and are related all the same: keep one of the two lines.',
  ],
  [
    "contextMap('shop', separateWays(cart, inventory), sharedKernel(inventory, cart, { kernel }));",
    'inventory and cart go separate ways and are related all the same: keep one of the two lines.',
  ],
  [
    "contextMap('shop', supplies, upstream(ordering, cart), upstream(cart, inventory));",
    'inventory leads ordering, and follows it by way of others: decide who of the circle follows nobody, or write partnership(...) for two that plan together.',
  ],
  [
    "sharedKernel(cart, ordering, { kernel: { name: 'money', version: '1.0.0', budget: 300, path: 'kernel/money', contents: [] } });",
    'A kernel is a product: say its owner in kernel: { ... }.',
  ],
  [
    "sharedKernel(cart, ordering, { kernel: { name: 'money', owner: 'All', budget: 300, path: 'kernel/money', contents: [] } });",
    'A kernel is a product: say its version in kernel: { ... }.',
  ],
  [
    "sharedKernel(cart, ordering, { kernel: { name: 'money', owner: 'All', version: '1.0.0', path: 'kernel/money', contents: [] } });",
    'A kernel is a product: say its budget in kernel: { ... }.',
  ],
  [
    "sharedKernel(cart, ordering, { kernel: { ...kernel, owner: '' } });",
    'A kernel is a product: give it an owner, the team that decides what goes in.',
  ],
  [
    "sharedKernel(cart, ordering, { kernel: { ...kernel, version: 'latest' } });",
    "A kernel is a product: give it a semantic version, such as '1.0.0'.",
  ],
  [
    'sharedKernel(cart, ordering, { kernel: { ...kernel, budget: 0 } });',
    'A kernel is a product: give it a budget in lines, such as 300.',
  ],
  [
    "sharedKernel(cart, ordering, { kernel: { ...kernel, path: '../money' } });",
    "A kernel is a product: give it a folder of this repository, such as 'kernel/money'.",
  ],
  [
    'upstream(provider, cart, { downstream: acl() });',
    'An anti-corruption layer translates: name its translators in acl(...), or write conformist() where nothing is translated.',
  ],
  [
    'upstream(provider, mint);',
    'Neither payment provider nor mint is ours: relate each of them to the context that depends on it.',
  ],
];

/** What compiles: everything that is wrong above, said rightly, and what the compiler only knows at large. */
const right = [
  "contextMap('shop', supplies, upstream(inventory, cart), partnership(cart, ordering), sharedKernel(cart, ordering, { kernel }), sharedKernel(cart, ordering, { kernel: { ...kernel, name: 'places' } }));",
  'sharedKernel(cart, ordering, { kernel: { ...kernel, version: String(1), budget: Number(300) } });',
  'upstream(provider, cart, { downstream: acl(...[words]) });',
];

let errors: readonly string[];

beforeAll(() => {
  const used =
    'export const used = [acl, conformist, provider, supplies, itemAdded, cart, inventory, ordering];\n';
  const file = `${parts}${[...wrong.map(([line]) => line), ...right].join('\n')}\n${used}`;
  ({ errors } = compile('sentences', { 'source.ts': file }));
}, 60_000);

test.each(wrong)('%s does not compile, and the compiler says what to write', (line, sentence) => {
  const at = wrong.findIndex(([each]) => each === line);
  expect(errors).toHaveLength(wrong.length);
  expect(errors[at]).toContain(sentence);
});
