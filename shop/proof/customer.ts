import type { CheckoutAttempt } from '../audit/index.ts';

/** An answer of the shop. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  /** The body as JSON; undefined when there is none. */
  readonly body: any;
}

/** What the customer says at a checkout. */
export const details = {
  paymentMethod: { type: 'card', token: 'pm_card_visa' },
  shippingAddress: {
    street: '12 Elm St',
    city: 'Springfield',
    state: 'IL',
    zipCode: '62701',
    country: 'US',
  },
};

/** The same, with a card that the provider declines. */
export const declined = { ...details, paymentMethod: { type: 'card', token: 'pm_card_declined' } };

/** Who talks to which shop. */
export interface CustomerSetting {
  readonly url: () => string;
  readonly token: string;
  /** What is remembered of checkouts goes here. */
  readonly attempts: CheckoutAttempt[];
}

/** Somebody who talks to the shop over HTTP. */
export class Customer {
  readonly token: string;
  readonly #setting: CustomerSetting;

  constructor(setting: CustomerSetting) {
    this.#setting = setting;
    this.token = setting.token;
  }

  /** Sends a request such as `POST /carts`. */
  async ask(line: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
    const { url, token } = this.#setting;
    const [method = 'GET', path = '/'] = line.split(' ');
    const answer = await fetch(url() + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  /** Takes a cart and fills it; gives its id. */
  async cartWith(...items: readonly { readonly sku: string; readonly quantity: number }[]): Promise<string> {
    const opened = await this.ask('POST /carts');
    const { cartId } = opened.body as { cartId: string };
    for (const item of items) await this.ask(`POST /carts/${cartId}/items`, item);
    return cartId;
  }

  /** Checks a cart out under a key, and remembers what the shop promised. */
  async checkOut(cartId: string, key: string, body: unknown = details): Promise<Told> {
    const told = await this.ask(`POST /carts/${cartId}/checkout`, body, { 'idempotency-key': `"${key}"` });
    if (told.status === 202) {
      const { orderId, total } = told.body as { orderId: string; total: { minor: number } };
      this.#setting.attempts.push({ cartId, key, outcome: 'accepted', orderId, totalMinor: total.minor });
    }
    return told;
  }

  /** Buys so many of one thing; gives the id of the order. */
  async buy(sku: string, quantity: number, body: unknown = details): Promise<string> {
    const cartId = await this.cartWith({ sku, quantity });
    const told = await this.checkOut(cartId, `key-of-${cartId}`, body);
    return (told.body as { orderId: string }).orderId;
  }
}
