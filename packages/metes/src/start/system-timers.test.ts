import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemTimers } from './system-timers.ts';

/** The share of some time in which the event loop is not asleep. */
async function awake(ms: number): Promise<number> {
  const before = performance.eventLoopUtilization();
  await pause(ms);
  return performance.eventLoopUtilization(before).utilization;
}

/** The least of several looks: who is kept awake is so in each of them, and other work of the machine is not in each. */
async function leastAwake(): Promise<number> {
  const looks: number[] = [];
  while (looks.length < 20 && !looks.some((each) => each < 0.5)) looks.push(await awake(50));
  return Math.min(...looks);
}

it('keeps the event loop awake until it is told that it may rest, and says that this was in time', async () => {
  const rest = systemTimers.stayAwake!(2_000);
  expect(await awake(50)).toBeGreaterThan(0.9);
  expect(rest()).toBe(true);
  expect(await leastAwake()).toBeLessThan(0.5);
});

it('rests by itself after the time, and says that it did', async () => {
  const rest = systemTimers.stayAwake!(1);
  await pause(20);
  expect(await leastAwake()).toBeLessThan(0.5);
  expect(rest()).toBe(false);
});
