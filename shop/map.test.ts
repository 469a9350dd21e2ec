import { contextMap, findingsOf, outside, sharedWords, upstream } from 'metes';
import { expect, test } from 'vitest';
import { inventory } from './contexts/inventory/context.ts';
import { shop } from './map.ts';

test('nothing about the map of the shop is doubtful on the day after its last review', () => {
  expect(findingsOf(shop, { today: '2026-11-03' })).toEqual([]);
});

test('a year later every classification is to be looked at again', () => {
  const findings = findingsOf(shop, { today: '2027-11-03' });
  expect(findings.map(({ code, where }) => [code, where])).toEqual(
    shop.contexts.map(({ name }) => ['METES_MAP_REVIEW_OVERDUE', { context: name }]),
  );
});

test('every boundary of the shop cites at least three words that mean something else on either side', () => {
  for (const { differs } of shop.relations) {
    expect(differs.length).toBeGreaterThan(2);
    for (const { upstream, downstream } of differs) expect(upstream).not.toBe(downstream);
  }
});

test('what "order" means is told apart in all four contexts', () => {
  const order = sharedWords(shop.contexts).find(({ term }) => term === 'Order');
  expect(order?.meanings.map(({ context }) => context).toSorted()).toEqual([
    'cart',
    'inventory',
    'ordering',
    'payments',
  ]);
});

test('the payment provider is on the map and not ours: it is reached through the gateway and translated', () => {
  expect(shop.outsides.map(({ name }) => name)).toEqual(['payment provider']);
  const [relation] = shop.relations.filter(({ upstream }) => upstream.name === 'payment provider');
  expect(relation).toMatchObject({ guest: 'antiCorruption', host: ['openHost', 'publishedLanguage'] });
  expect(relation?.through.map(({ port }) => port)).toEqual(['payment gateway']);
  expect(relation?.translators.length).toBe(4);
});

/** Every contract of every relation, each with the map that no longer exposes it there. */
const withoutOne = shop.relations.flatMap((relation, at) =>
  relation.exposes.map((contract) => ({
    contract: contract.contract,
    between: `${relation.upstream.name} and ${relation.downstream.name}`,
    parts: shop.relations.with(at, {
      ...relation,
      exposes: relation.exposes.filter((each) => each !== contract),
    }),
  })),
);

test.each(withoutOne)(
  'the shop cannot be made when $contract is no longer exposed between $between: one line, and nothing else was touched',
  ({ contract, parts }) => {
    const made = (): unknown => contextMap('shop', ...parts);
    expect(made).toThrow(`reacts to ${contract}, but the map does not expose it to`);
  },
);

test('every relation of the shop that leads cannot be turned round beside itself', () => {
  for (const relation of shop.relations) {
    const { upstream, downstream } = relation;
    const turned = { ...relation, upstream: downstream, downstream: upstream };
    expect(() => contextMap('shop', ...shop.relations, turned)).toThrow('METES_MAP_CONTRADICTION');
  }
});

/** Compiles while the type of a relation can be named outside of the toolkit. */
export const ofAnotherFile = upstream(outside('the post'), inventory);

test('a line of the map may stand in a file of its own', () => {
  expect(contextMap('shop', ...shop.relations, ofAnotherFile).relations).toHaveLength(5);
});
