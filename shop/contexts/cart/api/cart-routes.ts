import { type Answer, type Done, DomainRuleBroken, read, type Reader, toJson, write } from 'metes';
import { z } from 'zod';
import { AddItem, ChangeQuantity, OpenCart, RemoveItem } from '../application/fill-cart.ts';
import { AbandonCart } from '../application/leave-cart.ts';
import { Cart } from '../domain/cart.ts';
import { CartId, CustomerId, Sku } from '../domain/ids.ts';
import { ItemQuantity } from '../domain/item-quantity.ts';
import { type Listing, Offer } from '../domain/offer.ts';
import { CartView } from './cart-view.ts';

const CartParams = z.strictObject({ cartId: CartId });
const ItemParams = z.strictObject({ cartId: CartId, sku: Sku });

export const openCartRoute = write('POST', '/carts', {
  summary: 'Take a cart',
  access: ['customer'],
  command: ({ principal, newId }) =>
    new OpenCart({ cartId: CartId.parse(newId()), customerId: CustomerId.parse(principal.id) }),
  answers: { 201: CartView },
  answer: (done) => ({ ...cartAnswer(done), status: 201, headers: { Location: `/carts/${done.id}` } }),
});

export const readCartRoute = read('/carts/:cartId', {
  summary: 'Read your cart',
  access: ['customer', 'staff'],
  params: CartParams,
  answers: { 200: CartView },
  read: async ({ params, principal }, reader) => {
    const cart = await reader.aggregate(Cart, params.cartId);
    const isTheirs = cart?.customerId === principal.id || principal.roles.includes('staff');
    return cart && isTheirs ? { status: 200, body: toJson(cart.contents()) } : undefined;
  },
});

export const addItemRoute = write('POST', '/carts/:cartId/items', {
  summary: 'Put something in your cart, at the price of today',
  access: ['customer'],
  params: CartParams,
  body: z.strictObject({ sku: Sku, quantity: ItemQuantity.schema() }),
  prepare: ({ body }, reader) => listingOf(body.sku, reader),
  command: ({ params, body }, { name, price }) =>
    new AddItem({ cartId: params.cartId, sku: body.sku, quantity: body.quantity, name, unitPrice: price }),
  answers: { 200: CartView },
  answer: cartAnswer,
});

export const changeQuantityRoute = write('PUT', '/carts/:cartId/items/:sku', {
  summary: 'Change how many you want of something in your cart',
  access: ['customer'],
  params: ItemParams,
  body: z.strictObject({ quantity: ItemQuantity.schema() }),
  command: ({ params, body }) => new ChangeQuantity({ ...params, ...body }),
  answers: { 200: CartView },
  answer: cartAnswer,
});

export const removeItemRoute = write('DELETE', '/carts/:cartId/items/:sku', {
  summary: 'Take something out of your cart',
  access: ['customer'],
  params: ItemParams,
  command: ({ params }) => new RemoveItem(params),
  answers: { 200: CartView },
  answer: cartAnswer,
});

export const abandonCartRoute = write('DELETE', '/carts/:cartId', {
  summary: 'Give your cart up',
  access: ['customer'],
  params: CartParams,
  command: ({ params }) => new AbandonCart(params),
  answers: { 204: undefined },
  answer: () => ({ status: 204 }),
});

/** The price comes from here and never from the request. */
async function listingOf(sku: Sku, reader: Reader): Promise<Listing> {
  const listing = (await reader.aggregate(Offer, sku))?.listing;
  if (!listing) throw new DomainRuleBroken('Offer', 'Nothing is offered under this SKU', { sku });
  return listing;
}

function cartAnswer(done: Done): Answer {
  return { status: 200, body: toJson(done.result) };
}
