import { command, handle } from 'metes';
import { z } from 'zod';
import { Cart } from '../domain/cart.ts';
import { CheckoutDetails } from '../domain/checkout-details.ts';
import { CartId, OrderId } from '../domain/ids.ts';

/** Finish shopping: order what is in the cart. */
export class CheckOut extends command(
  'CheckOut',
  CheckoutDetails.extend({ cartId: CartId, orderId: OrderId }),
) {}

export const checkOut = handle(CheckOut, Cart, {
  id: (c) => c.cartId,
  owner: ownerOf,
  run: (cart, { orderId, paymentMethod, shippingAddress }) => {
    cart.checkOut(orderId, { paymentMethod, shippingAddress });
    return cart.contents();
  },
});

/** Give the cart up. */
export class AbandonCart extends command('AbandonCart', z.strictObject({ cartId: CartId })) {}

export const abandonCart = handle(AbandonCart, Cart, {
  id: (c) => c.cartId,
  owner: ownerOf,
  run: (cart) => cart.abandon(),
});

function ownerOf(cart: Cart): string | undefined {
  return cart.customerId ?? undefined;
}
