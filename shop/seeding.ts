import { Money } from 'metes';
import type { Catalogue, Product, Sku as CatalogueSku } from './catalogue/index.ts';
import { ListOffer } from './contexts/cart/application/list-offer.ts';
import { Sku as CartSku } from './contexts/cart/domain/ids.ts';
import { ReceiveStock } from './contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as InventorySku } from './contexts/inventory/domain/ids.ts';

/** The commands that fill an empty shop, by the context they go to. Sending them again changes nothing. */
export interface Seeding {
  readonly cart: readonly ListOffer[];
  readonly inventory: readonly ReceiveStock[];
}

/** How many SKUs come in with one slip. */
const slipLength = 100;

/**
 * What has to happen so that everything in the catalogue is on offer and on the shelf.
 *
 * @example
 * const { cart, inventory } = seedingOf(generateCatalogue({ size: 'tiny' }));
 */
export function seedingOf({ seed, products }: Catalogue): Seeding {
  const skus = products.flatMap((product) => product.skus.map((sku) => ({ product, sku })));
  const slips = Math.ceil(skus.length / slipLength);
  return {
    cart: skus.map(({ product, sku }) => listing(product, sku)),
    inventory: Array.from({ length: slips }, (_, number) => {
      const onSlip = skus.slice(number * slipLength, (number + 1) * slipLength);
      return new ReceiveStock({
        receiptId: ReceiptId.parse(`opening-${seed}-${number + 1}-of-${slips}`),
        items: onSlip.map(({ sku }) => ({ sku: InventorySku.parse(sku.sku), quantity: sku.initialStock })),
      });
    }),
  };
}

function listing({ name, category }: Product, { sku, variant, price }: CatalogueSku): ListOffer {
  const details = [variant.colour, variant.size].filter((detail) => detail !== undefined);
  return new ListOffer({
    sku: CartSku.parse(sku),
    name: [name, ...details].join(', ').slice(0, 200),
    price: Money.of(price.minor, price.currency),
    category: [...category],
  });
}
