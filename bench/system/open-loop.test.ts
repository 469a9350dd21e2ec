import { describe, expect, it } from 'vitest';
import { arrivals } from './arrivals.ts';
import { openLoop } from './open-loop.ts';
import type { LoopRun } from './subject.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const run = (unit: () => Promise<void>): LoopRun => ({
  unit,
  verify: () => Promise.resolve([]),
  close: () => Promise.resolve(),
});
const times = { warmupSeconds: 0, seconds: 0.4, rate: 200, most: 1_000 };

describe('arrivals', () => {
  it('are the same for a seed, as many as their rate says, and as irregular as chance', () => {
    const [one, other] = [arrivals(1_000, 3), arrivals(1_000, 3)];
    const moments = Array.from({ length: 20_000 }, () => one());
    expect(moments.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => other()));
    expect(moments.at(-1)! / 20_000).toBeCloseTo(1, 1);
    const gaps = moments.map((at, index) => at - (moments[index - 1] ?? 0));
    // Of a Poisson process, a share of 1/e of the gaps is longer than the mean.
    expect(gaps.filter((gap) => gap > 1).length / gaps.length).toBeCloseTo(Math.exp(-1), 1);
  });
});

describe('an open loop', () => {
  it('asks at its rate, however long the answers take', async () => {
    let asked = 0;
    const { sample, overloaded } = await openLoop(
      run(() => {
        asked++;
        return sleep(50);
      }),
      times,
      () => 0,
    );
    expect(overloaded).toBeUndefined();
    const next = arrivals(times.rate);
    let due = 0;
    while (next() < times.seconds * 1000) due++;
    expect(asked).toBe(due);
    expect(sample.p50Ms).toBeGreaterThanOrEqual(49);
  });

  it('sees a pause as all who arrived in it saw it', async () => {
    let asked = 0;
    // The third answer blocks everything for 150 ms; those who arrive meanwhile are answered at once, afterwards.
    const unit = (): Promise<void> => {
      if (++asked === 3) {
        const until = performance.now() + 150;
        while (performance.now() < until);
      }
      return Promise.resolve();
    };
    const { sample } = await openLoop(run(unit), times, () => 0);
    expect(sample.p99Ms).toBeGreaterThan(100);
  });

  it('ends when too many are under way, and says so', async () => {
    const { overloaded } = await openLoop(
      run(() => sleep(300)),
      { ...times, most: 5 },
      () => 0,
    );
    expect(overloaded).toMatch(
      /^overloaded: 5 under way at once, \d+\.\d s after the beginning of 200 a second$/,
    );
  });

  it('counts the CPU of the window for what ended in it', async () => {
    let ms = 0;
    const { sample } = await openLoop(
      run(() => Promise.resolve()),
      times,
      () => (ms += 30),
    );
    expect(sample.cpuMsPerUnit! * sample.units).toBeCloseTo(30);
  });

  it('fails as the subject fails', async () => {
    const failing = run(() => Promise.reject(new Error('no connection')));
    await expect(openLoop(failing, times, () => 0)).rejects.toThrow('no connection');
  });
});
