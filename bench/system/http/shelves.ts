import { Money } from 'metes';
import type { System } from 'metes/start';
import { ListOffer } from '../../../shop/contexts/cart/application/list-offer.ts';
import { Sku as OfferedSku } from '../../../shop/contexts/cart/domain/ids.ts';
import { ReceiveStock } from '../../../shop/contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from '../../../shop/contexts/inventory/domain/ids.ts';

/** Offers products and puts more of each on the shelves than any run can sell. */
export async function fillShelves(system: System, skus: readonly string[]): Promise<void> {
  const items = skus.map((sku) => ({ sku: StockedSku.parse(sku), quantity: 1_000_000 }));
  for (let from = 0; from < items.length; from += 100)
    await system.send(
      'inventory',
      new ReceiveStock({
        receiptId: ReceiptId.parse(`opening-${from}`),
        items: items.slice(from, from + 100),
      }),
    );
  const offers = skus.map((sku, number) => ({
    sku: OfferedSku.parse(sku),
    name: `Product ${number}`,
    price: Money.of(500 + number * 10, 'USD'),
    category: ['Kitchen'],
  }));
  await Promise.all(offers.map((offer) => system.send('cart', new ListOffer(offer))));
  await system.quiesce(30_000);
}
