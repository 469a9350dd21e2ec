import type { Product } from './catalogue.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Units on the shelf for a thing of this price in cents: many of what is cheap, few of what is dear. */
export function stockOf(cents: number, random: SeededRandom): number {
  if (cents < 3_000) return random.whole(80, 400);
  if (cents < 15_000) return random.whole(30, 150);
  return random.whole(8, 40);
}

/** The same products with a few SKUs (3 %, at least two) down to their last one to three units. */
export function withScarcity(products: readonly Product[], random: SeededRandom): Product[] {
  const all = products.flatMap(({ skus }) => skus.map(({ sku }) => sku));
  const scarce = new Map(
    random
      .shuffled(all)
      .slice(0, Math.max(2, Math.round(all.length * 0.03)))
      .map((sku) => [sku, random.whole(1, 3)]),
  );
  return products.map((product) => ({
    ...product,
    skus: product.skus.map((sku) => ({ ...sku, initialStock: scarce.get(sku.sku) ?? sku.initialStock })),
  }));
}
