import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money, provide } from 'metes';
import { bearerTokens, serveHttp } from 'metes/http';
import { postgres, silentJournal, start, type System, systemClock, systemIds } from 'metes/start';
import { audit, type CheckoutAttempt, invariants, takeSnapshot } from '../../../shop/audit/index.ts';
import { ListOffer } from '../../../shop/contexts/cart/application/list-offer.ts';
import { Sku as OfferedSku } from '../../../shop/contexts/cart/domain/ids.ts';
import { ReceiveStock } from '../../../shop/contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from '../../../shop/contexts/inventory/domain/ids.ts';
import { orderConfirmed, orderRejected } from '../../../shop/contexts/ordering/contract/index.ts';
import { paymentGateway } from '../../../shop/contexts/payments/application/payment-gateway.ts';
import { stripeGateway } from '../../../shop/contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from '../../../shop/map.ts';
import { readMigrations } from '../../../shop/migrations.ts';
import { DEFAULT_KEY, DEFAULT_WEBHOOK_SECRET } from '../../../shop/provider/index.ts';
import type { LoopRun, Place, Subject } from '../subject.ts';
import { providerProcess } from './provider-process.ts';
import { Requests } from './requests.ts';

const skuCount = 200;
const skuOf = (number: number): string => `SKU-${String(number).padStart(4, '0')}`;
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

/** The whole shop, its contexts and HTTP in this process as `npm start` runs them. */
export const shopOverHttp: Subject<LoopRun> = {
  name: 'metes',
  about:
    'the shop with its four contexts in one process, HTTP on, webhooks on; the clients share the process',
  open,
};

async function open({ url, concurrency }: Place): Promise<LoopRun> {
  const folder = await mkdtemp(join(tmpdir(), 'metes-bench-'));
  const state = join(folder, 'state');
  const provider = await providerProcess(join(folder, 'provider'));
  const gateway = stripeGateway({
    url: provider.url,
    apiKey: DEFAULT_KEY,
    webhookSecrets: [DEFAULT_WEBHOOK_SECRET],
  });
  const system = await start(shop, {
    store: postgres({ adminUrl: url, folder: state, migrations: readMigrations() }),
    ports: [provide(paymentGateway, gateway)],
  });
  const clock = systemClock();
  const web = await serveHttp({
    contexts: system.contexts,
    title: 'Shop',
    port: 0,
    authenticate: bearerTokens(
      customers.map((id) => ({ token: tokenOf(id), principal: { id, roles: ['customer'] } })),
    ),
    clock,
    ids: systemIds(clock),
    journal: silentJournal,
  });
  await provider.notify(`${web.url}/webhooks/payments`, DEFAULT_WEBHOOK_SECRET);
  await fillShelves(system);

  const requests = new Requests(web.url, concurrency);
  const ends = new Ends(system);
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
      await system.quiesce(60_000);
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
    close: async () => {
      ends.stop();
      requests.close();
      await web.stop();
      await system.stop();
      await provider.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Who waits for the end of which order: told by the log of ordering after the commit, like any subscriber. */
class Ends {
  readonly #waiting = new Map<string, (end: 'confirmed' | 'rejected') => void>();
  /** Ended before anybody asked: the answer to the checkout may come later than the end. */
  readonly #early = new Map<string, 'confirmed' | 'rejected'>();
  readonly stop: () => void;

  constructor(system: System) {
    this.stop = system.context('ordering').outlet.onGrowth(({ records }) => {
      for (const { aggregateId, published } of records) {
        const contract = published[0]?.contract;
        if (contract === orderConfirmed.contract) this.#end(aggregateId, 'confirmed');
        else if (contract === orderRejected.contract) this.#end(aggregateId, 'rejected');
      }
    });
  }

  of(orderId: string): Promise<'confirmed' | 'rejected'> {
    const early = this.#early.get(orderId);
    this.#early.delete(orderId);
    return early ? Promise.resolve(early) : new Promise((resolve) => this.#waiting.set(orderId, resolve));
  }

  #end(orderId: string, end: 'confirmed' | 'rejected'): void {
    const waiting = this.#waiting.get(orderId);
    this.#waiting.delete(orderId);
    if (waiting) waiting(end);
    else this.#early.set(orderId, end);
  }
}

async function fillShelves(system: System): Promise<void> {
  const skus = Array.from({ length: skuCount }, (_, number) => skuOf(number));
  const items = skus.map((sku) => ({ sku: StockedSku.parse(sku), quantity: 1_000_000 }));
  for (let from = 0; from < items.length; from += 100)
    await system.send(
      'inventory',
      new ReceiveStock({
        receiptId: ReceiptId.parse(`opening-${from}`),
        items: items.slice(from, from + 100),
      }),
    );
  const offers = skus.map((sku, number) => ({
    sku: OfferedSku.parse(sku),
    name: `Product ${number}`,
    price: Money.of(500 + number * 10, 'USD'),
    category: ['Kitchen'],
  }));
  await Promise.all(offers.map((offer) => system.send('cart', new ListOffer(offer))));
  await system.quiesce(30_000);
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
    const item = { sku: skuOf((number * 7 + step * 3) % skuCount), quantity: 1 + step };
    const { status, body } = await requests.post(`/carts/${cartId}/items`, token, randomUUID(), item);
    if (status !== 200) throw new Error(`a product was refused with ${status}: ${body}`);
  }
  return { cartId, token };
}
