import {
  finalStatuses,
  type OrderEventName,
  orderLifecycle,
  type OrderStatus,
  orderStatuses,
  statusAfter,
} from '../contexts/ordering/domain/order-lifecycle.ts';
import { inspection, type Invariant } from './invariant.ts';
import { type LoggedEvent, ordersOf } from './snapshot.ts';

/** I7: every order is final, by a path of the declared lifecycle. */
export const ordersEndOnce: Invariant = {
  name: 'I7',
  says: 'every order is in one declared state and final; its history is a path of the lifecycle with one end',
  check: (snapshot) => {
    const look = inspection();
    const histories = new Map<string, LoggedEvent[]>();
    for (const event of snapshot.contexts.ordering.log) {
      if (event.aggregateType !== 'Order') continue;
      const group = histories.get(event.aggregateId);
      if (group) group.push(event);
      else histories.set(event.aggregateId, [event]);
    }
    for (const { id, state } of ordersOf(snapshot)) {
      const history = histories.get(id) ?? [];
      look.expect(
        orderStatuses.includes(state.status),
        () => `order ${id} has the unknown status ${state.status}`,
      );
      look.expect(finalStatuses.includes(state.status), () => `order ${id} is still ${state.status}`);
      let status: OrderStatus = 'draft';
      for (const { type } of history) {
        const next: OrderStatus | undefined = Object.hasOwn(orderLifecycle, type)
          ? statusAfter(status, type as OrderEventName)
          : undefined;
        look.expect(next !== undefined, () => `order ${id}: ${type} cannot follow in status ${status}`);
        status = next ?? status;
      }
      look.expect(
        status === state.status,
        () => `order ${id} is ${state.status}, its history ends in ${status}`,
      );
      const ends = history.filter(({ type }) => type === 'OrderConfirmed' || type === 'OrderRejected');
      look.expect(ends.length <= 1, () => `order ${id} ended ${ends.length} times`);
    }
    return look.result();
  },
};

/** I8: an order comes to the sum of its lines, at prices that the shop really asked. */
export const totalsAreRight: Invariant = {
  name: 'I8',
  says: 'the total of every order is the sum of price x quantity of its lines, at prices that were on offer',
  check: (snapshot) => {
    const look = inspection();
    const prices = new Map<string, string[]>();
    for (const { type, data } of snapshot.contexts.cart.log) {
      if (type === 'OfferListed')
        prices.set(data.sku, [...(prices.get(data.sku) ?? []), priceOf(data.price)]);
    }
    for (const { id, state } of ordersOf(snapshot)) {
      const lines = state.lines as readonly { sku: string; quantity: number; unitPrice: Price }[];
      const sum = lines.reduce((total, { quantity, unitPrice }) => total + unitPrice.minor * quantity, 0);
      look.expect(
        state.total?.minor === sum &&
          lines.every(({ unitPrice }) => unitPrice.currency === state.total.currency),
        () => `order ${id} is over ${state.total?.minor}, its lines come to ${sum}`,
      );
      for (const { sku, unitPrice } of lines) {
        look.expect(
          prices.get(sku)?.includes(priceOf(unitPrice)) === true,
          () => `order ${id}: ${sku} was never offered at ${priceOf(unitPrice)}`,
        );
      }
    }
    return look.result();
  },
};

interface Price {
  readonly minor: number;
  readonly currency: string;
}

function priceOf({ minor, currency }: Price): string {
  return `${minor} ${currency}`;
}
