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

/** Counts of what a shopper met. */
export interface ShopperCounts {
  requests: number;
  /** Checkouts of which at least one answer was lost. */
  lostAnswers: number;
  /** Answers that were given before: the order was there already when it was asked for again. */
  replayed: number;
  refused: number;
}

/** How long a checkout whose outcome is unknown is asked for again, milliseconds. */
const insistMs = 60_000;

/** The longest pause between two purchases, milliseconds. */
const thinkMs = 40;

const shippingAddress = {
  street: '1 Main Street',
  city: 'Springfield',
  state: 'IL',
  zipCode: '62701',
  country: 'US',
};

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
    const { random } = this.#setting;
    while (!until()) {
      try {
        await this.#once();
      } catch {
        // The shop is away: nothing was checked out in this turn.
      }
      await pause(5 + random() * thinkMs);
    }
  }

  async #once(): Promise<void> {
    const { skus, random } = this.#setting;
    const cart = await this.#send('POST', '/carts');
    if (cart.status !== 201) throw new Error(`no cart: ${cart.status}`);
    const { cartId } = cart.body as { cartId: string };
    const count = 1 + Math.floor(random() * 3);
    for (let line = 0; line < count; line++) {
      const sku = skus[Math.floor(random() * skus.length)]!;
      const quantity = 1 + Math.floor(random() * 2);
      const added = await this.#send('POST', `/carts/${cartId}/items`, { sku, quantity });
      if (added.status !== 200) return;
    }
    await this.#checkOut(cartId);
  }

  async #checkOut(cartId: string): Promise<void> {
    const { methods, random } = this.#setting;
    const key = this.#setting.newKey();
    const paymentMethod = { type: 'card', token: methods[Math.floor(random() * methods.length)]! };
    const index = this.attempts.push({ cartId, key, outcome: 'unknown' }) - 1;
    const giveUpAt = performance.now() + insistMs;
    let wasLost = false;
    while (performance.now() < giveUpAt) {
      try {
        const body = { paymentMethod, shippingAddress };
        const answer = await this.#send('POST', `/carts/${cartId}/checkout`, body, key);
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
        if (!wasLost) this.counts.lostAnswers++;
        wasLost = true;
      }
      await pause(20 + random() * 40);
    }
  }

  async #send(method: string, path: string, body?: unknown, key?: string) {
    this.counts.requests++;
    const answer = await fetch(this.#setting.url() + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#setting.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': `"${key}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text ? (JSON.parse(text) as unknown) : undefined,
      replayed: answer.headers.get('idempotency-replayed') === 'true',
    };
  }
}
