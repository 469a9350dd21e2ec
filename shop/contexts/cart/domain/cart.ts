import { aggregate, Money } from 'metes';
import { z } from 'zod';
import {
  CartAbandoned,
  CartCheckedOut,
  CartOpened,
  ItemAdded,
  ItemRemoved,
  QuantityChanged,
} from './cart-events.ts';
import { CartItem, type ItemData } from './cart-item.ts';
import type { CheckoutDetails } from './checkout-details.ts';
import { CartId, CustomerId, OrderId, type Sku } from './ids.ts';
import type { ItemQuantity } from './item-quantity.ts';

/** In which state a cart can be; `new` before anybody has taken it. */
export const cartStatuses = ['new', 'open', 'checked-out', 'abandoned'] as const;
export type CartStatus = (typeof cartStatuses)[number];

/** A cart as a shopper sees it. */
export interface CartContents {
  readonly cartId: CartId;
  readonly status: CartStatus;
  readonly items: readonly (ItemData & { readonly subtotal: Money })[];
  /** Null while the cart is empty. */
  readonly total: Money | null;
  readonly orderId: OrderId | null;
}

/** The most different things that fit in a cart. */
export const mostItems = 50;

/** What a customer means to buy. It changes all the time and nothing follows from it until it is checked out. */
export class Cart extends aggregate('Cart', {
  id: CartId,
  state: z.strictObject({
    status: z.enum(cartStatuses),
    customerId: CustomerId.nullable(),
    items: z.array(CartItem.schema()),
    orderId: OrderId.nullable(),
  }),
  events: [CartOpened, ItemAdded, QuantityChanged, ItemRemoved, CartAbandoned, CartCheckedOut],
  initial: () => ({ status: 'new' as const, customerId: null, items: [], orderId: null }),
}) {
  get status(): CartStatus {
    return this.state.status;
  }

  get customerId(): CustomerId | null {
    return this.state.customerId;
  }

  get items(): readonly CartItem[] {
    return this.state.items;
  }

  /** What the items come to; undefined while there are none, because the currency is that of the items. */
  total(): Money | undefined {
    const [first] = this.state.items;
    return (
      first &&
      Money.sum(
        this.state.items.map((item) => item.subtotal()),
        first.unitPrice.currency,
      )
    );
  }

  /** The cart as it is now, to be shown. */
  contents(): CartContents {
    const { status, items, orderId } = this.state;
    const shown = items.map((item) => ({ ...item.toJSON(), subtotal: item.subtotal() }));
    return { cartId: this.id, status, items: shown, total: this.total() ?? null, orderId };
  }

  /** A customer takes the cart. */
  open(customerId: CustomerId): void {
    this.ensure(this.state.status === 'new', 'A cart is taken once');
    this.state.status = 'open';
    this.state.customerId = customerId;
    this.raise(new CartOpened({ cartId: this.id, customerId }));
  }

  /** Puts something in. What is there already is had more of, all of it at the price of today. */
  add(added: ItemData): void {
    this.#onlyWhileOpen();
    const { items } = this.state;
    const { currency } = added.unitPrice;
    this.ensure(
      items.every((item) => item.unitPrice.currency === currency),
      'All items of a cart have one currency',
      { currency },
    );
    let item = items.find((each) => each.sku === added.sku);
    if (item) {
      item.addedAgain(added);
    } else {
      this.ensure(items.length < mostItems, `A cart holds at most ${mostItems} different things`);
      items.push((item = new CartItem(added)));
    }
    this.raise(new ItemAdded({ cartId: this.id, item }));
  }

  /** Wants another number of something that is in the cart. */
  changeQuantity(sku: Sku, quantity: ItemQuantity): void {
    this.#onlyWhileOpen();
    const item = this.#itemOf(sku);
    if (item.quantity.equals(quantity)) return;
    item.changeQuantity(quantity);
    this.raise(new QuantityChanged({ cartId: this.id, sku, quantity }));
  }

  /** Takes something out. */
  remove(sku: Sku): void {
    this.#onlyWhileOpen();
    const item = this.#itemOf(sku);
    this.state.items = this.state.items.filter((each) => each !== item);
    this.raise(new ItemRemoved({ cartId: this.id, sku }));
  }

  /** Gives the cart up. Giving it up again changes nothing. */
  abandon(): void {
    if (this.state.status === 'abandoned') return;
    this.#onlyWhileOpen();
    this.state.status = 'abandoned';
    this.raise(new CartAbandoned({ cartId: this.id }));
  }

  /** Finishes shopping: what is in the cart is wanted, at the prices that stand there. */
  checkOut(orderId: OrderId, details: CheckoutDetails): void {
    this.#onlyWhileOpen();
    const { customerId, items } = this.state;
    const total = this.total();
    this.ensure(customerId && total, 'An empty cart cannot be checked out');
    this.state.status = 'checked-out';
    this.state.orderId = orderId;
    this.raise(new CartCheckedOut({ cartId: this.id, orderId, customerId, items, total, ...details }));
  }

  #itemOf(sku: Sku): CartItem {
    const item = this.state.items.find((each) => each.sku === sku);
    this.ensure(item, 'This is not in the cart', { sku });
    return item;
  }

  #onlyWhileOpen(): void {
    this.ensure(this.state.status === 'open', 'Only an open cart can be used', { status: this.state.status });
  }
}
