import type { Json } from 'metes';
import { beforeAll, describe, expect, test } from 'vitest';
import { healthyShop } from './healthy-shop.ts';
import { audit, invariants } from './index.ts';
import type { AuditedContext, CheckoutAttempt, KeptAnswer, LoggedEvent, Snapshot } from './snapshot.ts';

/** Everything that can be written over. Contents of events and states are of any form. */
type Open<T> = 0 extends 1 & T
  ? any
  : Json extends T
    ? T
    : T extends string | number | boolean | null | undefined
      ? T
      : { -readonly [Key in keyof T]: Open<T[Key]> };
type Books = Open<Snapshot>;

let healthy: Snapshot;

beforeAll(async () => {
  healthy = await healthyShop();
});

/** Which invariants are broken once a fault was planted in healthy books. */
function brokenBy(plant: (books: Books) => void): readonly string[] {
  const books = structuredClone(healthy) as Books;
  plant(books);
  return audit(books, invariants).flatMap(({ name, breaches }) => (breaches.length > 0 ? [name] : []));
}

const order = (books: Books, id: string): any =>
  books.contexts.ordering.aggregates.find((each) => each.id === id)!;
const payment = (books: Books, orderId: string): any =>
  books.contexts.payments.aggregates.find(({ id }) => id === `payment-${orderId}`)!;
const reservation = (books: Books, id: string): any =>
  books.contexts.inventory.aggregates.find((each) => each.type === 'Reservation' && each.id === id)!;
const intent = (books: Books, orderId: string) =>
  books.ledger.find(({ metadata }) => metadata['orderId'] === orderId)!;
const shelf = (books: Books): number[] => books.contexts.inventory.tallies[0]!.accounts;
const attempt = (books: Books, orderId: string): Open<CheckoutAttempt> =>
  books.attempts.find((each) => each.orderId === orderId)!;
const answers = (books: Books): KeptAnswer[] => books.contexts.cart.answers;

function eventOf(books: Books, context: AuditedContext, type: string, id?: string): Open<LoggedEvent> {
  const { log } = books.contexts[context];
  return log.find((each) => each.type === type && (id === undefined || each.aggregateId === id))!;
}

/** Takes an event out as if it had never been written: what stands behind it moves up. */
function unwrite(books: Books, context: AuditedContext, type: string, id: string): void {
  const there = books.contexts[context];
  const gone = eventOf(books, context, type, id);
  there.log = there.log.filter((each) => each !== gone);
  for (const [index, each] of there.log.entries()) each.position = index + 1;
  const { aggregateType, aggregateId, version } = gone;
  for (const each of there.log)
    if (each.aggregateId === aggregateId && each.aggregateType === aggregateType && each.version > version)
      each.version--;
  const stored = there.aggregates.find((each) => each.type === aggregateType && each.id === aggregateId)!;
  stored.version--;
  if (stored.version === 0) there.aggregates = there.aggregates.filter((each) => each !== stored);
  for (const each of Object.values(books.contexts)) {
    for (const cursor of each.cursors)
      if (cursor.subscription.endsWith(`<-${context}`)) cursor.position = there.log.length;
  }
}

/** Writes an event at the end of a log, like another one that is there. */
function write(books: Books, context: AuditedContext, like: LoggedEvent, change: Partial<LoggedEvent>): void {
  const { log, aggregates } = books.contexts[context];
  const event = {
    ...structuredClone(like),
    id: `planted-${log.length}`,
    position: log.length + 1,
    ...change,
  };
  const stored = aggregates.find(
    (each) => each.type === event.aggregateType && each.id === event.aggregateId,
  )!;
  stored.version++;
  log.push({ ...event, version: stored.version } as Open<LoggedEvent>);
  for (const each of Object.values(books.contexts)) {
    for (const cursor of each.cursors)
      if (cursor.subscription.endsWith(`<-${context}`)) cursor.position = log.length;
  }
}

type Plant = readonly [fault: string, broken: string, plant: (books: Books) => void];

