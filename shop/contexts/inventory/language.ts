import type { Language } from 'metes';

/** The words of the people who run the warehouse. */
export const language: Language = {
  Order:
    'A reason to set goods aside, known by its id only. Who ordered and at what price is of no concern here.',
  Product: 'Nothing that inventory speaks of: it counts units of SKUs and knows neither names nor prices.',
  SKU: 'One thing on the shelf, counted in units.',
  Stock: 'All units of a SKU in the house, each of them available, reserved or allocated.',
  Available: 'On the shelf and promised to nobody.',
  Reserved: 'Set aside for an order that may still fall through.',
  Allocated: 'Belongs to an order that stands; waits to be packed.',
  Shortfall: 'A SKU of which there is less than an order wants.',
  Reservation: { meaning: 'What is set aside for one order, all of it or nothing.', not: ['Booking'] },
  'Stock Receipt': { meaning: 'Goods that came in with one slip, booked once.', not: ['Goods Receipt'] },
  'Reserve Stock': 'Set aside what an order wants.',
  'Release Reservation': 'Make available again what is set aside for an order.',
  'Allocate Reservation': 'Give what is set aside to the order for good.',
  'Receive Stock': 'Put goods that came in on the shelf.',
  'Stock Reserved': 'All that an order wants is set aside. Told to others.',
  'Stock Unavailable': 'An order wants more than there is; nothing is set aside. Told to others.',
  'Stock Released': 'What was set aside is available again.',
  'Stock Allocated': 'What was set aside belongs to the order.',
  'Stock Received': 'Goods have come in and are on the shelf.',
  'Reservation Forestalled':
    'The order fell through before stock was asked for, so a late request reserves nothing.',
};
