import { command, handle, Money } from 'metes';
import { z } from 'zod';
import { Cart } from '../domain/cart.ts';
import { CartId, CustomerId, Sku } from '../domain/ids.ts';
import { ItemQuantity } from '../domain/item-quantity.ts';

/** Take a cart. */
export class OpenCart extends command(
  'OpenCart',
  z.strictObject({ cartId: CartId, customerId: CustomerId }),
) {}

export const openCart = handle(OpenCart, Cart, {
  id: (c) => c.cartId,
  expects: 'new',
  run: (cart, c) => {
    cart.open(c.customerId);
    return cart.contents();
  },
});

/** Put something in the cart, at the price that the shop asks at this moment. */
export class AddItem extends command(
  'AddItem',
  z.strictObject({
    cartId: CartId,
    sku: Sku,
    quantity: ItemQuantity.schema(),
    name: z.string().min(1).max(200),
    unitPrice: Money.schema(),
  }),
) {}

export const addItem = handle(AddItem, Cart, {
  id: (c) => c.cartId,
  owner: ownerOf,
  run: (cart, { sku, quantity, name, unitPrice }) => {
    cart.add({ sku, quantity, name, unitPrice });
    return cart.contents();
  },
});

/** Want another number of something. */
export class ChangeQuantity extends command(
  'ChangeQuantity',
  z.strictObject({ cartId: CartId, sku: Sku, quantity: ItemQuantity.schema() }),
) {}

export const changeQuantity = handle(ChangeQuantity, Cart, {
  id: (c) => c.cartId,
  owner: ownerOf,
  run: (cart, c) => {
    cart.changeQuantity(c.sku, c.quantity);
    return cart.contents();
  },
});

/** Take something out of the cart. */
export class RemoveItem extends command('RemoveItem', z.strictObject({ cartId: CartId, sku: Sku })) {}

export const removeItem = handle(RemoveItem, Cart, {
  id: (c) => c.cartId,
  owner: ownerOf,
  run: (cart, c) => {
    cart.remove(c.sku);
    return cart.contents();
  },
});

function ownerOf(cart: Cart): string | undefined {
  return cart.customerId ?? undefined;
}
