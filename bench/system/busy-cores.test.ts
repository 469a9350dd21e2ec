import { expect, test } from 'vitest';
import { coresAtWork, type Timed } from './busy-cores.ts';

const core = (user: number, sys: number, idle: number): Timed => ({
  times: { user, nice: 0, sys, irq: 0, idle },
});

test('a core is as much at work as it worked between the looks, whatever it did before', () => {
  const before = [core(50_000, 10_000, 900), core(0, 0, 7_000)];
  expect(coresAtWork(before, [core(50_500, 10_250, 1_150), core(10, 0, 7_990)], 1_000)).toBe(0.76);
});

test('a core that waits for its disk is not at work', () => {
  expect(coresAtWork([core(90_000, 9_000, 100)], [core(90_020, 9_000, 100)], 1_000)).toBe(0.02);
});

test('a system that tells nothing, or of other cores than before, has none at work', () => {
  expect(coresAtWork([], [core(10, 10, 10)], 1_000)).toBe(0);
  expect(coresAtWork([core(5, 5, 5)], [], 1_000)).toBe(0);
});
