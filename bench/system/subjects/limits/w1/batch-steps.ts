import { joined, list } from '../../../joined.ts';
import type { Statement } from '../../../sessions.ts';
import type { Order } from '../../../w1/order.ts';

/** What a step has to do for one order. */
export interface Task {
  readonly order: Order;
  /** The event that led here; each takes effect once. */
  readonly cause: string;
  /** The event that this step raises. */
  readonly event: string;
  readonly declined: boolean;
}

/** A step for many orders: one statement, so one round trip and one commit. */
export interface BatchStep {
  readonly statement: Statement;
  readonly values: (tasks: readonly Task[]) => readonly string[];
}

/** The columns that every step has: $1 order, $2 event, $3 what happened, $4 its data, $5 cause. */
const facts = (type: (task: Task) => string, data: (task: Task) => unknown) => (tasks: readonly Task[]) => [
  joined(tasks, (task) => task.order.id),
  joined(tasks, (task) => task.event),
  joined(tasks, type),
  joined(tasks, (task) => JSON.stringify(data(task))),
  joined(tasks, (task) => task.cause),
];

const task = `task as materialized (
  select * from unnest(${list('$1', 'uuid')}, ${list('$2', 'uuid')}, ${list('$3', 'text')}, ${list('$4', 'text')}, ${list('$5', 'uuid')})
    as t(order_id, event_id, type, data, cause))`;

const told = (schema: string, version: number): string => `
  event as (insert into ${schema}.events (id, stream, version, type, data) select event_id, order_id, ${version}, type, data from task),
  out as (insert into ${schema}.outbox (event_id, data) select event_id, data from task)`;

const heard = (schema: string): string => `inbox as (insert into ${schema}.inbox select cause from task)`;

const linesOf = (tasks: readonly Task[]) =>
  tasks.flatMap(({ order }) => order.lines.map((line) => ({ order, line })));
const lineColumns = (tasks: readonly Task[]): readonly string[] => {
  const lines = linesOf(tasks);
  return [
    joined(lines, ({ order }) => order.id),
    joined(lines, ({ line }) => line.sku),
    joined(lines, ({ line }) => line.quantity),
  ];
};

const placing = facts(
  () => 'OrderPlaced',
  ({ order }) => ({ orderId: order.id, customerId: order.customer, lines: order.lines, total: order.total }),
);

/** Ordering records the orders with their lines and says so. */
export const place: BatchStep = {
  statement: {
    name: 'place',
    text: `with ${task}, ${told('ordering', 1)},
      the_order as (insert into ordering.orders
        select order_id, customer, total, 'pending' from unnest(${list('$1', 'uuid')}, ${list('$6', 'text')}, ${list('$7', 'bigint')}) as o(order_id, customer, total))
      insert into ordering.order_lines
        select * from unnest(${list('$8', 'uuid')}, ${list('$9', 'text')}, ${list('$10', 'int')}, ${list('$11', 'bigint')})
        where $5::text is not null`,
  },
  values: (tasks) => [
    ...placing(tasks),
    joined(tasks, (each) => each.order.customer),
    joined(tasks, (each) => each.order.total),
    ...lineColumns(tasks),
    joined(linesOf(tasks), ({ line }) => line.unitPrice),
  ],
};

const arrays = (tasks: readonly Task[]): readonly string[] => [
  joined(tasks, ({ order }) => `{${order.lines.map((line) => line.sku).join(',')}}`),
  joined(tasks, ({ order }) => `{${order.lines.map((line) => line.quantity).join(',')}}`),
];
const reserving = facts(
  () => 'StockReserved',
  ({ order }) => ({ orderId: order.id, total: order.total, lines: order.lines }),
);

/** Inventory takes the stock of all of them, each SKU once, in the order of the SKUs. */
export const reserve: BatchStep = {
  statement: {
    name: 'reserve',
    text: `with ${task}, ${told('inventory', 1)}, ${heard('inventory')},
      wanted as materialized (
        select sku, sum(quantity)::int as quantity from unnest(${list('$7', 'text')}, ${list('$8', 'int')}) as l(sku, quantity)
        where $6::text is not null group by sku order by sku),
      taken as (update inventory.stock s set available = available - w.quantity, reserved = reserved + w.quantity
        from wanted w where s.sku = w.sku and s.available >= w.quantity returning 1)
      insert into inventory.reservations
        select order_id, skus::text[], quantities::int[], 'reserved', (select count(*) from taken) = (select count(*) from wanted)
        from unnest(${list('$1', 'uuid')}, ${list('$9', 'text')}, ${list('$10', 'text')}) as r(order_id, skus, quantities)`,
  },
  values: (tasks) => [...reserving(tasks), ...lineColumns(tasks), ...arrays(tasks)],
};

const authorising = facts(
  ({ declined }) => (declined ? 'PaymentDeclined' : 'PaymentAuthorised'),
  ({ order }) => ({ orderId: order.id, amount: order.total }),
);

/** Payments records what came of the authorisations. */
export const authorise: BatchStep = {
  statement: {
    name: 'authorise',
    text: `with ${task}, ${told('payments', 1)}, ${heard('payments')}
      insert into payments.payments
        select * from unnest(${list('$1', 'uuid')}, ${list('$6', 'bigint')}, ${list('$7', 'text')})`,
  },
  values: (tasks) => [
    ...authorising(tasks),
    joined(tasks, ({ order }) => order.total),
    joined(tasks, ({ declined }) => (declined ? 'declined' : 'authorised')),
  ],
};

const settling = facts(
  ({ declined }) => (declined ? 'OrderRejected' : 'OrderConfirmed'),
  ({ order }) => ({ orderId: order.id }),
);

/** Ordering brings the orders to their end. */
export const settle: BatchStep = {
  statement: {
    name: 'settle',
    text: `with ${task}, ${told('ordering', 2)}, ${heard('ordering')}
      update ordering.orders o set status = end_state.status
        from unnest(${list('$1', 'uuid')}, ${list('$6', 'text')}) as end_state(order_id, status)
        where o.id = end_state.order_id and o.status = 'pending'`,
  },
  values: (tasks) => [
    ...settling(tasks),
    joined(tasks, ({ declined }) => (declined ? 'rejected' : 'confirmed')),
  ],
};

const releasing = facts(
  () => 'StockReleased',
  ({ order }) => ({ orderId: order.id }),
);

/** Inventory takes back what was set aside for declined orders. */
export const release: BatchStep = {
  statement: {
    name: 'release',
    text: `with ${task}, ${told('inventory', 2)}, ${heard('inventory')},
      let_go as (update inventory.reservations r set status = 'released' from task
        where r.order_id = task.order_id and r.status = 'reserved' returning r.skus, r.quantities),
      back as materialized (
        select sku, sum(quantity)::int as quantity from let_go, unnest(skus, quantities) as l(sku, quantity) group by sku order by sku)
      update inventory.stock s set available = available + b.quantity, reserved = reserved - b.quantity from back b where s.sku = b.sku`,
  },
  values: releasing,
};
