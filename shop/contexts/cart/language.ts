import type { Language } from 'metes';

/** The words of the people who make shopping easy. */
export const language: Language = {
  Cart: {
    meaning:
      'What a customer means to buy. It changes all the time, and nothing follows from it until it is checked out.',
    not: ['Basket', 'Bag'],
  },
  Customer: 'Whoever shops; owns the cart.',
  Order: 'What a cart leads to. The cart chooses its id and knows nothing else about it.',
  Product: 'Something in the shop window: a name, a price, a place. One for every SKU.',
  SKU: 'One thing that can be put in a cart.',
  Offer: 'What the shop asks for one SKU today; the own copy of names and prices.',
  Listing: 'The name, price and category under which a SKU is offered.',
  'Cart Item':
    'One thing in a cart: what, how many, at the price that the customer saw. Internal to the cart.',
  'Item Quantity': 'How many of one thing a customer wants, 1 to 99.',
  'Checkout Details': 'What the customer says at the checkout. The cart hands it on and makes nothing of it.',
  'Open Cart': 'Take a cart.',
  'Add Item': 'Put something in the cart, at the price of this moment.',
  'Change Quantity': 'Want another number of something.',
  'Remove Item': 'Take something out of the cart.',
  'Abandon Cart': 'Give the cart up.',
  'Check Out': {
    meaning: 'Finish shopping: order what is in the cart.',
    experts: ['customer support'],
    not: ['Purchase'],
  },
  'List Offer': 'Offer a SKU under a name at a price from now on.',
  'Cart Opened': 'A customer has taken a cart.',
  'Item Added': 'Something was put in the cart.',
  'Quantity Changed': 'The customer wants another number of something.',
  'Item Removed': 'Something was taken out of the cart.',
  'Cart Abandoned': 'The customer has given the cart up.',
  'Cart Checked Out': 'The customer has finished shopping and wants what is in the cart. Told to others.',
  'Offer Listed': 'A SKU is offered under a name at a price from now on.',
};
