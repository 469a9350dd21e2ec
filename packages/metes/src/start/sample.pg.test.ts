import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { provide } from '../model/port.ts';
import { postgresStore } from '../postgres/index.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgres } from './postgres-stores.ts';
import { checkSampleBooks, type SampleBooks } from './sample-books-under-test.ts';
import { Place, Receive, sample, teller } from './sample-under-test.ts';
import { start, type System } from './start.ts';

let database: ProvisionedDatabase;
let told: Map<string, Set<string>>;
const ports = [
  provide(teller, {
    tell: async (orderId, key) => {
      told.set(orderId, (told.get(orderId) ?? new Set()).add(key));
      return `told ${orderId}`;
    },
  }),
];

beforeEach(async () => {
  database = await provisionedDatabase(['orders', 'stock']);
  told = new Map();
});
afterEach(() => database.drop());

const begin = (instance?: string): Promise<System> =>
  start(sample, {
    store: postgres({ addresses: database.urls }),
    ports,
    runtime: instance ? { instance } : {},
  });

const under = (key: string) => ({
  correlation: key,
  causation: key,
  idempotency: { principal: 'p', route: 'r', key, fingerprint: key },
});
const receive = (system: System, sku: string, quantity: number) =>
  system
    .context('stock')
    .send({ command: new Receive({ receiptId: sku, sku, quantity }), ...under(`receive ${sku}`) });
const place = (system: System, orderId: string, sku = 'a') =>
  system
    .context('orders')
    .send({ command: new Place({ orderId, sku, quantity: 1, customer: 'c' }), ...under(orderId) });

async function books(acknowledged: Iterable<string>): Promise<SampleBooks> {
  const open = (name: 'orders' | 'stock') => {
    const { tallies, projections } = sample.contexts.find((each) => each.name === name)!;
    return postgresStore({ url: database.urls.contexts[name]!, context: name, tallies, projections });
  };
  const stores = { orders: await open('orders'), stock: await open('stock') };
  try {
    return await checkSampleBooks(stores, { acknowledged, told });
  } finally {
    await Promise.all([stores.orders.close(), stores.stock.close()]);
  }
}

describe('the sample system on PostgreSQL', () => {
  test('sells 50 pieces to 500 buyers who come at once 50 times', async () => {
    await using system = await begin();
    await receive(system, 'a', 50);
    const names = Array.from({ length: 500 }, (_, n) => `order-${n}`);
    await Promise.all(names.map((name) => place(system, name)));
    await system.quiesce(20_000);
    expect(await books(names)).toEqual({ placed: 500, confirmed: 50, rejected: 450, tooLate: 0 });
    expect(told.size).toBe(50);
  });

  test('runs in two processes at once, and goes on in one', async () => {
    const one = await begin();
    await using other = await begin();
    await receive(one, 'a', 300);
    const names = Array.from({ length: 600 }, (_, n) => `order-${n}`);
    const sent = names.slice(0, 400).map((name, n) => place(n % 2 ? one : other, name));
    // Both are asked for the same orders.
    const twice = names.slice(0, 100).map((name, n) => place(n % 2 ? other : one, name));
    const first = await Promise.all(sent);
    for (const [n, again] of (await Promise.all(twice)).entries())
      expect(again.replayed).not.toBe(first[n]?.replayed);
    await one.stop();
    await Promise.all(names.slice(400).map((name) => place(other, name)));
    await other.quiesce(30_000);
    expect(await books(names)).toEqual({ placed: 600, confirmed: 300, rejected: 300, tooLate: 0 });
  });

  test('loses nothing when connections are cut all the time', async () => {
    await using system = await begin();
    await receive(system, 'a', 1_000);
    let over = false;
    let cut = 0;
    const cutting = (async () => {
      while (!over) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        const [row] = await database.query(
          "select pg_terminate_backend(pid) as done from pg_stat_activity where datname = current_database() and application_name like 'metes %' order by random() limit 1",
        );
        if (row?.done) cut++;
      }
    })();
    const acknowledged = new Set<string>();
    const until = Date.now() + 5_000;
    let next = 0;
    const customer = async (): Promise<void> => {
      while (Date.now() < until) {
        const name = `order-${next++}`;
        while (!acknowledged.has(name)) {
          try {
            await place(system, name);
            acknowledged.add(name);
          } catch (error) {
            expect(['METES_STORE_UNAVAILABLE', 'METES_RUNTIME_KEY_IN_PROGRESS']).toContain(
              (error as MetesError).code,
            );
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        }
      }
    };
    await Promise.all(Array.from({ length: 12 }, customer));
    over = true;
    await cutting;
    expect(cut).toBeGreaterThan(10);
    await system.quiesce(30_000);
    const { placed, confirmed, rejected } = await books(acknowledged);
    expect([placed, confirmed + rejected]).toEqual([acknowledged.size, acknowledged.size]);
    expect(placed).toBeGreaterThan(100);
  });

  test('comes back when the server has crashed', async () => {
    await using system = await begin();
    await receive(system, 'a', 1_000);
    const names = Array.from({ length: 300 }, (_, n) => `order-${n}`);
    const acknowledged = new Set<string>();
    const placing = Promise.all(
      names.map((name) =>
        place(system, name).then(
          () => acknowledged.add(name),
          () => undefined,
        ),
      ),
    );
    const [row] = await database.query(
      "select pid from pg_stat_activity where datname = current_database() and application_name like 'metes %' limit 1",
    );
    try {
      process.kill(row.pid as number, 'SIGKILL');
    } catch {
      // A server elsewhere: its session is ended as hard as can be from here.
      await database.query('select pg_terminate_backend($1)', [row.pid]);
    }
    await placing;
    await system.quiesce(40_000);
    const { placed, confirmed, rejected } = await books(acknowledged);
    expect(placed).toBeGreaterThanOrEqual(acknowledged.size);
    expect(confirmed + rejected).toBe(placed);
    expect(await place(system, 'after')).toMatchObject({ replayed: false });
  });

  test('hands its deliveries over to another process within ten seconds when it is frozen', async () => {
    const one = await begin('one');
    await receive(one, 'a', 10);
    await using other = await begin('other');
    // What a frozen process does: it keeps its lease and renews it no more.
    await database.query(
      "update orders.leases set until = clock_timestamp() + interval '3 seconds', holder = 'frozen'",
    );
    await database.query(
      "update stock.leases set until = clock_timestamp() + interval '3 seconds', holder = 'frozen'",
    );
    const names = Array.from({ length: 20 }, (_, n) => `order-${n}`);
    await Promise.all(names.map((name) => place(other, name)));
    await other.quiesce(10_000);
    expect(await books(names)).toMatchObject({ confirmed: 10, rejected: 10 });
    await one.stop();
  });
});
