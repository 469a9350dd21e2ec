import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRetry } from '../model/call.ts';
import { Parking } from '../runtime/parking.ts';
import type { ContextStore, StoredParked } from '../runtime/ports/context-store.ts';
import { type ProvisionedDatabase, provisionedDatabase } from '../testing/provisioned-database.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { postgresStore } from './postgres-store.ts';

/** How many messages are parked for each subscription. */
const many = 100_000;
/** What is stated: how long a beginning and a look may take, milliseconds, on a machine that does other things too. */
const beginsWithinMs = 800;
const looksWithinMs = 50;

let database: ProvisionedDatabase;
let store: ContextStore;

beforeAll(async () => {
  database = await provisionedDatabase(['ordering']);
  const park = (subscription: string, key: string, state: string) =>
    database.query(
      `insert into ordering.parked (subscription, position, key, event_id, message, reactions, state, attempts, due_at, parked_at)
       select $1, n, ${key}, n::text, json_build_object('n', n, 'words', repeat('word ', 200))::text, '["r"]', ${state}, 1, now(), now()
       from generate_series(1, ${many}) n`,
      [subscription],
    );
  await park('dead heads', `'key ' || n`, `'dead'`);
  await park('one head', `'one'`, `case n when 1 then 'dead' else 'waiting' end`);
  await park('all due', `'key ' || n`, `'retrying'`);
  await park('left over', `'key ' || n / 2`, `case n % 2 when 0 then 'waiting' else 'dead' end`);
  await database.query('analyze ordering.parked');
  store = await postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' });
});

afterAll(async () => {
  await store?.close();
  await database?.drop();
});

/** Parking whose looks happen when they are asked for. */
function parkingOf(subscription: string) {
  const tried: StoredParked[] = [];
  let action: (() => void) | undefined;
  let asked = false;
  const watched = new Proxy(store, {
    get(target, name: keyof ContextStore) {
      if (name !== 'parkedHeads') {
        const found = target[name];
        return typeof found === 'function' ? found.bind(target) : found;
      }
      return async (...given: Parameters<ContextStore['parkedHeads']>) => {
        const found = await target.parkedHeads(...given);
        asked = true;
        return found;
      };
    },
  });
  const parking = new Parking({
    subscription,
    store: watched,
    timers: { after: (_, what) => ((action = what), () => (action = undefined)) },
    random: new SeededRandom(1),
    retry: defaultRetry,
    journal: { info: () => undefined, warn: () => undefined, error: () => undefined },
    again: (parked) => void tried.push(parked),
  });
  /** Looks once; gives how long that took, milliseconds. */
  const look = async (): Promise<number> => {
    const from = performance.now();
    asked = false;
    action!();
    while (!asked) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    return performance.now() - from;
  };
  return { parking, tried, look };
}

describe(`with ${many} parked messages`, () => {
  it.each(['dead heads', 'one head', 'all due', 'left over'])(
    'a beginning and a look take the time that is stated (%s)',
    async (subscription) => {
      const { parking, tried, look } = parkingOf(subscription);
      const from = performance.now();
      await parking.start();
      const begun = performance.now() - from;
      expect(parking.count).toBe(many);
      await look();
      const looks: number[] = [];
      for (let n = 0; n < 5; n++) looks.push(await look());
      parking.stop();
      const median = looks.toSorted((a, b) => a - b)[2]!;
      console.log(`${subscription}: begins in ${begun.toFixed(0)} ms, looks in ${median.toFixed(1)} ms`);
      expect(tried.length > 0).toBe(subscription === 'all due' || subscription === 'left over');
      expect(median).toBeLessThan(looksWithinMs);
      expect(begun).toBeLessThan(beginsWithinMs);
    },
  );
});
