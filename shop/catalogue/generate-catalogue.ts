import type { Kind } from './assortment.ts';
import type { Catalogue, Product, Sku } from './catalogue.ts';
import { lines, makers } from './makers.ts';
import { priceEnding } from './price-ending.ts';
import { SeededRandom } from './seeded-random.ts';
import { shelves } from './shelves/shelves.ts';
import { stockOf, withScarcity } from './stock.ts';
import { type Combination, combinationsOf, mostVariantsOf } from './variants.ts';

/** How much there is to sell: 30 products with 60 SKUs, or 2,000 with 5,000. */
export type CatalogueSize = 'tiny' | 'full';

const counts: Record<CatalogueSize, { products: number; skus: number }> = {
  tiny: { products: 30, skus: 60 },
  full: { products: 2_000, skus: 5_000 },
};

interface Offer {
  readonly category: readonly string[];
  readonly kind: Kind;
}

const offers: readonly Offer[] = shelves.flatMap(({ category, kinds }) =>
  kinds.map((kind) => ({ category, kind })),
);

/**
 * Makes up what the shop sells: the same size and seed give the same catalogue, byte for byte.
 *
 * @example
 * const { products } = generateCatalogue({ size: 'tiny' });
 */
export function generateCatalogue({ size, seed = 2_026 }: { size: CatalogueSize; seed?: number }): Catalogue {
  const random = new SeededRandom(seed);
  const { products, skus } = counts[size];
  const order = random.shuffled(offers);
  const chosen = Array.from({ length: products }, (_, index) => order[index % order.length] as Offer);
  const widths = variantCounts(chosen, skus, random);
  const names = new Set<string>();
  const made = chosen.map((offer, index) => productOf(offer, index + 1, widths[index] ?? 1, names, random));
  return { seed, products: withScarcity(made, random) };
}

/** Spreads the SKUs over the products: one each, the rest by chance where there is room. */
function variantCounts(chosen: readonly Offer[], total: number, random: SeededRandom): number[] {
  const widths = chosen.map(() => 1);
  const room = chosen.map(({ kind }) => mostVariantsOf(kind));
  for (let left = total - chosen.length; left > 0;) {
    const index = random.whole(0, chosen.length - 1);
    const width = widths[index] ?? 1;
    if (width >= (room[index] ?? 1)) continue;
    widths[index] = width + 1;
    left -= 1;
  }
  return widths;
}

function productOf(
  { category, kind }: Offer,
  number: number,
  width: number,
  names: Set<string>,
  random: SeededRandom,
): Product {
  let maker: string;
  let name: string;
  do {
    maker = random.pick(makers);
    name = `${maker} ${random.pick(lines)} ${kind.noun}`;
  } while (names.has(name));
  names.add(name);

  const material = random.pick(kind.materials);
  const serial = String(number).padStart(4, '0');
  // Cheap things are more common than dear ones.
  const chance = random.next();
  const traits: Traits = {
    base: kind.price[0] + (kind.price[1] - kind.price[0]) * chance * chance,
    density: random.between(...kind.density),
    stretch: [random.between(0.93, 1.07), random.between(0.93, 1.07), random.between(0.93, 1.07)],
    code: `${maker.slice(0, 3).toUpperCase()}-${kind.code}-${serial}`,
  };
  const all = combinationsOf(kind);
  const picked = new Set(random.shuffled(all).slice(0, width));
  return {
    productId: `prod-${serial}`,
    name,
    description: `${kind.noun} ${kind.purpose}. Made by ${maker}: ${material}.`,
    category,
    maker,
    skus: all.filter((one) => picked.has(one)).map((one) => skuOf(kind, one, traits, random)),
  };
}

/** What all SKUs of one product share. */
interface Traits {
  readonly base: number;
  readonly density: number;
  readonly stretch: readonly [number, number, number];
  readonly code: string;
}

function skuOf(kind: Kind, { size, colour }: Combination, traits: Traits, random: SeededRandom): Sku {
  const scale = size?.scale ?? 1;
  const [length = 1, width = 1, height = 1] = kind.box
    .map((side, axis) => Math.max(5, Math.round(side * scale * (traits.stretch[axis] ?? 1))))
    .sort((a, b) => b - a);
  const minor = priceEnding(traits.base * (size?.price ?? 1));
  return {
    sku: [traits.code, size?.code, colour?.code].filter((part) => part !== undefined).join('-'),
    variant: { ...(size && { size: size.label }), ...(colour && { colour: colour.label }) },
    price: { minor, currency: 'USD' },
    weightGrams: onTheScales(((length * width * height) / 1_000) * traits.density),
    dimensionsMm: { length, width, height },
    fragile: kind.fragile,
    initialStock: stockOf(minor, random),
  };
}

/** A weight as a shipping scale shows it: in steps of 1, 5 or 50 grams. */
function onTheScales(grams: number): number {
  const step = grams < 250 ? 1 : grams < 5_000 ? 5 : 50;
  return Math.max(1, Math.round(grams / step)) * step;
}
