import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProvisionedDatabase, provisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresFeed } from './postgres-feed.ts';
import { postgresStore } from './postgres-store.ts';

const events = 80;

let database: ProvisionedDatabase;

beforeAll(async () => {
  database = await provisionedDatabase(['ordering', 'inventory']);
  // Of nearly a megabyte each, half of it in what is published.
  await database.query(
    `insert into ordering.log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, time)
     select n, gen_random_uuid(), 'Order', 'o', n, 'OrderPlaced', 1, large, '[{"contract":"ordering.order-placed","version":1,"data":' || large || '}]', 'c', 'c', 0
     from generate_series(1, ${events}) n, (select '"' || repeat('x', 499900) || '"' as large) l`,
  );
});

afterAll(() => database?.drop());

/** The sizes of the pages up to the end. */
async function pages(
  read: (
    after: number,
  ) => Promise<{ readonly records: readonly { position: number }[]; readonly upTo: number }>,
): Promise<readonly number[]> {
  const sizes: number[] = [];
  for (let after = 0; after < events;) {
    const { records, upTo } = await read(after);
    expect(records.map(({ position }) => position)).toEqual(records.map((_, index) => after + index + 1));
    expect(upTo).toBe(records.at(-1)!.position);
    sizes.push(records.length);
    after = upTo;
  }
  return sizes;
}

describe('a page of large events', () => {
  it('ends at 32 MB, and the next one goes on behind it', async () => {
    const store = await postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' });
    try {
      expect(await pages((after) => store.log(after, 1_000))).toEqual([33, 33, 14]);
      expect(await pages((after) => store.log(after, 1_000, ['OrderPlaced']))).toEqual([33, 33, 14]);
      expect(await pages((after) => store.events(after, 1_000, ['OrderPlaced']))).toEqual([65, 15]);
      expect(await pages((after) => store.published(after, 1_000))).toEqual([65, 15]);
    } finally {
      await store.close();
    }
    const feed = postgresFeed({ url: database.urls.transport, publisher: 'ordering', listen: false });
    try {
      expect(await pages((after) => feed.read(after, 1_000))).toEqual([65, 15]);
    } finally {
      await feed.close();
    }
  });

  it('is whole where its events have room together, each with what is its own', async () => {
    // Every tenth has more than its share of a page of 1,000.
    const sizes = Array.from({ length: 50 }, (_, index) => (index % 10 === 7 ? 100_000 : index));
    await database.query(
      `insert into inventory.log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, time)
       select n, gen_random_uuid(), 'Order', 'o', n, 'OrderPlaced', 1, large, case when n % 2 = 0 then '[{"contract":"inventory.order-placed","version":1,"data":' || large || '}]' end, 'c', 'c', 0
       from unnest(array[${sizes.join(', ')}]) with ordinality as i(size, n), lateral (select '"' || repeat('x', size) || '"' as large) l`,
    );
    const store = await postgresStore({ url: database.urls.contexts['inventory']!, context: 'inventory' });
    try {
      for (const limit of [1_000, 7]) {
        const expected = sizes.slice(0, limit);
        const read = async () => (await store.log(0, limit)).records;
        expect((await read()).map(({ data }) => String(data).length)).toEqual(expected);
        expect((await read()).map(({ published }) => published.length)).toEqual(
          expected.map((_, index) => index % 2),
        );
        const { records } = await store.published(0, limit);
        expect(records.map(({ published: [form] }) => String(form!.data).length)).toEqual(
          sizes.filter((_, index) => index % 2 === 1).slice(0, limit),
        );
      }
    } finally {
      await store.close();
    }
  });
});
