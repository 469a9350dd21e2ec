import { expect, test } from 'vitest';
import { generateCatalogue } from './catalogue/index.ts';
import { seedingOf } from './seeding.ts';

const catalogue = generateCatalogue({ size: 'full' });
const skus = catalogue.products.flatMap((product) => product.skus);
const { cart, inventory } = seedingOf(catalogue);

test('everything in the catalogue is offered once, at its price', () => {
  expect(cart.map(({ sku, price }) => [sku, price.toJSON()])).toEqual(
    skus.map(({ sku, price }) => [sku, price]),
  );
});

test('everything in the catalogue comes in once, on slips of one name each', () => {
  expect(inventory.flatMap(({ items }) => items)).toEqual(
    skus.map(({ sku, initialStock }) => ({ sku, quantity: initialStock })),
  );
  expect(new Set(inventory.map(({ receiptId }) => receiptId)).size).toBe(inventory.length);
});

test('variants of one product have different names in the shop window', () => {
  const names = cart.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('the same catalogue leads to the same commands', () => {
  expect(JSON.stringify(seedingOf(generateCatalogue({ size: 'full' })))).toBe(
    JSON.stringify(seedingOf(catalogue)),
  );
});
