import { describe, expect, test } from 'vitest';
import { MemoryDatabase } from '../memory/memory-database.ts';
import { provide } from '../model/port.ts';
import { memory } from './memory-stores.ts';
import { Order, orders, Place, Receive, sample, stock, teller } from './sample-under-test.ts';
import { start } from './start.ts';

const ports = [provide(teller, { tell: async (orderId) => `told ${orderId}` })];

describe('a system in memory', () => {
  test('runs a choreography to its end, and keeps its data while its database is kept', async () => {
    const database = new MemoryDatabase();
    {
      await using system = await start(sample, { store: memory({ database }), ports });
      await system.send('stock', new Receive({ receiptId: 'r1', sku: 'cup', quantity: 5 }));
      await system.send('orders', new Place({ orderId: 'o1', sku: 'cup', quantity: 2, customer: 'c1' }));
      await system.quiesce(5_000);
      expect((await system.context('orders').reader.aggregate(Order, 'o1'))?.status).toBe('confirmed');
    }
    await using again = await start(sample, { store: memory({ database }), ports });
    expect((await again.context('orders').reader.aggregate(Order, 'o1'))?.told).toBe(1);
  });

  test('is told which contexts there are, and which run here', async () => {
    const elsewhere = { ...stock, name: 'warehouse' };
    await expect(start(sample, { store: memory(), ports, only: [elsewhere] })).rejects.toMatchObject({
      code: 'METES_START_CONTEXT_UNKNOWN',
      values: { context: 'warehouse', map: 'sample' },
    });
    await using system = await start(sample, { store: memory(), ports, only: [orders] });
    expect(() => system.context('stock')).toThrow(
      expect.objectContaining({ code: 'METES_START_CONTEXT_ELSEWHERE' }),
    );
    expect(system.contexts.map((each) => each.context.name)).toEqual(['orders']);
  });

  test('that does not become quiet in time says what is left', async () => {
    const slow = [
      provide(teller, { tell: () => new Promise<string>((resolve) => setTimeout(resolve, 700, 'late')) }),
    ];
    await using system = await start(sample, { store: memory(), ports: slow });
    await system.send('stock', new Receive({ receiptId: 'r1', sku: 'cup', quantity: 5 }));
    await system.send('orders', new Place({ orderId: 'o1', sku: 'cup', quantity: 2, customer: 'c1' }));
    await expect(system.quiesce(100)).rejects.toMatchObject({ code: 'METES_START_NOT_QUIET' });
    await system.quiesce(5_000);
  });
});
