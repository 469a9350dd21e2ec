import { aggregate, event, Money } from 'metes';
import { z } from 'zod';
import { Sku } from './ids.ts';

/** What a shopper sees of a product: its name, its price and where it stands in the shop. */
export const Listing = z.strictObject({
  name: z.string().min(1).max(200),
  price: Money.schema(),
  /** From the department down, such as `["Kitchen", "Tableware"]`. */
  category: z.array(z.string().min(1).max(100)).max(10),
});
export type Listing = z.output<typeof Listing>;

/** From now on this SKU is offered under this name at this price. */
export class OfferListed extends event('OfferListed', Listing.extend({ sku: Sku })) {}

/** What the shop asks for one SKU today: the cart's own copy of names and prices. */
export class Offer extends aggregate('Offer', {
  id: Sku,
  state: z.strictObject({ listing: Listing.nullable() }),
  events: [OfferListed],
  initial: () => ({ listing: null }),
}) {
  /** The offer as it stands; undefined when the SKU was never offered. */
  get listing(): Listing | undefined {
    return this.state.listing ?? undefined;
  }

  /** Offers the SKU anew; the same offer again changes nothing. */
  list(listing: Listing): void {
    if (JSON.stringify(listing) === JSON.stringify(this.state.listing)) return;
    this.state.listing = listing;
    this.raise(new OfferListed({ sku: this.id, ...listing }));
  }
}
