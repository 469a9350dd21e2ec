import { describe, expect, it } from 'vitest';
import type { Growth } from '../runtime/ports/feed.ts';
import { batchOf, changeOf, eventOf } from '../testing/store-conformance/rig.ts';
import { MemoryDatabase, memoryFeed, memoryStore } from './index.ts';

const forms = [{ contract: 'ordering.order-placed', version: 1, data: {} }];

function system() {
  const database = new MemoryDatabase();
  const store = memoryStore({ context: 'ordering', clock: { now: () => 0 }, database });
  const place = (id: string, published = true) =>
    store.commit(
      batchOf({ ...changeOf(id, 0), events: [eventOf(id, 1, { published: published ? forms : [] })] }),
    );
  return { feed: memoryFeed({ database, publisher: 'ordering' }), place };
}

describe('a feed in memory', () => {
  it('gives published events only, and tells how far it has looked', async () => {
    const { feed, place } = system();
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) await place(id, index % 2 === 0);
    const { records, upTo } = await feed.read(0, 10);
    expect(records.map(({ position, aggregateId, published }) => [position, aggregateId, published])).toEqual(
      [
        [1, 'a', forms],
        [3, 'c', forms],
      ],
    );
    expect(upTo).toBe(4);
    expect((await feed.read(0, 1)).upTo).toBe(1);
    expect(await feed.head()).toBe(4);
  });

  it('tells of growth without gaps until nobody listens any more', async () => {
    const { feed, place } = system();
    await place('before');
    const growth: Growth[] = [];
    const stop = feed.onGrowth((grown) => growth.push(grown));
    await place('a');
    await place('b', false);
    await place('c');
    stop();
    await place('d');
    expect(growth.map(({ after, upTo }) => [after, upTo])).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(growth.flatMap(({ records }) => records.map(({ aggregateId }) => aggregateId))).toEqual([
      'a',
      'c',
    ]);
  });

  it('refuses to read beyond the end of the log', async () => {
    const { feed } = system();
    await expect(feed.read(1, 10)).rejects.toMatchObject({ code: 'METES_STORE_LOG_RESET' });
    expect(await feed.epoch()).toBe('memory-ordering');
  });
});