const inStock: readonly Plant[] = [
  ['a stock row that is off by one', 'I1', (books) => void shelf(books)[0]!++],
  ['an account below zero', 'I1', (books) => void ((shelf(books)[0]! -= 20), (shelf(books)[2]! += 20))],
  [
    'a moment at which an account was below zero',
    'I1',
    (books) => void books.samples.push({ key: 'MUG-1', accounts: [-1, 11, 0] }),
  ],
  ['goods that came in and have no row', 'I1', (books) => void (books.contexts.inventory.tallies = [])],
  [
    'a live reservation of an order that is final',
    'I2',
    (books) => void (reservation(books, 'order-1').state.status = 'reserved'),
  ],
  ['a unit that is reserved for nobody', 'I2', (books) => void (shelf(books)[0]!--, shelf(books)[1]!++)],
  [
    'goods allocated to a rejected order',
    'I2',
    (books) => void (reservation(books, 'order-declined').state.status = 'allocated'),
  ],
  [
    'a reservation for an order that does not exist',
    'I2',
    (books) => void (reservation(books, 'order-declined').id = 'order-nobody-knows'),
  ],
];

const inMoney: readonly Plant[] = [
  ['a captured amount that is off by one', 'I4', (books) => void intent(books, 'order-1').captured++],
  ['a refund of a confirmed order', 'I4', (books) => void (intent(books, 'order-1').refunded = 1)],
  [
    'a second capture',
    'I5',
    (books) => void books.ledger.push({ ...intent(books, 'order-1'), id: 'pi_planted' }),
  ],
  [
    'money that was captured for a rejected order',
    'I5',
    (books) => void Object.assign(intent(books, 'order-overdue'), { status: 'succeeded', captured: 3_750 }),
  ],
  [
    'money that is still held for a rejected order',
    'I5',
    (books) =>
      void Object.assign(intent(books, 'order-overdue'), { status: 'requires_capture', capturable: 3_750 }),
  ],
  [
    'money that is still held for a confirmed order',
    'I5',
    (books) => void (intent(books, 'order-1').capturable = 5),
  ],
  [
    'money for an order that does not exist',
    'I5',
    (books) => void (intent(books, 'order-1').metadata['orderId'] = 'order-nobody-knows'),
  ],
  [
    'an entry of the ledger that no payment knows',
    'I6',
    (books) =>
      void books.ledger.push({
        ...intent(books, 'order-declined'),
        id: 'pi_planted',
      }),
  ],
  [
    'a payment that the provider never heard of',
    'I6',
    (books) =>
      void (books.ledger = books.ledger.filter((each) => each.metadata['orderId'] !== 'order-declined')),
  ],
  ['another state at the provider', 'I6', (books) => void (intent(books, 'order-1').status = 'canceled')],
  ['another amount in the payment', 'I6', (books) => void payment(books, 'order-1').state.captured.minor--],
  [
    'another currency at the provider',
    'I6',
    (books) => void (intent(books, 'order-declined').currency = 'jpy'),
  ],
  [
    'a payment that was asked for and has no name there',
    'I6',
    (books) =>
      void ((payment(books, 'order-1').state.reference = null),
      (books.ledger = books.ledger.filter((each) => each.metadata['orderId'] !== 'order-1'))),
  ],
];

const inOrders: readonly Plant[] = [
  ['an order without an end', 'I7', (books) => void (order(books, 'order-1').state.status = 'paid')],
  [
    'an order in a state that nobody declared',
    'I7',
    (books) => void (order(books, 'order-1').state.status = 'lost'),
  ],
  [
    'a history that is no path of the lifecycle',
    'I7',
    (books) => void (eventOf(books, 'ordering', 'OrderPaid', 'order-1').type = 'OrderSubmitted'),
  ],
  [
    'an event that the lifecycle does not know',
    'I7',
    (books) => void (eventOf(books, 'ordering', 'OrderPaid', 'order-1').type = 'toString'),
  ],
  [
    'an order with two ends',
    'I7',
    (books) =>
      write(books, 'ordering', eventOf(books, 'ordering', 'OrderRejected'), { aggregateId: 'order-1' }),
  ],
  [
    'a total that is not that of the lines',
    'I8',
    (books) => void order(books, 'order-1').state.total.minor++,
  ],
  [
    'a price that was never asked',
    'I8',
    (books) =>
      void ((order(books, 'order-1').state.lines[0].unitPrice.minor = 1),
      (order(books, 'order-1').state.total.minor = 2)),
  ],
];

