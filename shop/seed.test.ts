import { memory, start, type System } from 'metes/start';
import { describe, expect, test } from 'vitest';
import { generateCatalogue } from './catalogue/index.ts';
import { cart } from './contexts/cart/context.ts';
import { inventory } from './contexts/inventory/context.ts';
import { stock } from './contexts/inventory/domain/stock.ts';
import { shop } from './map.ts';
import { seed } from './seed.ts';
import { seedingOf } from './seeding.ts';

const place = (catalogue?: string) => ({ env: { METES_CATALOGUE: catalogue }, folder: '', companions: {} });
const skus = generateCatalogue({ size: 'tiny' }).products.flatMap((product) => product.skus);
const nobody = (): void => undefined;

async function heads(system: System): Promise<readonly number[]> {
  return (await system.status()).map((each) => each.store.head);
}

async function expectFullShelves(system: System): Promise<void> {
  const { reader } = system.context('inventory');
  for (const { sku, initialStock } of skus)
    expect(await reader.tally(stock, sku)).toMatchObject({ available: initialStock });
}

describe('seeding', () => {
  test('puts everything on offer and on the shelf, once', async () => {
    await using system = await start(shop, { store: memory(), only: [cart, inventory] });
    const told: string[] = [];
    await seed(system, (text) => told.push(text), place());
    await expectFullShelves(system);
    expect(await heads(system)).toEqual([skus.length, 1]);
    expect(told).toEqual([
      'seeding the tiny catalogue: 60 of 60 SKUs on offer',
      'seeding the tiny catalogue: 1 of 1 deliveries on the shelves',
    ]);
    await seed(system, (text) => told.push(text), place('tiny'));
    expect(told).toHaveLength(2);
    expect(await heads(system)).toEqual([skus.length, 1]);
  });

  test('goes on where it was interrupted', async () => {
    await using system = await start(shop, { store: memory(), only: [cart, inventory] });
    for (const each of seedingOf(generateCatalogue({ size: 'tiny' })).cart.slice(10, 30))
      await system.send('cart', each);
    await seed(system, nobody, place());
    expect(await heads(system)).toEqual([skus.length, 1]);
  });

  test('does the part of the contexts that run here', async () => {
    await using system = await start(shop, { store: memory(), only: [inventory] });
    await seed(system, nobody, place());
    await expectFullShelves(system);
  });

  test('refuses a catalogue that there is not', async () => {
    await using system = await start(shop, { store: memory(), only: [inventory] });
    await expect(seed(system, nobody, place('huge'))).rejects.toMatchObject({
      code: 'METES_START_ENVIRONMENT',
      values: { name: 'METES_CATALOGUE', value: 'huge' },
    });
  });
});
