import { expect, it } from 'vitest';
import type { Timers } from './ports/timers.ts';
import { Vigil } from './vigil.ts';

/** A vigil whose answers come in time or do not; says how often it stayed awake, and whether it does. */
function vigil({ mostMs = 1, works = 1 } = {}) {
  let [begun, awake, inTime] = [0, 0, true];
  const timers: Timers = {
    after: () => () => undefined,
    stayAwake: (ms) => {
      expect(ms).toBe(mostMs);
      begun++;
      awake++;
      return () => (awake--, inTime);
    },
  };
  const made = new Vigil(timers, mostMs, () => works);
  return {
    answers: async (count: number, arriveInTime: boolean) => {
      inTime = arriveInTime;
      const before = begun;
      for (let n = 0; n < count; n++) {
        await made.over(Promise.resolve(n));
        expect(awake).toBe(0);
      }
      return begun - before;
    },
    over: <T>(answer: Promise<T>) => made.over(answer),
    awake: () => awake,
  };
}

it('stays awake from the sending of a commit to its answer, whatever that says', async () => {
  const at = vigil();
  let refuse: (error: Error) => void = () => undefined;
  const answer = at.over(new Promise((_, reject) => (refuse = reject)));
  expect(at.awake()).toBe(1);
  refuse(new Error('refused'));
  await expect(answer).rejects.toThrow('refused');
  expect(at.awake()).toBe(0);
});

it('sleeps while there is other work, where it is told never to wake, and where sleeping costs nothing', async () => {
  expect(await vigil({ works: 3 }).answers(5, true)).toBe(5);
  expect(await vigil({ works: 4 }).answers(5, true)).toBe(0);
  expect(await vigil({ mostMs: 0 }).answers(5, true)).toBe(0);
  const timers: Timers = { after: () => () => undefined };
  expect(await new Vigil(timers, 1, () => 1).over(Promise.resolve('answer'))).toBe('answer');
});

it('gives up on a store whose answers take long, but for one in 256, until one comes in time', async () => {
  const at = vigil();
  // Awake, asleep once, awake, asleep 3 times, and so on up to 255.
  expect(await at.answers(2 + 4 + 8 + 16 + 32 + 64 + 128, false)).toBe(7);
  expect(await at.answers(3 * 256, false)).toBe(3);
  expect(await at.answers(256, true)).toBe(1 + 255);
});
