import { expect, test } from 'vitest';
import { ManualTime } from '../testing/manual-time.ts';
import { Clearing } from './clearing.ts';

/** A store from which so much goes each time, or which is out of reach. */
function stage(outcomes: (number | Error)[]) {
  const time = new ManualTime();
  const told: string[] = [];
  const tell = (message: string) => void told.push(message);
  const asked: number[] = [];
  const store = {
    cleanUp: async () => {
      asked.push(time.now());
      const outcome = outcomes.shift() ?? 0;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
  const clearing = new Clearing([store, { cleanUp: async () => 0 }], {
    timers: time,
    journal: { info: tell, warn: tell, error: tell },
  });
  const from = time.now();
  clearing.start();
  return { time, told, clearing, at: () => asked.map((each) => each - from) };
}

test('what has expired goes once a minute, and at once while there is more than one portion of it', async () => {
  const { time, clearing, at } = stage([7, 2_000, 2_000, 1_999]);
  await time.pass(240_000);
  expect(at()).toEqual([60_000, 120_000, 120_200, 120_400, 180_400]);
  clearing.stop();
  await time.pass(240_000);
  expect(at()).toHaveLength(5);
});

test('a store that is out of reach is told of and asked again a minute later', async () => {
  const { time, told, at } = stage([new Error('gone')]);
  await time.pass(120_000);
  expect(told).toEqual(['expired answers cannot be cleared away now']);
  expect(at()).toEqual([60_000, 120_000]);
});
