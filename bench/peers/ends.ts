import type { Outcome } from '../system/w1/order.ts';

/** Who waits for which order, for peers that do not answer the request themselves. */
export class Ends {
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();

  /** Resolves when the end of the order is told. Ask before the order is sent. */
  of(orderId: string): Promise<Outcome> {
    return new Promise((resolve) => this.#waiting.set(orderId, resolve));
  }

  /** To be called after the commit that made the end durable. A second time does nothing. */
  tell(orderId: string, outcome: Outcome): void {
    this.#waiting.get(orderId)?.(outcome);
    this.#waiting.delete(orderId);
  }
}
