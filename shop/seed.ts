import { MetesError } from 'metes';
import type { Progress, System, SystemEnvironment } from 'metes/start';
import { type CatalogueSize, generateCatalogue } from './catalogue/index.ts';
import { Offer } from './contexts/cart/domain/offer.ts';
import { StockReceipt } from './contexts/inventory/domain/stock-receipt.ts';
import { seedingOf } from './seeding.ts';

/** How many commands are under way at once. */
const atOnce = 500;

type Commands = readonly Parameters<System['send']>[1][];

/**
 * Fills the shop with the catalogue that METES_CATALOGUE names (`tiny`, or `full`), as far as its contexts run here.
 * What is there already is left alone, so an interrupted seeding goes on at the next start.
 */
export async function seed(system: System, progress: Progress, { env }: SystemEnvironment): Promise<void> {
  const size = sizeOf(env['METES_CATALOGUE']);
  const seeding = seedingOf(generateCatalogue({ size }));
  const runs = (context: string): boolean => system.contexts.some((each) => each.context.name === context);
  const lastOffer = seeding.cart.at(-1);
  if (lastOffer && runs('cart') && !(await system.context('cart').reader.aggregate(Offer, lastOffer.sku))) {
    await sendAll(system, 'cart', seeding.cart, (done) =>
      progress(`seeding the ${size} catalogue: ${done} of ${seeding.cart.length} SKUs on offer`),
    );
  }
  const lastSlip = seeding.inventory.at(-1);
  if (
    lastSlip &&
    runs('inventory') &&
    !(await system.context('inventory').reader.aggregate(StockReceipt, lastSlip.receiptId))
  ) {
    await sendAll(system, 'inventory', seeding.inventory, (done) =>
      progress(
        `seeding the ${size} catalogue: ${done} of ${seeding.inventory.length} deliveries on the shelves`,
      ),
    );
  }
}

/** The last command goes out when all others are durable, so that its effect says that everything is there. */
async function sendAll(
  system: System,
  context: string,
  commands: Commands,
  tell: (done: number) => void,
): Promise<void> {
  const others = commands.slice(0, -1);
  let told = performance.now();
  for (let at = 0; at < others.length; at += atOnce) {
    await Promise.all(others.slice(at, at + atOnce).map((each) => system.send(context, each)));
    if (performance.now() - told > 1_000) {
      told = performance.now();
      tell(Math.min(at + atOnce, others.length));
    }
  }
  for (const last of commands.slice(-1)) await system.send(context, last);
  tell(commands.length);
}

function sizeOf(value: string | undefined): CatalogueSize {
  if (!value || value === 'tiny') return 'tiny';
  if (value === 'full') return 'full';
  const wanted = 'tiny (30 products) or full (2,000 products)';
  throw new MetesError('METES_START_ENVIRONMENT', { name: 'METES_CATALOGUE', value, wanted });
}
