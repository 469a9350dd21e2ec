import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Money, provide } from 'metes';
import { bearerTokens, type RunningHttp, serveHttp } from 'metes/http';
import { postgres, silentJournal, start, type System, systemClock, systemIds } from 'metes/start';
import type { CommandRequest, RunningContext } from 'metes/runtime';
import pg from 'pg';
import { freshDatabase } from '../../tools/vitest/fresh-database.ts';
import { audit, type CheckoutAttempt, invariants, type Snapshot, takeSnapshot } from '../audit/index.ts';
import { ListOffer } from '../contexts/cart/application/list-offer.ts';
import { Sku } from '../contexts/cart/domain/ids.ts';
import { ReceiveStock } from '../contexts/inventory/application/receive-stock.ts';
import { ReceiptId, Sku as StockedSku } from '../contexts/inventory/domain/ids.ts';
import { paymentGateway } from '../contexts/payments/application/payment-gateway.ts';
import { stripeGateway } from '../contexts/payments/infrastructure/acl/stripe-gateway.ts';
import { shop } from '../map.ts';
import { readMigrations } from '../migrations.ts';
import {
  DEFAULT_WEBHOOK_SECRET,
  type FaultInput,
  type RunningProvider,
  startProvider,
} from '../provider/index.ts';
import { Customer } from './customer.ts';

/** What the shop is opened with. */
export interface ShopSetting {
  /** Units of each SKU on the shelf. */
  readonly goods: Readonly<Record<string, number>>;
  /** Price of everything, minor units of USD. */
  readonly price?: number;
  /** What the provider does wrong from the start. */
  readonly faults?: readonly FaultInput[];
  /** How long a request to the provider may take, milliseconds. */
  readonly providerTimeoutMs?: number;
  /** Whether the provider notifies the shop. */
  readonly webhooks?: boolean;
}

/** The price of everything when nothing else is said. */
export const usualPrice = 1_250;

/** The whole shop in this process, over HTTP, on a database of its own, with a provider that keeps its own ledger. */
export class ShopUnderTest implements AsyncDisposable {
  readonly provider: RunningProvider;
  readonly databaseUrl: string;
  /** Checkouts that customers tried, for the audit. */
  readonly attempts: CheckoutAttempt[] = [];
  /** What HTTP sent to the contexts, with how it went. */
  readonly sends: Send[] = [];
  readonly #folder: string;
  readonly #undo: (() => Promise<unknown>)[];
  readonly #setting: ShopSetting;
  readonly #samples: Snapshot['samples'][number][] = [];
  #system: System | undefined;
  #web: RunningHttp | undefined;
  #sampling: Promise<void> | undefined;

  private constructor(
    setting: ShopSetting,
    place: { provider: RunningProvider; databaseUrl: string; folder: string },
    undo: (() => Promise<unknown>)[],
  ) {
    this.#setting = setting;
    this.provider = place.provider;
    this.databaseUrl = place.databaseUrl;
    this.#folder = place.folder;
    this.#undo = undo;
  }

