import { acl, contextMap, customerSupplier, outside, upstream } from 'metes';
import { cart } from './contexts/cart/context.ts';
import { cartCheckedOut } from './contexts/cart/contract/index.ts';
import { inventory } from './contexts/inventory/context.ts';
import { stockReserved, stockUnavailable } from './contexts/inventory/contract/index.ts';
import { ordering } from './contexts/ordering/context.ts';
import {
  orderConfirmed,
  orderPlaced,
  orderRejected,
  paymentDue,
} from './contexts/ordering/contract/index.ts';
import { paymentGateway } from './contexts/payments/application/payment-gateway.ts';
import { payments } from './contexts/payments/context.ts';
import { paymentAuthorised, paymentDeclined } from './contexts/payments/contract/index.ts';
import { standings, terms } from './contexts/payments/infrastructure/acl/translator.ts';

/** The company that moves the money. Its API is open to every merchant, documented, and changes when it likes. */
const provider = outside('payment provider', {
  owner: 'the payment provider of our choice',
  purpose: 'Holds the money of our customers, and gives it to us or lets it go',
  language: {
    Customer: 'An account under which a merchant keeps means of payment; we keep none there.',
    Payment: 'An intent of one merchant to be paid: a money-moving machine with seven states.',
    'Payment Method': 'A token for a card or an account, which the provider alone can read.',
    Capture: 'A change of state of an intent; it may be partial, and more than one.',
    Void: 'No word of its own: an intent is cancelled, for reasons out of a list.',
  },
});

/** The map of the shop. Ordering is the customer of the others: what they offer follows its needs. */
export const shop = contextMap(
  'shop',
  customerSupplier(cart, ordering, {
    exposes: [cartCheckedOut],
    host: ['publishedLanguage'],
    differs: ['Order', 'Customer', 'Product'],
    because: 'A cart changes all the time and binds nobody; an order is a promise that stays as it was made',
  }),
  customerSupplier(inventory, ordering, {
    exposes: [orderPlaced, orderConfirmed, orderRejected, stockReserved, stockUnavailable],
    host: ['publishedLanguage'],
    differs: ['Order', 'Product', 'Stock Reserved'],
    because: 'Counting what is on the shelves goes on whether or not anything is ordered',
  }),
  customerSupplier(payments, ordering, {
    exposes: [paymentDue, orderConfirmed, orderRejected, paymentAuthorised, paymentDeclined],
    host: ['publishedLanguage'],
    differs: ['Order', 'Customer', 'Product'],
    because: 'Money is held and taken in steps of its own, by a provider that may be exchanged',
  }),
  upstream(provider, payments, {
    host: ['openHost', 'publishedLanguage'],
    through: [paymentGateway],
    downstream: acl(...Object.values(standings), terms),
    differs: ['Payment', 'Capture', 'Void', 'Customer'],
    because: 'We have no say in its model and will not let it into ours',
  }),
);
