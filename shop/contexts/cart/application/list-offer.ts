import { command, handle } from 'metes';
import { Sku } from '../domain/ids.ts';
import { Listing, Offer } from '../domain/offer.ts';

/** Offer a SKU under this name at this price from now on. */
export class ListOffer extends command('ListOffer', Listing.extend({ sku: Sku })) {}

export const listOffer = handle(ListOffer, Offer, {
  id: (c) => c.sku,
  expects: 'either',
  run: (offer, { name, price, category }) => offer.list({ name, price, category }),
});
