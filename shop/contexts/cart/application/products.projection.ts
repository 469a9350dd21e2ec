import { projection } from 'metes';
import { z } from 'zod';
import { Sku } from '../domain/ids.ts';
import { Listing, OfferListed } from '../domain/offer.ts';

/** One SKU in the shop window. */
export const ShownProduct = Listing.extend({
  sku: Sku,
  /** The first step of the category, to list by. */
  department: z.string(),
});
export type ShownProduct = z.output<typeof ShownProduct>;

/** The shop window: everything on offer, by SKU. */
export const products = projection('products', {
  row: ShownProduct,
  indexes: ['department'],
  on: (on) => [
    on(
      OfferListed,
      ({ sku }) => sku,
      (_, { sku, name, price, category }) => ({
        sku,
        name,
        price,
        category,
        department: category[0] ?? 'Other',
      }),
    ),
  ],
});
