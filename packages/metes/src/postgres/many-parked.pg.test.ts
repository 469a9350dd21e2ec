import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRetry } from '../model/call.ts';
import { Parking } from '../runtime/parking.ts';
import type { ContextStore, StoredParked } from '../runtime/ports/context-store.ts';
import { type ProvisionedDatabase, provisionedDatabase } from '../testing/provisioned-database.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { postgresStore } from './postgres-store.ts';

/** How many messages are parked for each subscription. */
const many = 100_000;
/**
 * What is stated: how long a beginning and a look may take, as a part of what reading all of them takes in the same run,
 * so that a busy machine changes nothing. Reading all takes about 1 s on two cores.
 */
const begins = 0.7;
const looks = 0.1;

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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

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
      const begun = [performance.now() - from];
      expect(parking.count).toBe(many);
      await look();
      const looked: number[] = [];
      for (let n = 0; n < 5; n++) looked.push(await look());
      parking.stop();
      const whole: number[] = [];
      for (let n = 0; n < 2; n++) {
        whole.push(await timed(() => store.parked({ subscription, limit: many })));
        const again = parkingOf(subscription).parking;
        begun.push(await timed(() => again.start()));
        again.stop();
      }
      const [all, begin, lookAt] = [whole, begun, looked].map((each) => Math.min(...each)) as [
        number,
        number,
        number,
      ];
      console.log(
        `${subscription}: begins in ${begin.toFixed(0)} ms, looks in ${lookAt.toFixed(1)} ms; reading all takes ${all.toFixed(0)} ms`,
      );
      expect(tried.length > 0).toBe(subscription === 'all due' || subscription === 'left over');
      expect(lookAt / all).toBeLessThan(looks);
      expect(begin / all).toBeLessThan(begins);
    },
  );
});
