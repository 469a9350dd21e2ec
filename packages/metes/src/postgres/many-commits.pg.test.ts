import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProvisionedDatabase, provisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore } from './postgres-store.ts';

/** What is stated: how long one clearing may take that removes nothing, and one that removes 2,000, milliseconds. */
const looksWithinMs = 100;
const removesWithinMs = 500;

let database: ProvisionedDatabase;
let store: Awaited<ReturnType<typeof postgresStore>>;

beforeAll(async () => {
  database = await provisionedDatabase(['ordering']);
  store = await postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' });
});

afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const count = async (): Promise<number> =>
  (await database.query('select count(*)::int as count from ordering.commits'))[0].count;

/** Clears away once; gives how many rows went and how long that took, milliseconds. */
async function cleared(): Promise<{ readonly gone: number; readonly ms: number }> {
  const from = performance.now();
  const gone = await store.cleanUp(2_000);
  return { gone, ms: performance.now() - from };
}

describe('with the marks of 1,000,000 commits, clearing away', () => {
  it('takes the time that is stated, and removes what ended writers left', async () => {
    // 400 writers: a process leaves some 2,500 marks, so this is a day on which one was started every few minutes.
    await database.query(
      `insert into ordering.commits (writer, sequence, at)
       select 'writer ' || w, s, now() - interval '20 hours' from generate_series(1, 400) w, generate_series(1, 2500) s`,
    );
    await database.query('analyze ordering.commits');
    await cleared();
    const nothing = [await cleared(), await cleared(), await cleared()];
    expect(nothing.map(({ gone }) => gone)).toEqual([0, 0, 0]);
    await database.query(
      `update ordering.commits set at = now() - interval '25 hours' where writer like 'writer 39%'`,
    );
    // One that goes on: its last mark is young, whatever its first ones are.
    await database.query(
      `update ordering.commits set at = now() where writer = 'writer 399' and sequence = 2500`,
    );
    const some = [await cleared(), await cleared(), await cleared()];
    expect(some.map(({ gone }) => gone)).toEqual([2_000, 2_000, 2_000]);
    // The best of several: what the machine does besides is not meant.
    const best = (all: readonly { readonly ms: number }[]): number => Math.min(...all.map(({ ms }) => ms));
    console.log(`looks in ${best(nothing).toFixed(0)} ms, removes in ${best(some).toFixed(0)} ms`);
    expect(best(nothing)).toBeLessThan(looksWithinMs);
    expect(best(some)).toBeLessThan(removesWithinMs);
    while ((await cleared()).gone > 0);
    expect(await count()).toBe(1_000_000 - 10 * 2_500);
  });
});
