import { entity, Money } from 'metes';
import { z } from 'zod';
import { Sku } from './ids.ts';
import { ItemQuantity } from './item-quantity.ts';

const fields = z.strictObject({
  sku: Sku,
  name: z.string().min(1).max(200),
  quantity: ItemQuantity.schema(),
  /** The price at the moment at which the item was last added. */
  unitPrice: Money.schema(),
});

/** What is told of an item. */
export type ItemData = z.output<typeof fields>;

/** One thing in a cart: what, how many, at the price that the customer saw. Internal to the cart. */
export class CartItem extends entity('CartItem', { id: 'sku', schema: fields }) {
  /** The unit price times the quantity. */
  subtotal(): Money {
    return this.unitPrice.times(this.quantity.value);
  }

  /** More of the same; all of it at the price and under the name of today. */
  addedAgain({ quantity, name, unitPrice }: ItemData): void {
    this.change({ quantity: this.quantity.plus(quantity), name, unitPrice });
  }

  /** Another number of the same, at the price at which it was added. */
  changeQuantity(quantity: ItemQuantity): void {
    this.change({ quantity });
  }
}
