import { context, eventual, publish, supporting } from 'metes';
import {
  abandonCartRoute,
  addItemRoute,
  changeQuantityRoute,
  openCartRoute,
  readCartRoute,
  removeItemRoute,
} from './api/cart-routes.ts';
import { checkoutRoute } from './api/checkout-route.ts';
import { listProductsRoute } from './api/products-route.ts';
import { addItem, changeQuantity, openCart, removeItem } from './application/fill-cart.ts';
import { abandonCart, checkOut } from './application/leave-cart.ts';
import { listOffer } from './application/list-offer.ts';
import { products } from './application/products.projection.ts';
import { cartCheckedOut } from './contract/index.ts';
import { CartCheckedOut } from './domain/cart-events.ts';
import { Cart } from './domain/cart.ts';
import { Offer } from './domain/offer.ts';
import { language } from './language.ts';

/** Cart: what customers mean to buy, until they do. */
export const cart = context('cart', {
  purpose: 'Lets customers look at what is on offer, put it in a cart and check out',
  subdomain: supporting({ reviewed: '2026-11-02' }),
  team: 'Storefront',
  language,
  experts: ['head of the storefront', 'customer support'],
  aggregates: [Cart, Offer],
  handlers: [openCart, addItem, changeQuantity, removeItem, abandonCart, checkOut, listOffer],
  projections: [products],
  publishes: [
    publish(
      CartCheckedOut,
      cartCheckedOut,
      ({ cartId, orderId, customerId, items, total, paymentMethod, shippingAddress }) => ({
        cartId,
        orderId,
        customerId,
        items: items.map(({ sku, name, quantity, unitPrice }) => ({
          sku,
          name,
          quantity: quantity.value,
          unitPrice,
        })),
        total,
        paymentMethod,
        shippingAddress,
      }),
      eventual('5s'),
    ),
  ],
  routes: [
    listProductsRoute,
    openCartRoute,
    readCartRoute,
    addItemRoute,
    changeQuantityRoute,
    removeItemRoute,
    abandonCartRoute,
    checkoutRoute,
  ],
});
