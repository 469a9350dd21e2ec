import type { Language } from 'metes';

/** The words of the people who take orders. */
export const language: Language = {
  Order: {
    meaning:
      'A promise between a customer and the shop. Its lines never change once it is submitted; its status does.',
    not: ['Purchase'],
  },
  Customer: 'Whoever ordered, known by an id; owns the order and may read it.',
  Product: 'What a line names: a SKU, what it was called and what it cost when it was ordered.',
  'Order Line': {
    meaning: 'One thing that is ordered: what, how many, at what price. Internal to the order.',
    not: ['Order Item'],
  },
  Address: 'Where an order goes.',
  Draft: 'An order that is being put together; the only one that can be changed.',
  Pending: 'Submitted; nothing is known yet of stock and payment.',
  'Stock Reserved': 'A status: the goods are set aside and the payment is awaited.',
  Paid: 'The total is secured.',
  Confirmed: 'The order stands. Final.',
  Rejected: {
    meaning: 'The order will not be carried out, for a reason that the customer can read. Final.',
    experts: ['customer support'],
    not: ['Denied'],
  },
  'Payment Overdue': 'Fifteen minutes have passed since the order was submitted and it is not paid.',
  'Place Order': 'Make what a customer checked out an order.',
  'Await Payment': 'Ask for the payment, because the goods are set aside.',
  'Reject For Stock': 'Turn an order down, because there is not enough.',
  'Confirm Paid Order': 'Let the order stand, because its total is secured.',
  'Reject For Payment': 'Turn an order down, because its payment was refused.',
  'Reject Overdue': 'Turn an order down, because its payment did not come in time.',
  'Order Submitted':
    'The customer has made a draft binding. Inside only; others hear of it as "order placed".',
  'Order Placed':
    'What others hear when an order was submitted: who ordered how many of what, and the total.',
  'Order Awaiting Payment': 'The goods are set aside, the total is due. Others hear of it as "payment due".',
  'Payment Due': 'What others hear when an order awaits its payment.',
  'Order Paid': 'The total is secured. Told to others.',
  'Order Confirmed': 'The order stands. Told to others.',
  'Order Rejected': 'The order will not be carried out, and why. Told to others.',
};
