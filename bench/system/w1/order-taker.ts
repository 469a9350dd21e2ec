import type { LoopRun, Place, Subject } from '../subject.ts';
import { type Books, Ledger } from './books.ts';
import { type Order, orders, type Outcome } from './order.ts';

/** What every subject of W1 can do. */
export interface OrderTaker {
  /** Takes an order; resolves when its final state is durable, with nothing when nobody waits for it any more. */
  place(order: Order): Promise<Outcome | undefined>;
  /** What the tables say, once nothing is under way any more. */
  books(): Promise<Books>;
  close(): Promise<void>;
}

/** Makes a subject of W1 out of something that takes orders. */
export function orderTaking(
  name: string,
  about: string,
  open: (place: Place) => Promise<OrderTaker>,
): Subject<LoopRun> {
  return { name, about, open: async (place) => takingOrders(await open(place)) };
}

/** A run of W1: every order goes into the ledger of what was told, with which the books are compared. */
export function takingOrders(taker: OrderTaker, seed = 1): LoopRun {
  const next = orders(seed);
  const ledger = new Ledger();
  return {
    unit: async () => {
      const order = next();
      const outcome = await taker.place(order);
      if (outcome) ledger.enter(order, outcome);
    },
    verify: async () => ledger.compare(await taker.books()),
    close: () => taker.close(),
  };
}
