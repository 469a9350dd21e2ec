import { inspection, type Invariant } from './invariant.ts';
import { type LoggedEvent, ordersOf, type Snapshot } from './snapshot.ts';

function checkoutsByCart({ contexts }: Snapshot): Map<string, LoggedEvent[]> {
  const carts = new Map<string, LoggedEvent[]>();
  for (const event of contexts.cart.log) {
    if (event.type !== 'CartCheckedOut') continue;
    carts.set(event.aggregateId, [...(carts.get(event.aggregateId) ?? []), event]);
  }
  return carts;
}

/** I9: whatever was acknowledged is there, as it was acknowledged. */
export const nothingAcknowledgedIsLost: Invariant = {
  name: 'I9',
  says: 'every order that a client was promised exists with the total it was told',
  check: (snapshot) => {
    const look = inspection();
    const orders = new Map(ordersOf(snapshot).map(({ id, state }) => [id, state]));
    const carts = checkoutsByCart(snapshot);
    for (const { outcome, cartId, orderId, totalMinor } of snapshot.attempts) {
      if (outcome !== 'accepted') continue;
      const order = orders.get(orderId ?? '');
      look.expect(order !== undefined, () => `order ${orderId} was acknowledged and does not exist`);
      if (order && totalMinor !== undefined)
        look.expect(
          order.total?.minor === totalMinor,
          () => `order ${orderId} was acknowledged over ${totalMinor} and is over ${order.total?.minor}`,
        );
      look.expect(
        carts.get(cartId)?.some(({ data }) => data.orderId === orderId) === true,
        () => `order ${orderId} was acknowledged for the cart ${cartId}, which led to another`,
      );
    }
    return look.result();
  },
};

/** I10 and I11: a refusal leaves nothing, an unknown outcome at most one order. */
export const noPhantoms: Invariant = {
  name: 'I10/I11',
  says: 'what was refused left no order; no cart led to two; no order without a checkout, and none the other way',
  check: (snapshot) => {
    const look = inspection();
    const carts = checkoutsByCart(snapshot);
    const accepted = new Set(
      snapshot.attempts.flatMap(({ outcome, cartId }) => (outcome === 'accepted' ? [cartId] : [])),
    );
    for (const { cartId, outcome } of snapshot.attempts) {
      if (outcome !== 'refused' || accepted.has(cartId)) continue;
      const count = carts.get(cartId)?.length ?? 0;
      look.expect(
        count === 0,
        () => `the checkout of the cart ${cartId} was refused and led to ${count} orders`,
      );
    }
    const promised = new Map<string, string>();
    for (const [cartId, events] of carts) {
      look.expect(events.length <= 1, () => `the cart ${cartId} led to ${events.length} orders`);
      for (const { data } of events) {
        const other = promised.get(data.orderId);
        look.expect(
          other === undefined,
          () => `the carts ${other} and ${cartId} led to the same order ${data.orderId}`,
        );
        promised.set(data.orderId, cartId);
      }
    }
    const known = new Set(ordersOf(snapshot).map(({ id }) => id));
    for (const id of known)
      look.expect(promised.has(id), () => `order ${id} exists and no cart was checked out for it`);
    for (const id of promised.keys())
      look.expect(known.has(id), () => `order ${id} was checked out and does not exist`);
    return look.result();
  },
};

/** I12: one effect and one answer for each idempotency key. */
export const oneAnswerAKey: Invariant = {
  name: 'I12',
  says: 'for each principal, route and key one answer is kept, and one key led to one order',
  check: (snapshot) => {
    const look = inspection();
    const seen = new Set<string>();
    const byOrder = new Map<string, string>();
    const known = new Set(ordersOf(snapshot).map(({ id }) => id));
    for (const { answers } of Object.values(snapshot.contexts)) {
      for (const { principal, route, key } of answers) {
        const name = JSON.stringify([principal, route, key]);
        look.expect(!seen.has(name), () => `two answers are kept for ${name}`);
        seen.add(name);
      }
    }
    for (const { route, key, answer } of snapshot.contexts.cart.answers) {
      if (!route.endsWith('/checkout')) continue;
      const { orderId } = JSON.parse(answer.body) as { orderId: string };
      look.expect(!byOrder.has(orderId), () => `order ${orderId} is the answer to two keys`);
      look.expect(
        known.has(orderId),
        () => `the key ${key} is answered with ${orderId}, which does not exist`,
      );
      byOrder.set(orderId, key);
    }
    const byKey = new Map<string, string>();
    for (const { outcome, key, orderId = '' } of snapshot.attempts) {
      if (outcome !== 'accepted') continue;
      look.expect(
        byOrder.get(orderId) === key,
        () => `the kept answer of the key ${key} is not order ${orderId}`,
      );
      const before = byKey.get(key) ?? orderId;
      look.expect(before === orderId, () => `the key ${key} led to the orders ${before} and ${orderId}`);
      byKey.set(key, orderId);
    }
    return look.result();
  },
};
