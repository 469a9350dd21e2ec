import { initialStock, isDeclined, type Order, type Outcome, skuCount, skuOf } from './order.ts';

/** What a store holds of one SKU. */
export interface Shelf {
  readonly available: number;
  readonly reserved: number;
}

/** What a store says after a run, read from its tables. */
export interface Books {
  readonly pending: number;
  readonly confirmed: number;
  readonly rejected: number;
  /** Payments by their end. */
  readonly authorised: number;
  readonly declined: number;
  readonly stock: ReadonlyMap<string, Shelf>;
  /** Lines of all orders, and how much of anything they ask for. */
  readonly lines: number;
  readonly quantity: number;
}

/** What the customers were told: written down outside of the store, so that the store can be wrong. */
export class Ledger {
  #confirmed = 0;
  #rejected = 0;
  #lines = 0;
  #quantity = 0;
  readonly #promised = new Map<string, number>();
  readonly #wrong: string[] = [];

  /** An order has come to its end. */
  enter(order: Order, outcome: Outcome): void {
    const expected: Outcome = isDeclined(order.id) ? 'rejected' : 'confirmed';
    if (outcome !== expected && this.#wrong.length < 5)
      this.#wrong.push(`order ${order.id} was ${outcome} and not ${expected}`);
    this.#lines += order.lines.length;
    for (const { quantity } of order.lines) this.#quantity += quantity;
    if (outcome === 'rejected') this.#rejected++;
    else {
      this.#confirmed++;
      for (const { sku, quantity } of order.lines)
        this.#promised.set(sku, (this.#promised.get(sku) ?? 0) + quantity);
    }
  }

  /** Everything in which the store differs from what was told; empty when nothing does. */
  compare(books: Books): readonly string[] {
    const findings = [...this.#wrong];
    const same = (what: string, found: number, expected: number): void => {
      if (found !== expected) findings.push(`${what}: ${found} and not ${expected}`);
    };
    same('orders pending', books.pending, 0);
    same('orders confirmed', books.confirmed, this.#confirmed);
    same('orders rejected', books.rejected, this.#rejected);
    same('payments authorised', books.authorised, this.#confirmed);
    same('payments declined', books.declined, this.#rejected);
    same('order lines', books.lines, this.#lines);
    same('quantity of all order lines', books.quantity, this.#quantity);
    same('SKUs on the shelves', books.stock.size, skuCount);
    for (let number = 0; number < skuCount && findings.length < 12; number++) {
      const sku = skuOf(number);
      const { available, reserved } = books.stock.get(sku) ?? { available: 0, reserved: 0 };
      same(`reserved of ${sku}`, reserved, this.#promised.get(sku) ?? 0);
      same(`available and reserved of ${sku}`, available + reserved, initialStock);
    }
    return findings;
  }
}
