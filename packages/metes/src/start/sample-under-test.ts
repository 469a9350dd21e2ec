import { z } from 'zod';
import {
  aggregate,
  call,
  command,
  context,
  contextMap,
  contract,
  customerSupplier,
  deadline,
  event,
  handle,
  policy,
  port,
  projection,
  publish,
  supporting,
  tally,
} from '../index.ts';

/** A small system of two contexts that uses everything the model offers: what the tests of the runtime run. */
const reviewed = '2026-09-01';
const text = z.string();

// Orders ------------------------------------------------------------------------------------------------------------
export const orderPlaced = contract('orders.order-placed', {
  v1: z.strictObject({ orderId: text, sku: text, quantity: z.int() }),
});
export const stockSecured = contract('stock.stock-secured', { v1: z.strictObject({ orderId: text }) });
export const stockShort = contract('stock.stock-short', {
  v1: z.strictObject({ orderId: text, held: z.int() }),
});

export class Placed extends event(
  'Placed',
  z.strictObject({ orderId: text, sku: text, quantity: z.int(), customer: text }),
) {}
export class Confirmed extends event('Confirmed', z.strictObject({ orderId: text })) {}
export class Rejected extends event('Rejected', z.strictObject({ orderId: text, reason: text })) {}
export class Told extends event('Told', z.strictObject({ orderId: text, receipt: text })) {}

export class Order extends aggregate('Order', {
  id: text,
  state: z.strictObject({
    status: z.enum(['none', 'pending', 'confirmed', 'rejected']),
    customer: text,
    told: z.int(),
  }),
  events: [Placed, Confirmed, Rejected, Told],
  initial: () => ({ status: 'none' as const, customer: '', told: 0 }),
}) {
  get owner(): string {
    return this.state.customer;
  }

  get status(): string {
    return this.state.status;
  }

  get told(): number {
    return this.state.told;
  }

  place(customer: string, sku: string, quantity: number): void {
    this.ensure(quantity > 0, 'An order needs a quantity');
    this.state.status = 'pending';
    this.state.customer = customer;
    this.raise(new Placed({ orderId: this.id, sku, quantity, customer }));
  }

  confirm(): void {
    this.ensure(this.state.status === 'pending', 'Only a pending order can be confirmed');
    this.state.status = 'confirmed';
    this.raise(new Confirmed({ orderId: this.id }));
  }

  reject(reason: string): void {
    this.ensure(this.state.status === 'pending', 'Only a pending order can be rejected');
    this.state.status = 'rejected';
    this.raise(new Rejected({ orderId: this.id, reason }));
  }

  tell(receipt: string): void {
    this.state.told++;
    this.raise(new Told({ orderId: this.id, receipt }));
  }
}

export class Place extends command(
  'Place',
  z.strictObject({ orderId: text, sku: text, quantity: z.int(), customer: text }),
) {}
export class Confirm extends command('Confirm', z.strictObject({ orderId: text })) {}
export class Reject extends command('Reject', z.strictObject({ orderId: text, reason: text })) {}
export class Tell extends command('Tell', z.strictObject({ orderId: text, receipt: text })) {}

/** Whoever tells customers. */
export interface Teller {
  tell(orderId: string, key: string): Promise<string>;
}
export const teller = port<Teller>()('teller');

export const orderList = projection('order-list', {
  row: z.strictObject({ orderId: text, customer: text, status: text }),
  indexes: ['customer'],
  on: (on) => [
    on(
      Placed,
      (e) => e.orderId,
      (_, e) => ({ orderId: e.orderId, customer: e.customer, status: 'pending' }),
    ),
    on(
      Confirmed,
      (e) => e.orderId,
      (row) => row && { ...row, status: 'confirmed' },
    ),
    on(
      Rejected,
      (e) => e.orderId,
      (row) => row && { ...row, status: 'rejected' },
    ),
  ],
});

