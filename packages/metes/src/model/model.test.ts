import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { publish } from './publication.ts';
import { aggregate } from '../domain/aggregate.ts';
import { decider } from '../domain/decider.ts';
import { event } from '../domain/event.ts';
import { identifier } from '../domain/identifier.ts';
import { Money } from '../domain/money.ts';
import { tally } from '../domain/tally.ts';
import { call, deadline, handle, type Policy, policy, port, projection } from './index.ts';
import { command, commandClassOf } from './command.ts';

const OrderId = identifier('ordering.OrderId');
const CustomerId = identifier('ordering.CustomerId');
type OrderId = z.output<typeof OrderId>;
const orderId = OrderId.parse('o-1');

class OrderPlaced extends event('OrderPlaced', z.object({ orderId: OrderId, total: Money.schema() })) {}
class OrderCancelled extends event('OrderCancelled', z.object({ orderId: OrderId })) {}
class Order extends aggregate('Order', {
  id: OrderId,
  state: z.object({ open: z.boolean() }),
  events: [OrderPlaced, OrderCancelled],
  initial: () => ({ open: true }),
}) {
  cancel(): 'cancelled' {
    this.state.open = false;
    this.raise(new OrderCancelled({ orderId: this.id }));
    return 'cancelled';
  }
}
const Counter = decider('Counter', {
  id: OrderId,
  state: z.object({ n: z.int() }),
  events: [OrderCancelled],
  initial: () => ({ n: 0 }),
  decide: (by: { orderId: OrderId }) => new OrderCancelled(by),
  evolve: { OrderCancelled: ({ n }) => ({ n: n + 1 }) },
});
class CancelOrder extends command(
  'CancelOrder',
  z.object({ orderId: OrderId, customerId: CustomerId, reason: z.string() }),
) {}
const cancel = (id: OrderId): CancelOrder =>
  new CancelOrder({ orderId: id, customerId: CustomerId.parse('c-1'), reason: 'test' });
const stockReserved = contract('inventory.stock-reserved', {
  v1: z.object({ orderId: z.string(), lines: z.array(z.object({ sku: z.string() })) }),
});

describe('a command', () => {
  it('is validated, frozen and known by its class', () => {
    const made = cancel(orderId);
    expect(commandClassOf(made)).toBe(CancelOrder);
    expect(() => ((made as { reason: string }).reason = 'other')).toThrow(TypeError);
    expect(() => new CancelOrder({ reason: 1 } as never)).toThrow('METES_SCHEMA_INVALID: CancelOrder');
  });
});

describe('a handler', () => {
  it('knows the command and the aggregate', () => {
    const stock = tally('stock', ['available']);
    const handler = handle(CancelOrder, Order, {
      id: (c) => c.orderId,
      tallies: (c) => [{ tally: stock, keys: [c.orderId] }],
      run: (order, c) => {
        expectTypeOf(order).toEqualTypeOf<Order>();
        expectTypeOf(c).toEqualTypeOf<CancelOrder>();
        return order.cancel();
      },
    });
    expect(handler.expects).toBe('existing');
    expect(handler.run(Order.begin(orderId), cancel(orderId), {} as never)).toBe('cancelled');
  });

  it('takes a decider like any other aggregate', () => {
    const handler = handle(CancelOrder, Counter, {
      id: (c) => c.orderId,
      expects: 'either',
      run: (counter, c) => counter.decide({ orderId: c.orderId }),
    });
    expect(handler.aggregate).toBe(Counter);
  });

  it('addresses the aggregate by an id of its own kind', () => {
    const cancel = (order: Order) => order.cancel();
    // @ts-expect-error: the id of a customer is none of an order
    const handler = handle(CancelOrder, Order, { id: (c) => c.customerId, run: cancel });
    expect(handler.expects).toBe('existing');
  });

  it('waits for nothing', () => {
    const cancel = async (order: Order) => Promise.resolve(order.cancel());
    // @ts-expect-error: a handler is synchronous
    const handler = handle(CancelOrder, Order, { id: (c) => c.orderId, run: cancel });
    expect(handler.expects).toBe('existing');
  });
});