const atClients: readonly Plant[] = [
  [
    'an acknowledged order that is missing',
    'I9',
    (books) => void (attempt(books, 'order-1').orderId = 'order-lost'),
  ],
  [
    'an order over another total than was told',
    'I9',
    (books) => void attempt(books, 'order-1').totalMinor!--,
  ],
  [
    'an order that another cart led to',
    'I9',
    (books) => void (attempt(books, 'order-1').cartId = 'cart-order-2'),
  ],
  ['an order after a refusal', 'I10/I11', (books) => void (attempt(books, 'order-1').outcome = 'refused')],
  [
    'an order that no cart was checked out for',
    'I10/I11',
    (books) =>
      void books.contexts.ordering.aggregates.push({ ...order(books, 'order-1'), id: 'order-phantom' }),
  ],
  [
    'a checkout that no order came of',
    'I10/I11',
    (books) => void (eventOf(books, 'cart', 'CartCheckedOut', 'cart-order-1').data.orderId = 'order-nowhere'),
  ],
  [
    'two orders of one cart',
    'I10/I11',
    (books) => {
      const checkout = eventOf(books, 'cart', 'CartCheckedOut', 'cart-order-1');
      write(books, 'cart', checkout, { data: { ...checkout.data, orderId: 'order-2' } });
    },
  ],
  [
    'two carts that led to one order',
    'I10/I11',
    (books) => void (eventOf(books, 'cart', 'CartCheckedOut', 'cart-order-2').data.orderId = 'order-1'),
  ],
  ['two answers of one key', 'I12', (books) => void answers(books).push({ ...answers(books)[0]! })],
  [
    'two keys that led to one order',
    'I12',
    (books) => void answers(books).push({ ...answers(books)[0]!, key: 'another-key' }),
  ],
  [
    'one key that led to two orders',
    'I12',
    (books) => void (attempt(books, 'order-1').key = attempt(books, 'order-2').key),
  ],
  ['an answer that was not kept', 'I12', (books) => void answers(books).shift()],
];

const inLogs: readonly Plant[] = [
  [
    'a hole in the versions of an aggregate',
    'I13',
    (books) => void eventOf(books, 'ordering', 'OrderConfirmed', 'order-1').version++,
  ],
  ['an aggregate that is ahead of its events', 'I13', (books) => void order(books, 'order-1').version++],
  [
    'events of an aggregate that is gone',
    'I13',
    (books) =>
      void (books.contexts.cart.aggregates = books.contexts.cart.aggregates.filter(
        ({ id }) => id !== 'cart-order-1',
      )),
  ],
  [
    'an event that its aggregate does not declare',
    'I13',
    (books) => void (eventOf(books, 'inventory', 'StockAllocated').type = 'OrderPlaced'),
  ],
  [
    'a hole in the positions',
    'I14',
    (books) => void (books.contexts.ordering.log = books.contexts.ordering.log.filter((_, at) => at !== 3)),
  ],
  [
    'an id that is there twice',
    'I14',
    (books) => void (books.contexts.ordering.log[1]!.id = books.contexts.cart.log[1]!.id),
  ],
  [
    'an event that was not published',
    'I14',
    (books) => void (eventOf(books, 'payments', 'PaymentCaptured').published = null),
  ],
  [
    'an event that was published and is not to be',
    'I14',
    (books) =>
      void (eventOf(books, 'inventory', 'StockAllocated').published = eventOf(
        books,
        'inventory',
        'StockReserved',
      ).published),
  ],
];

