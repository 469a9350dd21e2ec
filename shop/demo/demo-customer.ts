import { setTimeout as pause } from 'node:timers/promises';
import type { Purchase } from './purchase-plan.ts';

/** How an order ended, as its customer saw it. */
export interface SeenOrder {
  readonly orderId: string;
  readonly status: 'confirmed' | 'rejected';
  readonly reason: string | null;
  /** From sending the checkout to seeing the order final, milliseconds. */
  readonly tookMs: number;
}

/** Where a customer shops, and as whom. */
export interface CustomerSetting {
  /** Base URLs of the contexts. */
  readonly urls: Readonly<Record<string, string>>;
  readonly token: string;
  readonly newKey: () => string;
}

/** How long an order may take until it is final, and a request until it is answered, milliseconds. */
const patienceMs = 60_000;
const answerWithinMs = 10_000;

const address = { street: '12 Elm St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' };

/** A customer who does what people do in the shop, over HTTP and nothing else. */
export class DemoCustomer {
  readonly #setting: CustomerSetting;

  constructor(setting: CustomerSetting) {
    this.#setting = setting;
  }

  /** Fills a cart, checks out and looks at the order until it is final. */
  async buy({ items, card }: Purchase): Promise<SeenOrder> {
    const { cart = '', ordering = '' } = this.#setting.urls;
    const { cartId } = await this.#send<{ cartId: string }>('POST', `${cart}/carts`);
    for (const item of items) await this.#send('POST', `${cart}/carts/${cartId}/items`, item);
    const started = performance.now();
    const checkout = { paymentMethod: { type: 'card', token: card }, shippingAddress: address };
    const { orderId } = await this.#send<{ orderId: string }>(
      'POST',
      `${cart}/carts/${cartId}/checkout`,
      checkout,
    );
    for (let waitMs = 10; performance.now() - started < patienceMs; waitMs = Math.min(waitMs + 10, 100)) {
      await pause(waitMs);
      const order = await this.#look(`${ordering}/orders/${orderId}`);
      if (order?.status !== 'confirmed' && order?.status !== 'rejected') continue;
      return { orderId, status: order.status, reason: order.reason, tookMs: performance.now() - started };
    }
    throw new Error(
      `The order ${orderId} is not final after ${patienceMs / 1_000} s; look at: npm run metes -- status`,
    );
  }

  /** Sends a request, again under the same key when the shop says that it is busy or does not answer. */
  async #send<Body>(method: string, url: string, body?: unknown): Promise<Body> {
    const key = this.#setting.newKey();
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#fetch(url, method, body, key).catch((error: unknown) =>
        attempt < 5 ? undefined : Promise.reject(error as Error),
      );
      if (answer?.ok) return (await answer.json()) as Body;
      const busy = !answer || [409, 429, 503].includes(answer.status);
      if (!busy || attempt === 5)
        throw new Error(`${method} ${url} was answered with ${answer?.status}: ${await answer?.text()}`);
      await pause(50 * 2 ** attempt);
    }
  }

  /** Undefined while there is no such order yet. */
  async #look(url: string): Promise<{ status: string; reason: string | null } | undefined> {
    const answer = await this.#fetch(url, 'GET');
    const text = await answer.text();
    if (answer.status === 404 || answer.status === 503) return undefined;
    if (!answer.ok) throw new Error(`GET ${url} was answered with ${answer.status}: ${text}`);
    return JSON.parse(text) as { status: string; reason: string | null };
  }

  #fetch(url: string, method: string, body?: unknown, key?: string): Promise<Response> {
    return fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.#setting.token}`,
        ...(key === undefined ? {} : { 'idempotency-key': `"${key}"` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
  }
}
