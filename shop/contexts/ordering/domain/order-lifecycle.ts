/** In which state an order can be. Only a draft can be changed; `confirmed` and `rejected` are final. */
export const orderStatuses = ['draft', 'pending', 'stock-reserved', 'paid', 'confirmed', 'rejected'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** The statuses that an order never leaves. */
export const finalStatuses: readonly OrderStatus[] = ['confirmed', 'rejected'];

/** Which event leads from which status to which: the whole life of an order. */
export const orderLifecycle = {
  OrderSubmitted: { draft: 'pending' },
  OrderAwaitingPayment: { pending: 'stock-reserved' },
  OrderPaid: { 'stock-reserved': 'paid' },
  OrderConfirmed: { paid: 'confirmed' },
  OrderRejected: { pending: 'rejected', 'stock-reserved': 'rejected' },
} as const satisfies Readonly<Record<string, Partial<Record<OrderStatus, OrderStatus>>>>;

/** The name of an event in the life of an order. */
export type OrderEventName = keyof typeof orderLifecycle;

/** The status that follows when an event happens in a status; undefined when it cannot happen there. */
export function statusAfter(status: OrderStatus, event: OrderEventName): OrderStatus | undefined {
  return (orderLifecycle[event] as Partial<Record<OrderStatus, OrderStatus>>)[status];
}

/** What an order hears from others. */
export type News =
  | 'stock reserved'
  | 'stock unavailable'
  | 'payment authorised'
  | 'payment declined'
  | 'payment overdue';

/** What an order makes of news: it acts on it, knows or outlived it, or it cannot be true. */
export type Response = 'acts' | 'ignores' | 'refuses';

/**
 * What an order makes of each piece of news in each status. News can come twice, and late: an authorisation that comes
 * after the order was rejected changes nothing, because payments lets the money go when it hears of the rejection.
 */
export const responses: Readonly<Record<News, Readonly<Record<OrderStatus, Response>>>> = {
  'stock reserved': {
    draft: 'refuses',
    pending: 'acts',
    'stock-reserved': 'ignores',
    paid: 'ignores',
    confirmed: 'ignores',
    rejected: 'ignores',
  },
  'stock unavailable': {
    draft: 'refuses',
    pending: 'acts',
    'stock-reserved': 'refuses',
    paid: 'refuses',
    confirmed: 'refuses',
    rejected: 'ignores',
  },
  'payment authorised': {
    draft: 'refuses',
    pending: 'refuses',
    'stock-reserved': 'acts',
    paid: 'ignores',
    confirmed: 'ignores',
    rejected: 'ignores',
  },
  'payment declined': {
    draft: 'refuses',
    pending: 'refuses',
    'stock-reserved': 'acts',
    paid: 'refuses',
    confirmed: 'refuses',
    rejected: 'ignores',
  },
  'payment overdue': {
    draft: 'refuses',
    pending: 'acts',
    'stock-reserved': 'acts',
    paid: 'ignores',
    confirmed: 'ignores',
    rejected: 'ignores',
  },
};