  /** Opens a shop with goods on the shelves. */
  static async open(setting: ShopSetting): Promise<ShopUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'metes-proof-'));
    const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
    const unwind = async (): Promise<void> => {
      for (const step of undo.splice(0).reverse()) await step();
    };
    try {
      const database = await freshDatabase('proof');
      undo.push(() => database.drop());
      const provider = await startProvider({
        data: join(folder, 'provider'),
        faults: setting.faults ?? [],
      });
      undo.push(() => provider.stop());
      const place = { provider, databaseUrl: database.url, folder: join(folder, 'state') };
      const there = new ShopUnderTest(setting, place, undo);
      undo.push(() => there.close());
      await there.#start();
      await there.#stock();
      return there;
    } catch (error) {
      await unwind();
      throw error;
    }
  }

  get system(): System {
    return this.#system!;
  }

  get url(): string {
    return this.#web!.url;
  }

  /** Somebody who shops; the same name is the same customer. */
  customer(name: string): Customer {
    return new Customer({ url: () => this.url, token: tokenOf(name), attempts: this.attempts });
  }

  /** Somebody of the staff, who sees everything and buys nothing. */
  get staff(): Customer {
    return new Customer({ url: () => this.url, token: staffToken, attempts: [] });
  }

  /** Stops the contexts and HTTP and starts them again on the same data. */
  async restart(): Promise<void> {
    await this.close();
    await this.#start();
  }

  /** Stops the contexts and HTTP; data and provider stay. */
  async close(): Promise<void> {
    this.provider.sendWebhooksTo(undefined);
    await this.#web?.stop();
    await this.#system?.stop();
  }

  /** Says whether the provider notifies the shop from now on. */
  notify(wanted = true): void {
    const url = `${this.url}/webhooks/payments`;
    this.provider.sendWebhooksTo(wanted ? { url, secrets: [DEFAULT_WEBHOOK_SECRET] } : undefined);
  }

  /** Waits until nothing is under way. */
  async quiesce(timeoutMs = 30_000): Promise<void> {
    await this.system.quiesce(timeoutMs);
  }

  /** Looks at the stock all the time, until the next audit. */
  watchStock(everyMs = 10): void {
    const over = new AbortController();
    this.#undo.push(async () => over.abort());
    this.#sampling = this.#asAuditor(async (client) => {
      while (!over.signal.aborted && this.#sampling) {
        const { rows } = await client.query<{ key: string; a0: number; a1: number; a2: number }>(
          'select key, a0::float8, a1::float8, a2::float8 from inventory.audit_tallies',
        );
        this.#samples.push(...rows.map(({ key, a0, a1, a2 }) => ({ key, accounts: [a0, a1, a2] })));
        await pause(everyMs);
      }
    });
  }

  /** Every breach of every invariant, with its name; the shop must be quiet. */
  async audit(): Promise<readonly string[]> {
    const sampling = this.#sampling;
    this.#sampling = undefined;
    await sampling;
    const findings = audit(await this.snapshot(), invariants);
    return findings.flatMap(({ name, breaches }) => breaches.map((breach) => `${name}: ${breach}`));
  }

  /** Everything that is kept, as an audit reads it. */
  async snapshot(): Promise<Snapshot> {
    const { attempts, provider } = this;
    const auditorUrl = await this.#auditorUrl();
    return takeSnapshot({ auditorUrl, providerUrl: provider.url, attempts, samples: this.#samples });
  }

  /**
   * How much is kept of everything: equal before and after whatever writes nothing. Cursors move without anything being
   * written, so they are left out.
   */
  async footprint(): Promise<unknown> {
    const { contexts, ledger } = await this.snapshot();
    const kept = Object.entries(contexts).map(
      ([name, { log, aggregates, answers, tallies, rows, deadlines, parked }]) => ({
        name,
        head: log.length,
        aggregates: aggregates.length,
        answers: answers.length,
        rows: rows.length,
        deadlines: deadlines.length,
        parked: parked.length,
        tallies: tallies.map(({ key, accounts }) => `${key}: ${accounts.join(' ')}`).sort(),
      }),
    );
    const entries = (await this.provider.ledger()).length;
    return { kept, entries, intents: ledger.length };
  }

  /** Runs a statement as the administrator of the database. */
  async query(sql: string): Promise<readonly Record<string, unknown>[]> {
    return withClient(this.databaseUrl, async (client) => (await client.query(sql)).rows);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const step of this.#undo.splice(0).reverse()) await step();
  }

  async #start(): Promise<void> {
    const { url, key } = this.provider;
    const { providerTimeoutMs = 1_000, webhooks = true } = this.#setting;
    const gateway = stripeGateway({
      url,
      apiKey: key,
      webhookSecrets: [DEFAULT_WEBHOOK_SECRET],
      timeoutMs: providerTimeoutMs,
    });
    this.#system = await start(shop, {
      store: postgres({
        adminUrl: this.databaseUrl,
        folder: this.#folder,
        migrations: readMigrations(),
      }),
      ports: [provide(paymentGateway, gateway)],
      runtime: { instance: 'proof' },
    });
    const clock = systemClock();
    this.#web = await serveHttp({
      contexts: this.#system.contexts.map((each) => noted(each, this.sends)),
      title: 'Shop',
      port: 0,
      authenticate: bearerTokens(everybody),
      clock,
      ids: systemIds(clock),
      journal: silentJournal,
    });
    this.notify(webhooks);
  }

  async #stock(): Promise<void> {
    const { goods, price = usualPrice } = this.#setting;
    const items = Object.entries(goods).map(([sku, quantity]) => ({ sku: StockedSku.parse(sku), quantity }));
    await this.system.send('inventory', new ReceiveStock({ receiptId: ReceiptId.parse('opening'), items }));
    for (const { sku } of items) {
      await this.system.send(
        'cart',
        new ListOffer({
          sku: Sku.parse(sku),
          name: `The ${sku}`,
          price: Money.of(price, 'USD'),
          category: ['Kitchen'],
        }),
      );
    }
    await this.quiesce();
  }

  async #asAuditor<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
    return withClient(await this.#auditorUrl(), run);
  }

  async #auditorUrl(): Promise<string> {
    const file = await readFile(join(this.#folder, 'databases.json'), 'utf8');
    return (JSON.parse(file) as { auditor: string }).auditor;
  }
}

/** A command on its way from HTTP to a context. */
export interface Send {
  readonly context: string;
  readonly request: CommandRequest;
  /** How it went; undefined while it is under way. */
  outcome?: 'carried out' | 'answered again' | 'refused';
}

/** The context, with everything that HTTP sends to it noted down. */
function noted(running: RunningContext, sends: Send[]): RunningContext {
  return {
    context: running.context,
    reader: running.reader,
    kept: (wanted) => running.kept(wanted),
    port: (name) => running.port(name),
    send: async (request) => {
      const send: Send = { context: running.context.name, request };
      sends.push(send);
      try {
        const outcome = await running.send(request);
        send.outcome = outcome.replayed ? 'answered again' : 'carried out';
        return outcome;
      } catch (error) {
        send.outcome = 'refused';
        throw error;
      }
    },
  };
}

const staffToken = 'token-of-the-staff-of-the-shop';

/** There are as many customers as the busiest test needs. */
const everybody = [
  { token: staffToken, principal: { id: 'staff-1', roles: ['staff'] } },
  ...Array.from({ length: 600 }, (_, index) => ({
    token: tokenOf(`customer-${index}`),
    principal: { id: `customer-${index}`, roles: ['customer'] },
  })),
];

function tokenOf(name: string): string {
  return `token-of-${name}-for-tests`;
}

async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
