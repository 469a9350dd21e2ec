import { inspection, type Invariant } from './invariant.ts';
import type { Snapshot } from './snapshot.ts';

interface Item {
  readonly sku: string;
  readonly quantity: number;
}

/** The accounts of the tally `stock`, in the order of its declaration. */
const [available, reserved, allocated] = [0, 1, 2];

/** How much of each SKU a list of items holds. */
function bySku(lists: Iterable<readonly Item[]>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const items of lists)
    for (const { sku, quantity } of items) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return sums;
}

function reservations({ contexts }: Snapshot) {
  return contexts.inventory.aggregates
    .filter(({ type }) => type === 'Reservation')
    .map(({ id, state }) => ({
      orderId: id,
      status: state.status as string,
      items: state.items as readonly Item[],
    }));
}

function orderStatuses({ contexts }: Snapshot): Map<string, string> {
  return new Map(
    contexts.ordering.aggregates
      .filter(({ type }) => type === 'Order')
      .map(({ id, state }) => [id, state.status as string]),
  );
}

/** I1: units only move between accounts, and none is ever below zero. */
export const stockIdentity: Invariant = {
  name: 'I1',
  says: 'available + reserved + allocated = received, per SKU; nothing below zero at any moment that was seen',
  check: (snapshot) => {
    const look = inspection();
    const { inventory } = snapshot.contexts;
    const received = bySku(
      inventory.log.filter(({ type }) => type === 'StockReceived').map(({ data }) => data.items),
    );
    for (const { key, accounts } of inventory.tallies) {
      const sum = accounts.reduce((total, units) => total + units, 0);
      look.expect(
        sum === (received.get(key) ?? 0),
        () => `${key}: the accounts hold ${sum}, received were ${received.get(key) ?? 0}`,
      );
      look.expect(
        accounts.every((units) => units >= 0),
        () => `${key}: an account is below zero: ${accounts.join(', ')}`,
      );
    }
    const known = new Set(inventory.tallies.map(({ key }) => key));
    for (const sku of received.keys())
      look.expect(known.has(sku), () => `${sku} was received and has no stock row`);
    for (const { key, accounts } of snapshot.samples) {
      look.expect(
        accounts.every((units) => units >= 0),
        () => `${key} was seen below zero: ${accounts.join(', ')}`,
      );
    }
    return look.result();
  },
};

/** I2: what is reserved is what live reservations hold, each for one order that is not final. */
export const reservationsMatchStock: Invariant = {
  name: 'I2',
  says: 'reserved and allocated stock is exactly what reservations hold; each live one belongs to an order that is not final',
  check: (snapshot) => {
    const look = inspection();
    const all = reservations(snapshot);
    const live = bySku(all.filter(({ status }) => status === 'reserved').map(({ items }) => items));
    const given = bySku(all.filter(({ status }) => status === 'allocated').map(({ items }) => items));
    for (const { key, accounts } of snapshot.contexts.inventory.tallies) {
      look.expect(
        accounts[reserved] === (live.get(key) ?? 0),
        () => `${key}: ${accounts[reserved]} reserved, reservations hold ${live.get(key) ?? 0}`,
      );
      look.expect(
        accounts[allocated] === (given.get(key) ?? 0),
        () => `${key}: ${accounts[allocated]} allocated, orders hold ${given.get(key) ?? 0}`,
      );
      look.expect(accounts[available] !== undefined, () => `${key} has no available account`);
    }
    const statuses = orderStatuses(snapshot);
    for (const { orderId, status } of all) {
      const order = statuses.get(orderId);
      look.expect(
        order !== undefined,
        () => `a reservation belongs to the order ${orderId}, which does not exist`,
      );
      if (status === 'reserved')
        look.expect(
          order !== 'confirmed' && order !== 'rejected',
          () => `order ${orderId} is ${order} and its reservation is still live`,
        );
      if (status === 'allocated')
        look.expect(order === 'confirmed', () => `order ${orderId} is ${order} and has allocated stock`);
    }
    return look.result();
  },
};
