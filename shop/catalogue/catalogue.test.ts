import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateCatalogue, type Sku } from './index.ts';
import { priceEnding } from './price-ending.ts';
import { SeededRandom } from './seeded-random.ts';

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
const full = generateCatalogue({ size: 'full' });
const tiny = generateCatalogue({ size: 'tiny' });
const skusOf = ({ products }: typeof full): Sku[] => products.flatMap(({ skus }) => [...skus]);

/** Written by hand and apart from the generator: cents, grams and longest side in millimetres. */
const plausible: Record<
  string,
  { price: [number, number]; grams: [number, number]; longest: [number, number] }
> = {
  'Kitchen/Tableware': { price: [500, 13_000], grams: [100, 8_000], longest: [90, 520] },
  'Kitchen/Cookware': { price: [700, 35_000], grams: [100, 13_000], longest: [250, 720] },
  'Kitchen/Appliances': { price: [2_000, 31_000], grams: [800, 8_000], longest: [200, 520] },
  'Home/Bedding': { price: [1_500, 35_000], grams: [400, 8_000], longest: [250, 1_050] },
  'Home/Lighting': { price: [2_000, 31_000], grams: [300, 5_000], longest: [250, 520] },
  'Furniture/Seating': { price: [7_500, 125_000], grams: [3_000, 35_000], longest: [650, 1_000] },
  'Furniture/Storage': { price: [1_400, 99_000], grams: [700, 90_000], longest: [300, 1_650] },
  'Garden/Tools': { price: [700, 10_000], grams: [100, 7_000], longest: [150, 560] },
  'Clothing/Tops': { price: [1_400, 29_000], grams: [100, 1_500], longest: [230, 450] },
  'Clothing/Bottoms': { price: [2_300, 19_000], grams: [70, 1_500], longest: [200, 450] },
  'Clothing/Accessories': { price: [1_000, 14_000], grams: [40, 700], longest: [100, 400] },
  'Shoes/Everyday': { price: [2_800, 34_000], grams: [200, 2_800], longest: [250, 430] },
  'Bags/Travel': { price: [1_800, 40_000], grams: [120, 3_500], longest: [270, 680] },
  'Books/Non-fiction': { price: [900, 11_000], grams: [250, 4_500], longest: [160, 420] },
  'Paper/Stationery': { price: [800, 15_500], grams: [30, 2_400], longest: [140, 380] },
  'Care/Bath': { price: [500, 21_000], grams: [50, 5_000], longest: [75, 620] },
  'Electronics/Audio': { price: [3_800, 100_000], grams: [250, 10_000], longest: [180, 560] },
  'Electronics/Computing': { price: [2_800, 101_000], grams: [60, 14_000], longest: [120, 800] },
  'Sport/Fitness': { price: [900, 17_000], grams: [100, 26_000], longest: [170, 740] },
  'Sport/Outdoor': { price: [1_400, 62_000], grams: [60, 5_000], longest: [90, 540] },
  'Toys/Building': { price: [1_400, 21_000], grams: [700, 9_000], longest: [240, 560] },
  'Toys/Games': { price: [600, 9_500], grams: [60, 2_800], longest: [75, 350] },
  'Workshop/Hand Tools': { price: [1_400, 16_000], grams: [200, 6_000], longest: [200, 760] },
  'Pets/Dogs': { price: [500, 22_000], grams: [60, 5_500], longest: [120, 820] },
  'Pantry/Dry Goods': { price: [600, 10_500], grams: [90, 3_500], longest: [80, 400] },
};

test('the same seed gives the same bytes, on every machine', () => {
  expect(hashOf(generateCatalogue({ size: 'full' }))).toBe(hashOf(full));
  expect(hashOf(full)).toBe('84c718310d045b4f');
  expect(hashOf(tiny)).toBe('c655da4f77e11833');
});

test('another seed gives another catalogue', () => {
  expect(hashOf(generateCatalogue({ size: 'tiny', seed: 7 }).products)).not.toBe(hashOf(tiny.products));
});

test.each([1, 2, 3, 2_026, -5, 4_294_967_295])('the sizes are exact for seed %i', (seed) => {
  const large = generateCatalogue({ size: 'full', seed });
  expect([large.products.length, skusOf(large).length]).toEqual([2_000, 5_000]);
  const small = generateCatalogue({ size: 'tiny', seed });
  expect([small.products.length, skusOf(small).length]).toEqual([30, 60]);
});

test('ids, names and SKUs are unique, and no product repeats a variant', () => {
  const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;
  for (const catalogue of [full, tiny]) {
    expect(unique(catalogue.products.map(({ productId }) => productId))).toBe(true);
    expect(unique(catalogue.products.map(({ name }) => name))).toBe(true);
    expect(unique(skusOf(catalogue).map(({ sku }) => sku))).toBe(true);
    for (const { skus } of catalogue.products)
      expect(unique(skus.map(({ variant }) => JSON.stringify(variant)))).toBe(true);
  }
  expect(skusOf(full).every(({ sku }) => /^[A-Z0-9-]{8,32}$/.test(sku))).toBe(true);
});

