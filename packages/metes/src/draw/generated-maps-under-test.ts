import { emptyContext } from './map-snapshot.ts';
import type { RelationKind } from '../model/relation.ts';
import type { ContextPicture, MapPicture, RelationPicture } from './map-picture.ts';

const names = [
  'ordering',
  'inventory',
  'payments',
  'cart',
  'shipping',
  'catalogue',
  'pricing',
  'customers',
  'identity',
  'invoicing',
  'returns',
  'promotions',
  'search',
  'recommendations',
  'notifications',
  'loyalty',
  'procurement',
  'warehouse',
  'reviews',
  'fraud-screening',
];
const teams = ['Checkout', 'Warehouse', 'Payments', 'Storefront', 'Growth', 'Back office'];
const facts = [
  'placed',
  'confirmed',
  'rejected',
  'price-changed',
  'stock-level-changed',
  'customer-moved',
  'captured',
  'released',
];

/** A number generator for pictures: the same seed, the same numbers. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A map as a company might have it: some contexts lead many others, some relations are of equals, some systems are bought. */
export function generatedMap(seed: number, size: number, relations = Math.round(size * 1.5)): MapPicture {
  const number = numbersFrom(seed);
  const contexts = names.slice(0, size).map((name, index): ContextPicture => ({
    ...emptyContext,
    name,
    purpose: `Looks after ${name}`,
    class: index < 3 ? 'core' : index % 4 === 0 ? 'generic' : 'supporting',
    implementation: 'built',
    reviewed: '2026-09-01',
    team: teams[number(teams.length)]!,
  }));
  const outsides = size > 6 ? [{ name: 'payment provider' }, { name: 'carrier' }] : [];
  const taken = new Set<string>();
  const found: RelationPicture[] = [];
  for (let tries = 0; found.length < relations - outsides.length && tries < 1000; tries++) {
    // The first contexts lead more often than the last ones, as on real maps.
    const [one, other] = [Math.min(number(size), number(size)), number(size)];
    const [up, down] = [contexts[Math.min(one, other)]!, contexts[Math.max(one, other)]!];
    const pair = `${up.name} ${down.name}`;
    if (up === down || taken.has(pair)) continue;
    taken.add(pair);
    found.push(relationOf(number, up.name, down.name));
  }
  const bought = outsides.map(({ name }, index): RelationPicture => ({
    kind: 'upstream',
    upstream: name,
    downstream: contexts[2 + index * 2]!.name,
    host: ['openHost', 'publishedLanguage'],
    guest: index === 0 ? 'antiCorruption' : 'conformist',
    exposes: [],
    through: ['gateway'],
    differs: [],
  }));
  return { name: `generated ${size}`, contexts, outsides, relations: [...found, ...bought] };
}

function relationOf(
  number: (below: number) => number,
  upstream: string,
  downstream: string,
): RelationPicture {
  const kinds: readonly RelationKind[] = [
    'customerSupplier',
    'customerSupplier',
    'upstream',
    'upstream',
    'upstream',
    'partnership',
    'sharedKernel',
    'separateWays',
  ];
  const kind = kinds[number(kinds.length)]!;
  const exposes =
    kind === 'separateWays' || kind === 'sharedKernel'
      ? []
      : Array.from(
          { length: number(5) },
          (_, index) => `${index % 2 ? downstream : upstream}.${facts[number(facts.length)]!}-${index}`,
        );
  return {
    kind,
    upstream,
    downstream,
    host: kind === 'upstream' ? (['openHost', 'publishedLanguage'] as const).slice(0, 1 + number(2)) : [],
    ...(kind === 'upstream' && number(3) > 0
      ? { guest: number(2) ? ('antiCorruption' as const) : ('conformist' as const) }
      : {}),
    exposes,
    through: [],
    differs: [],
    ...(kind === 'sharedKernel'
      ? {
          kernel: {
            name: 'money',
            owner: 'Payments',
            version: '1.2.0',
            budget: 300,
            path: 'kernel/money',
            contents: ['Money'],
          },
        }
      : {}),
  };
}
