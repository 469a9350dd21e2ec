import { describe, expect, test } from 'vitest';
import { MetesError } from '../base/errors.ts';
import { MemoryDatabase } from '../memory/memory-database.ts';
import { provide } from '../model/port.ts';
import type { ContextStore } from '../runtime/ports/context-store.ts';
import { memory } from './memory-stores.ts';
import { Order, orders, Place, Receive, sample, stock, teller } from './sample-under-test.ts';
import { start } from './start.ts';
import type { Stores } from './stores.ts';

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

  test('is asked again whether it is quiet when a store does not answer, until the time is over', async () => {
    let left = 0;
    const inner = memory();
    const store: Stores = {
      open: async (...given) => {
        const stores = await inner.open(...given);
        const failing = (each: ContextStore): ContextStore =>
          new Proxy(each, {
            get(target, name: keyof ContextStore) {
              const found = target[name];
              if (typeof found !== 'function') return found;
              if (name !== 'status' || left-- <= 0) return found.bind(target);
              return () =>
                Promise.reject(
                  new MetesError('METES_STORE_UNAVAILABLE', { context: 'orders', reason: 'planned' }),
                );
            },
          });
        return { ...stores, store: (context) => failing(stores.store(context)) };
      },
    };
    await using system = await start(sample, { store, ports });
    left = 3;
    expect((await system.quiesce(5_000)).left).toEqual([]);
    left = Number.POSITIVE_INFINITY;
    await expect(system.quiesce(100)).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
  });
});
