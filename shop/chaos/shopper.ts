import { setTimeout as pause } from 'node:timers/promises';
import type { CheckoutAttempt } from '../audit/index.ts';

/** What a shopper needs. */
export interface ShopperSetting {
  readonly url: () => string;
  readonly token: string;
  readonly skus: readonly string[];
  /** Chance from 0 (included) to 1. */
  readonly random: () => number;
  readonly newKey: () => string;
  /** Payment methods to choose from. */
  readonly methods: readonly string[];
}

/** Counts of what shoppers met. */
export interface ShopperCounts {
  requests: number;
  lostAnswers: number;
  replayed: number;
  refused: number;
}

/** How long a checkout whose outcome is unknown is asked for again, milliseconds. */
const insistMs = 30_000;

/** A customer who fills carts and checks them out, and asks again with the same key whenever an answer is lost. */
export class Shopper {
  readonly attempts: CheckoutAttempt[] = [];
  readonly counts: ShopperCounts = { requests: 0, lostAnswers: 0, replayed: 0, refused: 0 };
  readonly #setting: ShopperSetting;

  constructor(setting: ShopperSetting) {
    this.#setting = setting;
  }

  /** Goes shopping until told to stop; what was begun is brought to an end. */
  async shop(until: () => boolean): Promise<void> {
    while (!until()) {
      try {
        await this.#once();
      } catch {
        // The shop is away: nothing was checked out in this turn.
        await pause(20);
      }
    }
  }

  async #once(): Promise<void> {
    const cart = await this.#send('POST', '/carts', {});
    if (cart.status !== 201) return;
    const { cartId } = cart.body as { cartId: string };
    const count = 1 + Math.floor(this.#setting.random() * 3);
    for (let line = 0; line < count; line++) {
      const sku = this.#setting.skus[Math.floor(this.#setting.random() * this.#setting.skus.length)]!;
      const added = await this.#send('POST', `/carts/${cartId}/items`, { sku, quantity: 1 + Math.floor(this.#setting.random() * 2) });
      if (added.status >= 400) return;
    }
    await this.#checkOut(cartId);
  }

  async #checkOut(cartId: string): Promise<void> {
    const key = this.#setting.newKey();
    const { methods, random } = this.#setting;
    const body = {
      paymentMethod: { type: 'card', token: methods[Math.floor(random() * methods.length)]! },
      shippingAddress: { street: '1 Main Street', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' },
    };
    const index = this.attempts.push({ cartId, key, outcome: 'unknown' }) - 1;
    const giveUpAt = performance.now() + insistMs;
    while (performance.now() < giveUpAt) {
      try {
        const answer = await this.#send('POST', `/carts/${cartId}/checkout`, body, { 'Idempotency-Key': key });
        if (answer.replayed) this.counts.replayed++;
        if (answer.status === 202) {
          const { orderId, total } = answer.body as { orderId: string; total: { minor: number } };
          this.attempts[index] = { cartId, key, outcome: 'accepted', orderId, totalMinor: total.minor };
          return;
        }
        if (answer.status >= 400 && answer.status < 500 && answer.status !== 409 && answer.status !== 429) {
          this.counts.refused++;
          this.attempts[index] = { cartId, key, outcome: 'refused' };
          return;
        }
      } catch {
        this.counts.lostAnswers++;
      }
      await pause(10 + random() * 40);
    }
  }

  async #send(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
    this.counts.requests++;
    const answer = await fetch(this.#setting.url() + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#setting.token}`, ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? (JSON.parse(text) as unknown) : undefined, replayed: answer.headers.get('idempotency-replayed') === 'true' };
  }
}
