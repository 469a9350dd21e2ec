import { event, Money } from 'metes';
import { z } from 'zod';
import { CartItem } from './cart-item.ts';
import { CheckoutDetails } from './checkout-details.ts';
import { CartId, CustomerId, OrderId, Sku } from './ids.ts';
import { ItemQuantity } from './item-quantity.ts';

/** A customer has taken a cart. */
export class CartOpened extends event(
  'CartOpened',
  z.strictObject({ cartId: CartId, customerId: CustomerId }),
) {}

/** Something was put in; `item` is all that the cart now holds of it. */
export class ItemAdded extends event(
  'ItemAdded',
  z.strictObject({ cartId: CartId, item: CartItem.schema() }),
) {}

/** The customer wants another number of something. */
export class QuantityChanged extends event(
  'QuantityChanged',
  z.strictObject({ cartId: CartId, sku: Sku, quantity: ItemQuantity.schema() }),
) {}

/** Something was taken out. */
export class ItemRemoved extends event('ItemRemoved', z.strictObject({ cartId: CartId, sku: Sku })) {}

/** The customer has given the cart up. */
export class CartAbandoned extends event('CartAbandoned', z.strictObject({ cartId: CartId })) {}

/** The customer has finished shopping and wants what is in the cart. */
export class CartCheckedOut extends event(
  'CartCheckedOut',
  CheckoutDetails.extend({
    cartId: CartId,
    orderId: OrderId,
    customerId: CustomerId,
    items: z.array(CartItem.schema()).min(1),
    total: Money.schema(),
  }),
) {}
