import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, type CheckoutAttempt, invariants, takeSnapshot } from '../../../shop/audit/index.ts';
import { DEFAULT_WEBHOOK_SECRET } from '../../../shop/provider/index.ts';
import { Awaited } from '../awaited.ts';
import { sum } from '../closed-loop.ts';
import type { LoopRun, Place, Subject } from '../subject.ts';
import { type ProviderProcess, providerProcess } from './provider-process.ts';
import { Requests } from './requests.ts';
import { type End, type ShopProcess, shopProcess } from './shop-process.ts';

const skus = Array.from({ length: 200 }, (_, number) => `SKU-${String(number).padStart(4, '0')}`);
const customers = Array.from({ length: 64 }, (_, index) => `customer-${index + 1}`);
const tokenOf = (customer: string): string => `token-of-${customer}-for-measurements`;

const details = {
  paymentMethod: { type: 'card', token: 'pm_card_visa' },
  shippingAddress: { street: '12 Elm St', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' },
};

/** A cart that somebody has filled. */
interface FullCart {
  readonly cartId: string;
  readonly token: string;
}

/** The whole shop, its contexts and HTTP in one process as `npm start` runs them; its clients are in the process of the driver. */
export const shopOverHttp: Subject<LoopRun> = {
  name: 'metes',
  about: 'the shop with its four contexts in one process, HTTP on, webhooks on; the clients in another',
  open,
};

async function open({ url, server, concurrency }: Place): Promise<LoopRun> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-bench-'));
  const opened = [() => rm(folder, { recursive: true, force: true })];
  try {
    const state = join(folder, 'state');
    const ends = new Ends();
    const onGone = (reason: Error): void => ends.fail(reason);
    const provider = await providerProcess(join(folder, 'provider'), onGone);
    opened.push(() => provider.stop());
    const tokens = Object.fromEntries(customers.map((id) => [id, tokenOf(id)]));
    const terms = { adminUrl: server.bySocket(url), state, providerUrl: provider.url, tokens, skus };
    const shop = await shopProcess(terms, { onEnd: (end) => ends.enter(end), onGone });
    opened.push(() => shop.stop());
    await provider.notify(`${shop.url}/webhooks/payments`, DEFAULT_WEBHOOK_SECRET);
    return runOf({ shop, provider, state, ends, concurrency, close: () => closeAll(opened) });
  } catch (error) {
    await closeAll(opened).catch(() => undefined);
    throw error;
  }
}

/** Closes what was opened, the last first, each whatever becomes of the others. */
async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  const close = opened.pop();
  if (!close) return;
  try {
    await close();
  } finally {
    await closeAll(opened);
  }
}

interface OpenShop {
  readonly shop: ShopProcess;
  readonly provider: ProviderProcess;
  readonly state: string;
  readonly ends: Ends;
  readonly concurrency: number;
  readonly close: () => Promise<void>;
}

function runOf({ shop, provider, state, ends, concurrency, close }: OpenShop): LoopRun {
  const requests = new Requests(shop.url, concurrency);
  const carts: FullCart[] = [];
  const attempts: CheckoutAttempt[] = [];
  const wrong: string[] = [];
  return {
    prepare: (units) => fillCarts(requests, carts, units - carts.length, Math.min(concurrency, 64)),
    unit: async () => {
      const cart = carts.pop() ?? (await fullCart(requests));
      const key = randomUUID();
      const answer = await requests.post(`/carts/${cart.cartId}/checkout`, cart.token, key, details);
      if (answer.status !== 202)
        throw new Error(`a checkout was answered with ${answer.status}: ${answer.body}`);
      const { orderId, total } = JSON.parse(answer.body) as { orderId: string; total: { minor: number } };
      attempts.push({ cartId: cart.cartId, key, outcome: 'accepted', orderId, totalMinor: total.minor });
      const end = await ends.of(orderId);
      if (end !== 'confirmed' && wrong.length < 5) wrong.push(`order ${orderId} was ${end}`);
    },
    verify: async () => {
      await shop.quiesce();
      const { auditor } = JSON.parse(await readFile(join(state, 'databases.json'), 'utf8')) as {
        auditor: string;
      };
      const snapshot = await takeSnapshot({
        auditorUrl: auditor,
        providerUrl: provider.url,
        attempts,
        samples: [],
      });
      const findings = audit(snapshot, invariants);
      return [
        ...wrong,
        ...findings.flatMap(({ name, breaches }) => breaches.slice(0, 3).map((each) => `${name}: ${each}`)),
      ];
    },
    cpuMs: () => sum(shop.cpuMs(), provider.cpuMs()),
    close: () => {
      requests.close();
      return close();
    },
  };
}

/** Who waits for the end of which order. */
class Ends {
  readonly #waiting = new Awaited<{
    readonly ended: (end: End[1]) => void;
    readonly failed: (reason: Error) => void;
  }>();
  /** Ended before anybody asked: the answer to the checkout may come later than the end. */
  readonly #early = new Awaited<End[1]>();
  #gone: Error | undefined;

  of(orderId: string): Promise<End[1]> {
    if (this.#gone) return Promise.reject(this.#gone);
    const early = this.#early.take(orderId);
    if (early) return Promise.resolve(early);
    return new Promise((ended, failed) => this.#waiting.set(orderId, { ended, failed }));
  }

  enter([orderId, end]: End): void {
    const waiting = this.#waiting.take(orderId);
    if (waiting) waiting.ended(end);
    else this.#early.set(orderId, end);
  }

  /** Nothing more will be heard of any order. */
  fail(reason: Error): void {
    this.#gone = reason;
    for (const { failed } of this.#waiting.takeAll()) failed(reason);
  }
}

async function fillCarts(
  requests: Requests,
  carts: FullCart[],
  wanted: number,
  atOnce: number,
): Promise<void> {
  let left = wanted;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) carts.push(await fullCart(requests));
    }),
  );
}

let turn = 0;

/** A cart with two products. */
async function fullCart(requests: Requests): Promise<FullCart> {
  const number = turn++;
  const token = tokenOf(customers[number % customers.length]!);
  const opened = await requests.post('/carts', token, randomUUID());
  const { cartId } = JSON.parse(opened.body) as { cartId: string };
  for (const step of [0, 1]) {
    const item = { sku: skus[(number * 7 + step * 3) % skus.length]!, quantity: 1 + step };
    const { status, body } = await requests.post(`/carts/${cartId}/items`, token, randomUUID(), item);
    if (status !== 200) throw new Error(`a product was refused with ${status}: ${body}`);
  }
  return { cartId, token };
}
