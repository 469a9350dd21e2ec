import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ContextStore } from '../runtime/ports/context-store.ts';
import type { Growth } from '../runtime/ports/feed.ts';
import { batchOf, changeOf, eventOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresFeed, postgresStore, type PostgresFeedOptions } from './index.ts';

let database: ProvisionedDatabase;
let publisher: string;
let store: ContextStore;
let contexts = 0;

beforeAll(async () => {
  database = await provisionedDatabase([]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  publisher = `ordering-${++contexts}`;
  const urls = await database.provision([publisher]);
  store = await postgresStore({ url: urls.contexts[publisher]!, context: publisher, nudge: true });
  return () => store.close();
});

const feedOf = (options: Partial<PostgresFeedOptions> = {}) =>
  postgresFeed({ url: database.urls.transport, publisher, ...options });
const published = (id: string) => ({
  ...changeOf(id, 0),
  events: [eventOf(id, 1, { published: [{ contract: 'ordering.order-placed', version: 1, data: { id } }] })],
});
const place = (id: string, visible = true) =>
  store.commit(batchOf(visible ? published(id) : changeOf(id, 0)));

describe('a feed over PostgreSQL', () => {
  it('gives published events only, and tells how far it has looked', async () => {
    const feed = feedOf();
    await place('a');
    await place('b', false);
    await place('c');
    await place('d', false);
    const { records, upTo } = await feed.read(0, 10);
    expect(
      records.map(({ position, aggregateId, published: forms }) => [position, aggregateId, forms]),
    ).toEqual([
      [1, 'a', [{ contract: 'ordering.order-placed', version: 1, data: { id: 'a' } }]],
      [3, 'c', [{ contract: 'ordering.order-placed', version: 1, data: { id: 'c' } }]],
    ]);
    expect(upTo).toBe(4);
    expect((await feed.read(0, 1)).upTo).toBe(1);
    expect(await feed.read(4, 10)).toEqual({ records: [], upTo: 4 });
    expect(await feed.head()).toBe(4);
    await feed.close();
  });

  it('gets on in bounded steps when few events are published', async () => {
    const feed = feedOf();
    await store.commit(
      batchOf({ aggregates: [], events: Array.from({ length: 300 }, (_, index) => eventOf('x', index + 1)) }),
    );
    await place('a');
    let after = 0;
    const steps: number[] = [];
    while (after < 301) {
      const { upTo } = await feed.read(after, 2);
      expect(upTo).toBeGreaterThan(after);
      steps.push((after = upTo));
    }
    expect(steps[0]).toBe(40);
    await feed.close();
  });

  it('tells of growth without gaps, by polling alone', async () => {
    const feed = feedOf({ listen: false, pollMs: 20 });
    await place('before');
    const growth: Growth[] = [];
    const stop = feed.onGrowth((grown) => growth.push(grown));
    await until(hasLooked);
    for (let index = 0; index < 20; index++) await place(`o${index}`, index % 3 > 0);
    await until(() => growth.at(-1)?.upTo === 21);
    expect(growth.map(({ after }) => after)).toEqual([1, ...growth.slice(0, -1).map(({ upTo }) => upTo)]);
    expect(growth.flatMap(({ records }) => records.map(({ aggregateId }) => aggregateId))).toEqual(
      Array.from({ length: 20 }, (_, index) => `o${index}`).filter((_, index) => index % 3 > 0),
    );
    stop();
    await feed.close();
  });

  it('is told of commits at once', async () => {
    const feed = feedOf({ pollMs: 60_000 });
    const growth: Growth[] = [];
    feed.onGrowth((grown) => growth.push(grown));
    await until(async () => (await sessions('listen')) > 0);
    await until(hasLooked);
    const delays: number[] = [];
    for (let index = 0; index < 10; index++) {
      const before = performance.now();
      await place(`o${index}`);
      await until(() => growth.at(-1)?.upTo === index + 1, 1);
      delays.push(performance.now() - before);
    }
    expect(Math.max(...delays)).toBeLessThan(2_000);
    await feed.close();
  });

  it('polls while its listening connection is dead, and listens again', async () => {
    const feed = feedOf({ pollMs: 50 });
    const growth: Growth[] = [];
    feed.onGrowth((grown) => growth.push(grown));
    await until(async () => (await sessions('listen')) > 0);
    await until(hasLooked);
    const [{ pid }] = await database.query(`select pid from pg_stat_activity where application_name = $1`, [
      `metes listen ${publisher}`,
    ]);
    await database.query('select pg_terminate_backend($1)', [pid]);
    await place('a');
    await until(() => growth.at(-1)?.upTo === 1);
    await until(
      async () =>
        (
          await database.query(`select 1 from pg_stat_activity where application_name = $1 and pid <> $2`, [
            `metes listen ${publisher}`,
            pid,
          ])
        ).length > 0,
    );
    await feed.close();
  });

  it('comes back after all of its connections were killed', async () => {
    const feed = feedOf({ pollMs: 20 });
    const growth: Growth[] = [];
    feed.onGrowth((grown) => growth.push(grown));
    await until(hasLooked);
    await place('a');
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%' || $1`,
      [publisher],
    );
    const batch = batchOf(published('b'));
    await until(() =>
      store.commit(batch).then(
        () => true,
        () => false,
      ),
    );
    await until(() => growth.at(-1)?.upTo === 2);
    expect(growth.flatMap(({ records }) => records.map(({ aggregateId }) => aggregateId))).toEqual([
      'a',
      'b',
    ]);
    await feed.close();
  });

  it('refuses to go on in a log that was restored to an earlier state', async () => {
    const feed = feedOf();
    await place('a');
    await place('b');
    await feed.read(0, 10);
    await expect(feed.read(3, 10)).rejects.toMatchObject({
      code: 'METES_STORE_LOG_RESET',
      values: { publisher, position: 3, head: 2 },
    });
    const epoch = await feed.epoch();
    await feed.read(2, 10, epoch);
    await database.query(`delete from "${publisher}".log where position = 2`);
    await expect(feed.read(2, 10)).rejects.toMatchObject({ code: 'METES_STORE_LOG_RESET' });
    // The log overtakes the subscriber before it looks again: only the identity of the log tells.
    await place('c');
    await place('d');
    await database.query(`select "${publisher}".new_epoch_1()`);
    await expect(feed.read(2, 10, epoch)).rejects.toMatchObject({ code: 'METES_STORE_LOG_RESET' });
    expect(await feed.epoch()).not.toBe(epoch);
    await feed.close();
  });

  it('goes on with who follows the restored log, and tells of its growth under its identity', async () => {
    const feed = feedOf({ listen: false, pollMs: 20 });
    await place('a');
    const before = await feed.epoch();
    const growth: Growth[] = [];
    feed.onGrowth((grown) => growth.push(grown));
    await until(hasLooked);
    await place('b');
    await until(() => growth.at(-1)?.upTo === 2);
    await database.query(`select "${publisher}".new_epoch_1()`);
    const after = await feed.epoch();
    expect((await feed.read(2, 10, after)).upTo).toBe(2);
    await expect(feed.read(2, 10, before)).rejects.toMatchObject({ code: 'METES_STORE_LOG_RESET' });
    await pause(100);
    await place('c');
    await until(() => growth.at(-1)?.upTo === 3);
    expect(growth.map(({ upTo, epoch }) => [upTo, epoch])).toEqual([
      [2, before],
      [3, after],
    ]);
    await feed.close();
  });

  it('leaves no session behind when it is closed', async () => {
    const feed = feedOf({ pollMs: 10 });
    feed.onGrowth(() => undefined);
    await until(async () => (await sessions('feed')) > 0 && (await sessions('listen')) > 0);
    await feed.close();
    await until(async () => (await sessions('feed')) + (await sessions('listen')) === 0);
    await expect(feed.head()).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
  });
});

/** True when the feed knows where the log ends: what is committed from now on is growth. */
async function hasLooked(): Promise<boolean> {
  const found = await database.query(
    `select 1 from pg_stat_activity where application_name = $1 and state = 'idle' and query like '%cross join lateral%'`,
    [`metes feed ${publisher}`],
  );
  return found.length > 0;
}

async function sessions(kind: 'feed' | 'listen'): Promise<number> {
  const [{ count }] = await database.query(
    'select count(*)::int as count from pg_stat_activity where application_name = $1',
    [`metes ${kind} ${publisher}`],
  );
  return count;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end; await pause(everyMs))
    if (await holds()) return;
  expect.fail(`not so within 10 s: ${holds.toString()}`);
}
