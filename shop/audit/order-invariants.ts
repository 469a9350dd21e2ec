import { finalStatuses, type OrderEventName, type OrderStatus, orderStatuses, statusAfter } from '../contexts/ordering/domain/order-lifecycle.ts';
import { inspection, type Invariant } from './invariant.ts';
import type { LoggedEvent, Snapshot } from './snapshot.ts';

/** I7: every order is final, by a path of the declared lifecycle. */
export const ordersEndOnce: Invariant = {
  name: 'I7',
  says: 'every order is in one declared state and final; its history is a path of the lifecycle with one end',
  check: ({ contexts: { ordering } }) => {
    const look = inspection();
    const histories = groupByOrder(ordering.log);
    for (const { type, id, state } of ordering.aggregates) {
      if (type !== 'Order') continue;
      look.expect(orderStatuses.includes(state.status), () => `order ${id} has the unknown status ${state.status}`);
      look.expect(finalStatuses.includes(state.status), () => `order ${id} is still ${state.status}`);
      let status: OrderStatus | undefined = 'draft';
      for (const event of histories.get(id) ?? []) {
        const before: OrderStatus | undefined = status;
        status = status && statusAfter(status, event.type as OrderEventName);
        look.expect(status !== undefined, () => `order ${id}: ${event.type} cannot follow in status ${before}`);
      }
      look.expect(status === state.status, () => `order ${id} is ${state.status}, its history ends in ${status}`);
      const ends = (histories.get(id) ?? []).filter((event) => event.type === 'OrderConfirmed' || event.type === 'OrderRejected');
      look.expect(ends.length <= 1, () => `order ${id} ended ${ends.length} times`);
    }
    return look.result();
  },
};

function groupByOrder(log: readonly LoggedEvent[]): Map<string, LoggedEvent[]> {
  const groups = new Map<string, LoggedEvent[]>();
  for (const event of log) {
    if (event.aggregateType !== 'Order') continue;
    const group = groups.get(event.aggregateId);
    if (group) group.push(event);
    else groups.set(event.aggregateId, [event]);
  }
  return groups;
}

function ordersByCart({ contexts }: Snapshot): Map<string, LoggedEvent[]> {
  const carts = new Map<string, LoggedEvent[]>();
  for (const event of contexts.cart.log) {
    if (event.type === 'CartCheckedOut') carts.set(event.aggregateId, [...(carts.get(event.aggregateId) ?? []), event]);
  }
  return carts;
}

/** I9: whatever was acknowledged is there, as it was acknowledged. */
export const nothingAcknowledgedIsLost: Invariant = {
  name: 'I9',
  says: 'every order that a client was promised exists with the total it was told',
  check: (snapshot) => {
    const look = inspection();
    const orders = new Map(snapshot.contexts.ordering.aggregates.filter(({ type }) => type === 'Order').map(({ id, state }) => [id, state]));
    for (const { outcome, orderId, totalMinor } of snapshot.attempts) {
      if (outcome !== 'accepted') continue;
      const order = orders.get(orderId ?? '');
      look.expect(order !== undefined, () => `order ${orderId} was acknowledged and does not exist`);
      if (order && totalMinor !== undefined) look.expect(order.total?.minor === totalMinor, () => `order ${orderId} was acknowledged over ${totalMinor} and is over ${order.total?.minor}`);
    }
    return look.result();
  },
};

/** I10 and I11: a refusal leaves nothing, an unknown outcome at most one order. */
export const noPhantoms: Invariant = {
  name: 'I10/I11',
  says: 'what was refused left no order; what ended unknown led to one order at most; no order without a checkout',
  check: (snapshot) => {
    const look = inspection();
    const carts = ordersByCart(snapshot);
    const accepted = new Set(snapshot.attempts.filter(({ outcome }) => outcome === 'accepted').map(({ cartId }) => cartId));
    for (const { cartId, outcome } of snapshot.attempts) {
      const count = carts.get(cartId)?.length ?? 0;
      if (outcome === 'refused' && !accepted.has(cartId)) look.expect(count === 0, () => `the checkout of cart ${cartId} was refused and led to ${count} orders`);
      else look.expect(count <= 1, () => `cart ${cartId} led to ${count} orders`);
    }
    const promised = new Set([...carts.values()].flat().map(({ data }) => data.orderId as string));
    for (const { type, id } of snapshot.contexts.ordering.aggregates) {
      if (type === 'Order') look.expect(promised.has(id), () => `order ${id} exists and no cart was checked out for it`);
    }
    const known = new Set(snapshot.contexts.ordering.aggregates.map(({ id }) => id));
    for (const orderId of promised) look.expect(known.has(orderId), () => `order ${orderId} was checked out and does not exist`);
    return look.result();
  },
};

/** I12: one effect and one answer for each idempotency key. */
export const oneAnswerAKey: Invariant = {
  name: 'I12',
  says: 'for each principal, route and key one answer is kept, and the orders of one key are one',
  check: (snapshot) => {
    const look = inspection();
    const { answers } = snapshot.contexts.cart;
    const seen = new Set<string>();
    const byOrder = new Map<string, string>();
    for (const { principal, route, key, answer } of answers) {
      const name = JSON.stringify([principal, route, key]);
      look.expect(!seen.has(name), () => `two answers are kept for ${name}`);
      seen.add(name);
      if (!route.includes('checkout')) continue;
      const { orderId } = JSON.parse(answer.body) as { orderId: string };
      look.expect(!byOrder.has(orderId), () => `order ${orderId} is the answer to two keys`);
      byOrder.set(orderId, key);
    }
    for (const { outcome, key, orderId } of snapshot.attempts) {
      if (outcome === 'accepted') look.expect(byOrder.get(orderId ?? '') === key, () => `the kept answer of key ${key} is not order ${orderId}`);
    }
    return look.result();
  },
};
