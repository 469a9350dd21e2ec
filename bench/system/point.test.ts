import { describe, expect, it } from 'vitest';
import type { Sample } from './closed-loop.ts';
import { Latencies } from './latency.ts';
import { median } from './median.ts';
import { pointsOf } from './point.ts';
import { table } from './table.ts';

const sample = (units: number): Sample => ({
  units,
  seconds: 2,
  p50Ms: 1.234,
  p99Ms: 5,
  cpuMsPerUnit: 0.12345,
});
const measured = [
  { subject: 'metes', concurrency: 16, samples: [sample(100), sample(400), sample(200)], wrong: [] },
  { subject: 'limit:tx1', concurrency: 16, samples: [sample(50)], wrong: [] },
  { subject: 'limit:tx1', concurrency: 64, samples: [sample(999)], wrong: [] },
  { subject: 'ideal:batch', concurrency: 16, samples: [sample(50)], wrong: ['orders pending: 3 and not 0'] },
];

describe('the points of a run', () => {
  it('are medians, with ratios to the limits measured at the same concurrency', () => {
    expect(pointsOf('w1', measured)[0]).toEqual({
      workload: 'w1',
      subject: 'metes',
      concurrency: 16,
      perSecond: 100,
      p50Ms: 1.23,
      p99Ms: 5,
      cpuMsPerUnit: 0.1235,
      ratios: { 'limit:tx1': 4 },
    });
  });

  it('give the ratio to the toolkit too where peers are measured, and only there', () => {
    const peer = { subject: 'dbos', concurrency: 16, samples: [sample(25)], wrong: [] };
    const [ours, , , , theirs] = pointsOf('peers', [...measured, peer]);
    expect(theirs!.ratios).toEqual({ metes: 0.125, 'limit:tx1': 0.5 });
    expect(ours!.ratios).toEqual({ 'limit:tx1': 4 });
    expect(pointsOf('w1', [...measured, peer])[4]!.ratios).toEqual({ 'limit:tx1': 0.5 });
  });

  it('of an open loop are told by their rate, and have no ratios: all are asked for the same', () => {
    const rates = [10, 20].flatMap((rate) =>
      ['metes', 'limit:tx1'].map((subject) => ({
        subject,
        concurrency: 1_024,
        rate,
        samples: [sample(rate * 2)],
        wrong: [],
      })),
    );
    const points = pointsOf('w1', rates);
    expect(points[2]).toMatchObject({ subject: 'metes', rate: 20, perSecond: 20, ratios: {} });
    expect(table(points, rates, 'orders')).toMatch(
      /10 arriving a second[^]*metes +10[^]*20 arriving[^]*metes +20/,
    );
  });

  it('say nothing about a subject whose verification failed, but why', () => {
    expect(pointsOf('w1', measured)[3]).toMatchObject({
      perSecond: null,
      p50Ms: null,
      ratios: {},
      void: ['orders pending: 3 and not 0'],
    });
  });

  it('are shown as a table for each concurrency', () => {
    const text = table(pointsOf('w1', measured), measured, 'orders');
    expect(text).toContain('64 at once');
    expect(text).toMatch(/metes +100 +50-200 +1\.23 +5\.00 +0\.123 +4\.00/);
    expect(text).toMatch(/ideal:batch +void: orders pending: 3 and not 0/);
  });
});

describe('a latency histogram', () => {
  it('gives every quantile to 1 %', () => {
    const latencies = new Latencies();
    for (let ms = 1; ms <= 1000; ms++) latencies.record(ms);
    expect(latencies.quantile(0.5)! / 500).toBeCloseTo(1, 1);
    expect(latencies.quantile(0.99)! / 990).toBeCloseTo(1, 1);
    expect(Math.abs(latencies.quantile(1)! / 1000 - 1)).toBeLessThan(0.011);
    expect(new Latencies().quantile(0.5)).toBeNull();
  });
});

describe('a median', () => {
  it('is the middle, and nothing when a value is missing', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([1, null])).toBeNull();
    expect(median([])).toBeNull();
  });
});