const inDelivery: readonly Plant[] = [
  [
    'an effect that is there twice',
    'I15',
    (books) => {
      const reserved = eventOf(books, 'inventory', 'StockReserved', 'order-1');
      write(books, 'inventory', reserved, {});
    },
  ],
  [
    'stock that was never asked for',
    'I15',
    (books) => unwrite(books, 'inventory', 'StockUnavailable', 'order-too-big'),
  ],
  [
    'stock that was never released',
    'I15',
    (books) => {
      unwrite(books, 'inventory', 'StockReleased', 'order-declined');
      reservation(books, 'order-declined').state.status = 'reserved';
    },
  ],
  [
    'money that was never taken',
    'I15',
    (books) => {
      unwrite(books, 'payments', 'PaymentCaptured', 'payment-order-1');
      unwrite(books, 'payments', 'PaymentCaptureRequested', 'payment-order-1');
      payment(books, 'order-1').state.status = 'authorised';
    },
  ],
  ['a cursor that stays behind', 'I15', (books) => void books.contexts.inventory.cursors[0]!.position--],
  ['a cursor beyond the end', 'I15', (books) => void books.contexts.inventory.cursors[0]!.position++],
  [
    'a subscriber that never began',
    'I15',
    (books) =>
      void (books.contexts.payments.cursors = books.contexts.payments.cursors.filter(
        ({ subscription }) => subscription !== 'payments<-ordering',
      )),
  ],
  [
    'a message that is still set aside',
    'I15',
    (books) =>
      void books.contexts.payments.parked.push({
        subscription: 'payments<-ordering',
        position: 1,
        key: 'order-1',
        state: 'dead',
      }),
  ],
  [
    'a call that was made ahead and never caught up with',
    'I15',
    (books) =>
      void books.contexts.payments.handled.push({
        subscription: books.contexts.payments.cursors[0]!.subscription,
        position: 999,
      }),
  ],
  [
    'versions that were applied out of their order',
    'I16',
    (books) => {
      const { log } = books.contexts.inventory;
      const reserved = eventOf(books, 'inventory', 'StockReserved', 'order-1');
      const allocated = eventOf(books, 'inventory', 'StockAllocated', 'order-1');
      [reserved.causation, allocated.causation] = [allocated.causation, reserved.causation];
      expect(log.indexOf(reserved)).toBeLessThan(log.indexOf(allocated));
    },
  ],
  [
    'an effect whose cause is nowhere',
    'I17',
    (books) => void (eventOf(books, 'inventory', 'StockReserved', 'order-1').causation = 'nowhere'),
  ],
  [
    'an effect that its cause does not lead to',
    'I17',
    (books) =>
      void (eventOf(books, 'inventory', 'StockReserved', 'order-1').causation = eventOf(
        books,
        'ordering',
        'OrderSubmitted',
        'order-2',
      ).id),
  ],
  [
    'an effect that belongs to another request',
    'I17',
    (books) => void (eventOf(books, 'inventory', 'StockReserved', 'order-1').correlation = 'another'),
  ],
  [
    'a circle of causes',
    'I17',
    (books) =>
      void (eventOf(books, 'ordering', 'OrderSubmitted', 'order-1').causation = eventOf(
        books,
        'inventory',
        'StockReserved',
        'order-1',
      ).id),
  ],
];

const inEnds: readonly Plant[] = [
  [
    'a confirmed order without its goods',
    'I18',
    (books) => void (reservation(books, 'order-1').state.status = 'released'),
  ],
  [
    'a confirmed order without its money',
    'I18',
    (books) => void (payment(books, 'order-1').state.status = 'authorised'),
  ],
  [
    'a rejected order with goods',
    'I18',
    (books) => void (reservation(books, 'order-declined').state.status = 'reserved'),
  ],
  [
    'a rejected order with money',
    'I18',
    (books) => void (payment(books, 'order-overdue').state.status = 'captured'),
  ],
  [
    'two payments of one order',
    'I18',
    (books) => void (payment(books, 'order-2').state.terms.orderId = 'order-1'),
  ],
  [
    'goods that were released and given as well',
    'I18',
    (books) =>
      write(books, 'inventory', eventOf(books, 'inventory', 'StockReleased'), { aggregateId: 'order-1' }),
  ],
  [
    'a timer of an order that has ended',
    'I19',
    (books) =>
      void books.contexts.ordering.deadlines.push({ deadline: 'payment overdue', aggregateId: 'order-1' }),
  ],
  [
    'an open order without a timer',
    'I19',
    (books) => unwrite(books, 'ordering', 'OrderConfirmed', 'order-1'),
  ],
  [
    'a row that is not what its events come to',
    'I20',
    (books) => void (books.contexts.ordering.rows[0]!.content.status = 'pending'),
  ],
  ['a row that is missing', 'I20', (books) => void books.contexts.cart.rows.pop()],
];

describe.each([
  ['stock', inStock],
  ['money', inMoney],
  ['orders', inOrders],
  ['what clients saw', atClients],
  ['logs', inLogs],
  ['deliveries', inDelivery],
  ['ends', inEnds],
] as const)('an audit of %s', (_, faults) => {
  test.each(faults)('finds %s by %s', (_fault, broken, plant) => {
    expect(brokenBy(plant)).toContain(broken);
  });
});

test('every invariant has a fault that it finds', () => {
  const faults = [inStock, inMoney, inOrders, atClients, inLogs, inDelivery, inEnds].flat();
  const found = new Set(faults.map(([, broken]) => broken));
  expect(invariants.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});
