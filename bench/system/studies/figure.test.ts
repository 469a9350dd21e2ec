import { describe, expect, it } from 'vitest';
import { figuresOf } from './figure.ts';
import { figureTable } from './figure-table.ts';

const taken = [
  { figure: 'p99', unit: 'ms', samples: [30, 10, 20], target: { atMost: 20 } },
  { figure: 'ratio', unit: 'x', samples: [0.846], target: { atLeast: 0.85 }, digits: 2 },
  { figure: 'late', unit: 'ms', samples: [21], target: { atMost: 20 } },
  { figure: 'CPU', unit: '%', samples: [null], target: { atMost: 1 } },
  { figure: 'rate', unit: '1/s', samples: [1_234.56] },
];

describe('the figures of a study', () => {
  it('are medians held against their targets, as they are printed', () => {
    const figures = figuresOf('rest', taken, []);
    expect(figures.map(({ value, met }) => [value, met])).toEqual([
      [20, true],
      [0.85, true],
      [21, false],
      [null, null],
      [1_234.6, undefined],
    ]);
    const lines = figureTable(figures).split('\n');
    expect(lines[1]).toMatch(/^p99 +20 +ms +10-30 +at most 20 +yes$/);
    expect(lines[3]).toMatch(/NO$/);
    expect(lines[4]).toMatch(/^CPU +- .*cannot be told$/);
    expect(lines[5]).toMatch(/^rate +1,234\.6 +1\/s +- +- +-$/);
  });

  it('are all void when something was wrong', () => {
    const figures = figuresOf('rest', taken, ['orders pending: 3 and not 0']);
    expect(figures[0]).toMatchObject({ value: null, met: null, void: ['orders pending: 3 and not 0'] });
    expect(figureTable(figures)).toMatch(/void$/m);
    expect(figureTable(figures)).toMatch(/\nvoid: orders pending: 3 and not 0$/);
  });
});