test('prices, weights, sides and stock are positive whole numbers', () => {
  for (const { price, weightGrams, dimensionsMm, initialStock } of skusOf(full)) {
    const numbers = [
      price.minor,
      weightGrams,
      dimensionsMm.length,
      dimensionsMm.width,
      dimensionsMm.height,
      initialStock,
    ];
    expect(numbers.every((value) => Number.isSafeInteger(value) && value > 0)).toBe(true);
    expect(price.currency).toBe('USD');
    expect(dimensionsMm.length >= dimensionsMm.width && dimensionsMm.width >= dimensionsMm.height).toBe(true);
  }
});

test('every category keeps to what is plausible for it', () => {
  const wrong: string[] = [];
  for (const { category, skus, name } of full.products) {
    const bounds = plausible[category.join('/')];
    if (bounds === undefined) throw new TypeError(`no bounds for ${category.join('/')}`);
    for (const { price, weightGrams, dimensionsMm, sku } of skus) {
      const within = (value: number, [low, high]: [number, number]): boolean => value >= low && value <= high;
      if (!within(price.minor, bounds.price)) wrong.push(`${name} ${sku} costs ${price.minor}`);
      if (!within(weightGrams, bounds.grams)) wrong.push(`${name} ${sku} weighs ${weightGrams}`);
      if (!within(dimensionsMm.length, bounds.longest))
        wrong.push(`${name} ${sku} is ${dimensionsMm.length} long`);
    }
  }
  expect(wrong).toEqual([]);
  expect(new Set(full.products.map(({ category }) => category.join('/')))).toEqual(
    new Set(Object.keys(plausible)),
  );
});

test('nothing is lighter than foam or denser than a block of iron in its box', () => {
  for (const {
    weightGrams,
    dimensionsMm: { length, width, height },
  } of skusOf(full)) {
    const density = weightGrams / ((length * width * height) / 1_000);
    expect(density).toBeGreaterThan(0.015);
    expect(density).toBeLessThan(1.4);
  }
});

test('a larger size of a product never costs or weighs less than a smaller one', () => {
  for (const { skus } of full.products) {
    const byVolume = skus.toSorted((a, b) => volume(a) - volume(b));
    for (const [index, sku] of byVolume.entries()) {
      const smaller = byVolume[index - 1];
      if (smaller === undefined) continue;
      expect(sku.weightGrams).toBeGreaterThanOrEqual(smaller.weightGrams);
      if (volume(sku) > volume(smaller)) expect(sku.price.minor).toBeGreaterThanOrEqual(smaller.price.minor);
    }
  }
});

test('prices end as prices do', () => {
  const endings = new Set(skusOf(full).map(({ price }) => price.minor % 100));
  expect([...endings].sort((a, b) => a - b)).toEqual([0, 49, 95, 99]);
  expect([999, 1_240, 1_849, 2_000, 6_490, 35_000, 118_900].map(priceEnding)).toEqual([
    999, 1_249, 1_849, 1_995, 6_495, 34_900, 119_000,
  ]);
});

test('a few SKUs are scarce, so that running out can be shown, and most are not', () => {
  for (const catalogue of [tiny, full]) {
    const scarce = skusOf(catalogue).filter(({ initialStock }) => initialStock <= 3).length;
    expect(scarce).toBeGreaterThanOrEqual(2);
    expect(scarce / skusOf(catalogue).length).toBeLessThan(0.05);
  }
});

test('the tiny catalogue still shows most departments, fragile things and variants', () => {
  expect(new Set(tiny.products.map(({ category }) => category[0])).size).toBeGreaterThanOrEqual(8);
  expect(skusOf(tiny).some(({ fragile }) => fragile)).toBe(true);
  expect(skusOf(tiny).some(({ variant }) => variant.size !== undefined && variant.colour !== undefined)).toBe(
    true,
  );
});

test('the full catalogue is made in less than 300 ms', () => {
  const times = [1, 2, 3].map((seed) => {
    const start = performance.now();
    generateCatalogue({ size: 'full', seed });
    return performance.now() - start;
  });
  // The best of three: what is judged is the generator and not what else the machine is doing.
  expect(Math.min(...times)).toBeLessThan(300);
});

test('the source of chance is even and stays in its bounds', () => {
  const random = new SeededRandom(1);
  const buckets = Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const bucket = random.whole(0, 9);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  expect(buckets).toHaveLength(10);
  for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

function volume({ dimensionsMm: { length, width, height } }: Sku): number {
  return length * width * height;
}
