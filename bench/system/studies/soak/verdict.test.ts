import { describe, expect, it } from 'vitest';
import { figuresOf } from '../figure.ts';
import type { SoakSample } from './sample.ts';
import { slopeOf } from './slope.ts';
import { verdictOf } from './verdict.ts';

/** Half an hour of a system with nothing wrong: 1,000 orders/s, garbage that comes and goes, autovacuum every minute. */
const healthy = (index: number): SoakSample => {
  const orders = index * 5_000;
  const rows = orders * 2;
  return {
    seconds: 60 + index * 5,
    orders,
    perSecond: 1_000,
    p50Ms: 10,
    p99Ms: 30,
    cpuMsPerOrder: 0.3,
    nodeMb: 250 + (index % 7),
    heapMb: 80 + (index % 9) * 10,
    backendsMb: 60,
    tables: {
      'ordering.log': { table: orders * 1_000, indexes: orders * 200, live: rows, dead: rows * 0.1 },
      'ordering.cursors': { table: 200_000, indexes: 100_000, live: 3, dead: (index % 12) * 2_000 },
    },
    walMb: index * 10,
  };
};

const judged = (change: (sample: SoakSample, index: number) => SoakSample, minutes = 30) => {
  const samples = Array.from({ length: 348 }, (_, index) => change(healthy(index), index));
  return figuresOf('soak', verdictOf(samples, minutes), []);
};
const missed = (change: (sample: SoakSample, index: number) => SoakSample, minutes = 30) =>
  judged(change, minutes).flatMap(({ met, figure }) => (met === false ? [figure] : []));

const withTable = (sample: SoakSample, name: string, change: object): SoakSample => ({
  ...sample,
  tables: { ...sample.tables, [name]: { ...sample.tables[name]!, ...change } },
});

describe('the verdict of a soak', () => {
  it('finds nothing in a healthy system, and tells what it takes', () => {
    const figures = judged((sample) => sample);
    expect(figures.filter(({ target }) => target).map(({ met }) => met)).toEqual(Array(7).fill(true));
    expect(figures[0]).toMatchObject({ figure: 'orders', value: 1_000 });
    expect(figures.at(-1)).toMatchObject({ figure: 'bytes for each order', value: 1.2 });
  });

  it('judges nothing that is too short to be judged', () => {
    expect(judged((sample) => sample, 9).some(({ target }) => target)).toBe(false);
  });

  it.each<[string, (sample: SoakSample, index: number) => SoakSample]>([
    [
      'orders/s in the last third, over the first',
      (sample, index) => ({ ...sample, orders: sample.orders - index * index * 1.5 }),
    ],
    [
      'memory of Node, growth in the second half',
      (sample) => ({ ...sample, nodeMb: sample.nodeMb + sample.seconds / 50 }),
    ],
    [
      'memory of PostgreSQL, growth in the second half',
      (sample) => ({ ...sample, backendsMb: 60 + sample.seconds / 50 }),
    ],
    [
      'bytes for each order in the second half, over the first',
      (sample, index) => withTable(sample, 'ordering.log', { indexes: index ** 3 * 100 }),
    ],
    [
      'tables that must not grow, most MB in the last third over the middle one (+1 MB)',
      (sample, index) => withTable(sample, 'ordering.cursors', { table: index * 50_000 }),
    ],
    [
      'dead rows of those, most in the last third over the middle one (+10,000)',
      (sample, index) => withTable(sample, 'ordering.cursors', { dead: (index > 300 ? 3 : 1) * 30_000 }),
    ],
    [
      'dead rows of tables that grow, most in the last third over living ones',
      (sample) => withTable(sample, 'ordering.log', { dead: sample.orders }),
    ],
  ])('catches a fault in: %s', (figure, change) => {
    expect(missed(change)).toContain(figure);
  });
});

describe('a slope', () => {
  it('is that of most of the points, whatever a few do', () => {
    const line = Array.from({ length: 40 }, (_, at) => ({ at, value: at * 2 + (at % 10 === 0 ? 500 : 0) }));
    expect(slopeOf(line)).toBeCloseTo(2, 0);
    expect(slopeOf([{ at: 1, value: 1 }])).toBeNull();
  });
});