describe('a policy', () => {
  it('gets the event or the data of the contract, and gives commands', () => {
    const onEvent = policy('cancel what was placed', {
      when: OrderPlaced,
      then: (placed, facts) => {
        expectTypeOf(placed).toEqualTypeOf<OrderPlaced>();
        expectTypeOf(facts.sequence).toEqualTypeOf<number>();
        return placed.total.isZero ? cancel(placed.orderId) : undefined;
      },
    });
    const onContract = policy('cancel what was reserved', {
      when: stockReserved,
      then: (reserved) => {
        expectTypeOf(reserved).toEqualTypeOf<{ orderId: string; lines: { sku: string }[] }>();
        return reserved.lines.map(() => cancel(OrderId.parse(reserved.orderId)));
      },
    });
    const placed = new OrderPlaced({ orderId, total: Money.zero('EUR') });
    expect(onEvent.then(placed, {} as never)).toBeInstanceOf(CancelOrder);
    expect(onContract.then({ orderId: 'o-1', lines: [{ sku: 'a' }] }, {} as never)).toHaveLength(1);
  });

  it('gives neither events, nor plain data, nor promises', () => {
    const made: Policy[] = [
      // @ts-expect-error: an event is no command
      policy('a', { when: OrderPlaced, then: (placed) => new OrderCancelled({ orderId: placed.orderId }) }),
      // @ts-expect-error: plain data is no command
      policy('b', { when: OrderPlaced, then: (placed) => ({ orderId: placed.orderId }) }),
      // @ts-expect-error: a policy is pure and does not wait
      policy('c', { when: OrderPlaced, then: async (placed) => Promise.resolve(cancel(placed.orderId)) }),
    ];
    expect(made).toHaveLength(3);
  });
});

describe('calls, deadlines and projections', () => {
  it('know the types of what they are given', () => {
    interface Gateway {
      authorise(amount: Money): Promise<'authorised' | 'declined'>;
    }
    const gateway = port<Gateway>()('payment gateway');
    const authorise = call('authorise', {
      when: OrderPlaced,
      through: gateway,
      run: (through, placed) => through.authorise(placed.total),
      then: (result, placed) => {
        expectTypeOf(result).toEqualTypeOf<'authorised' | 'declined'>();
        return result === 'declined' ? cancel(placed.orderId) : undefined;
      },
    });
    const overdue = deadline('overdue', {
      startedBy: OrderPlaced,
      after: '15m',
      cancelledBy: [OrderCancelled],
      then: (placed) => cancel(placed.orderId),
    });
    const orders = projection('orders', {
      row: z.object({ orderId: z.string(), total: z.int() }),
      indexes: ['orderId'],
      on: (on) => [
        on(
          OrderPlaced,
          (placed) => placed.orderId,
          (row, placed) => ({ orderId: placed.orderId, total: (row?.total ?? 0) + placed.total.minor }),
        ),
        on(
          OrderCancelled,
          (cancelled) => cancelled.orderId,
          // @ts-expect-error: no such row
          () => ({ orderId: 1 }),
        ),
      ],
    });
    expect([authorise.within, overdue.after, orders.indexes]).toStrictEqual(['30s', '15m', ['orderId']]);
    const row = z.object({ a: z.string() });
    // @ts-expect-error: not a field of the row
    const foreign = projection('x', { row, indexes: ['b'], on: () => [] });
    expect(foreign.indexes).toStrictEqual(['b']);
  });
});

it('publishes an event under a contract with the data that the contract wants', () => {
  const placed = contract('ordering.order-placed', { v1: z.object({ orderId: z.string(), minor: z.int() }) });
  const publication = publish(OrderPlaced, placed, (event) => ({
    orderId: event.orderId,
    minor: event.total.minor,
  }));
  expect(publication.contract.version).toBe(1);
});
