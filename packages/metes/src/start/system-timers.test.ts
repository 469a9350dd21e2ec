import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemTimers } from './system-timers.ts';

/** The share of some time in which the event loop is not asleep. */
async function awake(ms: number): Promise<number> {
  const before = performance.eventLoopUtilization();
  await pause(ms);
  return performance.eventLoopUtilization(before).utilization;
}

it('keeps the event loop awake until it is told that it may rest, and says that this was in time', async () => {
  const rest = systemTimers.stayAwake!(2_000);
  expect(await awake(50)).toBeGreaterThan(0.9);
  expect(rest()).toBe(true);
  expect(await awake(50)).toBeLessThan(0.5);
});

it('rests by itself after the time, and says that it did', async () => {
  const rest = systemTimers.stayAwake!(1);
  await pause(20);
  expect(await awake(50)).toBeLessThan(0.5);
  expect(rest()).toBe(false);
});