export const orders = context('orders', {
  purpose: 'Takes orders',
  subdomain: supporting({ reviewed }),
  team: 'Checkout',
  aggregates: [Order],
  handlers: [
    handle(Place, Order, {
      id: (c) => c.orderId,
      expects: 'new',
      run: (order, c) => order.place(c.customer, c.sku, c.quantity),
    }),
    handle(Confirm, Order, {
      id: (c) => c.orderId,
      owner: (order) => order.owner,
      run: (order) => order.confirm(),
    }),
    handle(Reject, Order, { id: (c) => c.orderId, run: (order, c) => order.reject(c.reason) }),
    handle(Tell, Order, { id: (c) => c.orderId, run: (order, c) => order.tell(c.receipt) }),
  ],
  publishes: [publish(Placed, orderPlaced, ({ orderId, sku, quantity }) => ({ orderId, sku, quantity }))],
  policies: [
    policy('confirm when stock is secured', {
      when: stockSecured,
      then: (e) => new Confirm(e),
      refused: () => undefined,
    }),
    policy('reject when stock is short', {
      when: stockShort,
      then: (e) => new Reject({ orderId: e.orderId, reason: 'short' }),
    }),
  ],
  calls: [
    call('tell the customer', {
      when: Confirmed,
      through: teller,
      within: '2s',
      retry: { attempts: 4, first: '10ms', most: '50ms' },
      run: (port, e, attempt) => port.tell(e.orderId, attempt.idempotencyKey),
      then: (receipt, e) => new Tell({ orderId: e.orderId, receipt }),
    }),
  ],
  deadlines: [
    deadline('too late', {
      startedBy: Placed,
      after: (e) => (e.sku === 'slow' ? '1s' : '1h'),
      cancelledBy: [Confirmed, Rejected],
      then: (e) => new Reject({ orderId: e.orderId, reason: 'too late' }),
    }),
  ],
  projections: [orderList],
});

// Stock -------------------------------------------------------------------------------------------------------------
export const units = tally('units', ['available', 'reserved']);

export class Received extends event(
  'Received',
  z.strictObject({ receiptId: text, sku: text, quantity: z.int() }),
) {}
export class Secured extends event('Secured', z.strictObject({ orderId: text })) {}
export class Short extends event('Short', z.strictObject({ orderId: text, held: z.int() })) {}

export class Receipt extends aggregate('Receipt', {
  id: text,
  state: z.strictObject({}),
  events: [Received],
  initial: () => ({}),
}) {
  book(sku: string, quantity: number): void {
    this.raise(new Received({ receiptId: this.id, sku, quantity }));
  }
}

export class Reservation extends aggregate('Reservation', {
  id: text,
  state: z.strictObject({ secured: z.boolean() }),
  events: [Secured, Short],
  initial: () => ({ secured: false }),
  evolve: { Secured: () => ({ secured: true }), Short: () => ({ secured: false }) },
}) {
  secure(): void {
    this.raise(new Secured({ orderId: this.id }));
  }

  refuse(held: number): void {
    this.raise(new Short({ orderId: this.id, held }));
  }
}

export class Receive extends command(
  'Receive',
  z.strictObject({ receiptId: text, sku: text, quantity: z.int() }),
) {}
export class Reserve extends command(
  'Reserve',
  z.strictObject({ orderId: text, sku: text, quantity: z.int() }),
) {}

export const stock = context('stock', {
  purpose: 'Knows what there is',
  subdomain: supporting({ reviewed }),
  team: 'Warehouse',
  aggregates: [Receipt, Reservation],
  tallies: [units],
  handlers: [
    handle(Receive, Receipt, {
      id: (c) => c.receiptId,
      expects: 'new',
      tallies: (c) => [{ tally: units, keys: [c.sku] }],
      run: (receipt, c, desk) => {
        desk.move([units.receive({ key: c.sku, quantity: c.quantity, into: 'available' })]);
        receipt.book(c.sku, c.quantity);
      },
    }),
    handle(Reserve, Reservation, {
      id: (c) => c.orderId,
      expects: 'new',
      tallies: (c) => [{ tally: units, keys: [c.sku] }],
      run: (reservation, c, desk) => {
        const [short] = desk.move([
          units.move({ key: c.sku, quantity: c.quantity, from: 'available', to: 'reserved' }),
        ]);
        if (short) reservation.refuse(short.held);
        else reservation.secure();
      },
    }),
  ],
  publishes: [
    publish(Secured, stockSecured, (e) => ({ orderId: e.orderId })),
    publish(Short, stockShort, (e) => ({ orderId: e.orderId, held: e.held })),
  ],
  policies: [policy('reserve when an order is placed', { when: orderPlaced, then: (e) => new Reserve(e) })],
});

export const sample = contextMap(
  'sample',
  customerSupplier(stock, orders, { exposes: [orderPlaced, stockSecured, stockShort] }),
);
