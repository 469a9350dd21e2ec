import { expect, test } from 'vitest';
import { provide } from '../model/port.ts';
import { provisionedDatabase } from '../testing/provisioned-database.ts';
import { postgres } from './postgres-stores.ts';
import { Order, orders, Place, Receive, Reservation, sample, stock, teller } from './sample-under-test.ts';
import { start, type System } from './start.ts';

const ports = [provide(teller, { tell: async (orderId) => `told ${orderId}` })];
const subscription = 'orders<-stock';

test(
  'after a restore the subscribers to a log wait for the word of an operator',
  { timeout: 60_000 },
  async () => {
    await using database = await provisionedDatabase(['orders', 'stock']);
    const store = postgres({ addresses: database.urls });
    const statusOf = (system: System, id: string) =>
      system
        .context('orders')
        .reader.aggregate(Order, id)
        .then((order) => order?.status);
    const halted = async (system: System) => {
      const [{ subscriptions } = { subscriptions: [] }] = await system.status();
      return subscriptions.filter((each) => each.halted).map((each) => [each.subscription, each.halted]);
    };
    const until = async (id: string, status: string, system: System): Promise<void> => {
      await expect.poll(() => statusOf(system, id), { timeout: 10_000 }).toBe(status);
    };
    {
      await using warehouse = await start(sample, { store, only: [stock] });
      await using checkout = await start(sample, { store, only: [orders], ports });
      await warehouse.send('stock', new Receive({ receiptId: 'r1', sku: 'cup', quantity: 9 }));
      await checkout.send('orders', new Place({ orderId: 'o1', sku: 'cup', quantity: 1, customer: 'c' }));
      await until('o1', 'confirmed', checkout);
      const kept = () =>
        database.query('select epoch from orders.cursors where subscription = $1', [subscription]);
      const [log] = await database.query('select epoch::text from stock.log_head');
      await expect.poll(kept, { timeout: 5_000 }).toEqual([log]);
    }
    await database.query('select stock.new_epoch_1()');
    {
      await using warehouse = await start(sample, { store, only: [stock] });
      await using checkout = await start(sample, { store, only: [orders], ports });
      await checkout.send('orders', new Place({ orderId: 'o2', sku: 'cup', quantity: 1, customer: 'c' }));
      await expect.poll(() => halted(checkout)).toEqual([[subscription, 'METES_RUNTIME_LOG_REPLACED']]);
      const { reader } = warehouse.context('stock');
      await expect.poll(() => reader.aggregate(Reservation, 'o2'), { timeout: 10_000 }).toBeDefined();
      // Longer than a poll of the feed, after which it would have been confirmed.
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await statusOf(checkout, 'o2')).toBe('pending');
    }
    await database.query("update orders.cursors set epoch = '' where subscription = $1", [subscription]);
    await using warehouse = await start(sample, { store, only: [stock] });
    await using checkout = await start(sample, { store, only: [orders], ports });
    await until('o2', 'confirmed', checkout);
    expect([...(await halted(warehouse)), ...(await halted(checkout))]).toEqual([]);
  },
);
