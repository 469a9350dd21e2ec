import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProvisionedDatabase, provisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore } from './postgres-store.ts';

const count = 50_000;

let database: ProvisionedDatabase;
let store: Awaited<ReturnType<typeof postgresStore>>;

beforeAll(async () => {
  database = await provisionedDatabase(['ordering']);
  store = await postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' });
  await database.query(`
    insert into ordering.answers (principal, route, key, fingerprint, answer, kept_until)
      select 'p', 'r', n::text, 'f', '{}', now() + interval '1 hour' from generate_series(1, ${count}) n;
    insert into ordering.deadlines (deadline, aggregate_id, due_at, event)
      select 'd', n::text, now() + interval '1 hour', '{}' from generate_series(1, ${count}) n;
    insert into ordering.parked (subscription, position, key, event_id, message, reactions, state, attempts, due_at, parked_at)
      select 's', n, n::text, n::text, '{}', '[]', 'retrying', 1, now() + interval '1 hour', now() from generate_series(1, ${count}) n;`);
  await database.query('vacuum analyze ordering.answers, ordering.deadlines, ordering.parked');
});

afterAll(async () => {
  await store?.close();
  await database?.drop();
});

/** How often each index by time was searched, and how many of its entries were read. */
const reads = (): Promise<readonly { index: string; searches: number; entries: number }[]> =>
  database.query(
    `select indexrelname as index, idx_scan::int as searches, idx_tup_read::int as entries from pg_stat_user_indexes
     where indexrelname in ('answers_by_end', 'deadlines_by_time', 'parked_by_time') order by 1`,
  );

/** Asks for everything that is due: nothing. */
async function ask(): Promise<void> {
  expect(await store.cleanUp(100)).toBe(0);
  expect(await store.dueDeadlines(100)).toEqual([]);
  expect(await store.parkedHeads('s', { keys: [], withinMs: 1_000, limit: 100 })).toEqual([]);
}

it('what is not due yet is not looked at, however much of it there is', async () => {
  const before = await reads();
  // A session tells what it has read when it is asked something a second later.
  const told = async (): Promise<boolean> => {
    await ask();
    return (await reads()).every(({ searches }, at) => searches > before[at]!.searches);
  };
  await expect.poll(told, { timeout: 20_000, interval: 300 }).toBe(true);
  const read = (await reads()).map(({ index, entries }, at) => ({
    index,
    read: entries - before[at]!.entries,
  }));
  expect(read.filter((each) => each.read >= 1_000)).toEqual([]);
});
