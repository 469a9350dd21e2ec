import { median } from '../../median.ts';
import type { Taken, Target } from '../figure.ts';
import { type SoakSample, totalsOf } from './sample.ts';
import { slopeOf } from './slope.ts';

/** A shorter run shows that it works: autovacuum has hardly looked and memory has not settled. */
const judgedFromMinutes = 10;

/** How much memory may seem to grow, MB in ten minutes: what is noise over half of half an hour. */
const flat = { atMost: 10 };

/** The figures of a soak, from what was seen after the warm-up. */
export function verdictOf(samples: readonly SoakSample[], minutes: number): readonly Taken[] {
  const thirds = [0, 1, 2].map((each) => part(samples, each / 3, (each + 1) / 3));
  const [first, middle, last] = thirds as [
    readonly SoakSample[],
    readonly SoakSample[],
    readonly SoakSample[],
  ];
  const [early, late] = [part(samples, 0, 0.5), part(samples, 0.5, 1)];
  const judged = (target: Target): { readonly target?: Target } =>
    minutes >= judgedFromMinutes ? { target } : {};
  const bounded = (sample: SoakSample) => totalsOf(sample, 'bounded');
  const growing = (sample: SoakSample) => totalsOf(sample, 'growing');
  const one = (value: number | null): readonly (number | null)[] => [value];
  return [
    { figure: 'orders', unit: '1/s', samples: one(rateOf(samples)) },
    {
      figure: 'CPU, the middle of all looks',
      unit: 'ms/order',
      samples: one(median(samples.map((each) => each.cpuMsPerOrder))),
      digits: 3,
    },
    {
      figure: 'p99, the middle of all looks',
      unit: 'ms',
      samples: one(median(samples.map((each) => each.p99Ms))),
    },
    {
      figure: 'orders/s in the last third, over the first',
      unit: 'x',
      samples: one(ratio(rateOf(last), rateOf(first))),
      ...judged({ atLeast: 0.9 }),
      digits: 2,
    },
    {
      figure: 'memory of Node, growth in the second half',
      unit: 'MB/10 min',
      samples: one(growthOf(late, (each) => each.nodeMb)),
      ...judged(flat),
    },
    {
      figure: 'memory of PostgreSQL, growth in the second half',
      unit: 'MB/10 min',
      samples: one(growthOf(late, (each) => each.backendsMb)),
      ...judged(flat),
    },
    {
      figure: 'bytes for each order in the second half, over the first',
      unit: 'x',
      samples: one(ratio(bytesPerOrder(late), bytesPerOrder(early))),
      ...judged({ atMost: 1.2 }),
      digits: 2,
    },
    {
      figure: 'tables that must not grow, most MB in the last third over the middle one (+1 MB)',
      unit: 'x',
      samples: one(ratioOfMost(last, middle, (each) => bounded(each).tableMb + bounded(each).indexMb, 1)),
      ...judged({ atMost: 1.2 }),
      digits: 2,
    },
    {
      figure: 'dead rows of those, most in the last third over the middle one (+10,000)',
      unit: 'x',
      samples: one(ratioOfMost(last, middle, (each) => bounded(each).dead, 10_000)),
      ...judged({ atMost: 1.5 }),
      digits: 2,
    },
    {
      figure: 'dead rows of tables that grow, most in the last third over living ones',
      unit: 'x',
      samples: one(mostOf(last, (each) => growing(each).dead / Math.max(1, growing(each).live))),
      ...judged({ atMost: 0.4 }),
      digits: 2,
    },
    { figure: 'bytes for each order', unit: 'kB', samples: one(scaled(bytesPerOrder(samples), 1 / 1024)) },
  ];
}

function part(samples: readonly SoakSample[], from: number, to: number): readonly SoakSample[] {
  return samples.slice(Math.floor(samples.length * from), Math.floor(samples.length * to));
}

/** Of the whole time, not the mean of rates: looks are not exactly equally far apart. */
function rateOf(samples: readonly SoakSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || first === last) return null;
  return (last.orders - first.orders) / (last.seconds - first.seconds);
}

function growthOf(samples: readonly SoakSample[], of: (sample: SoakSample) => number | null): number | null {
  const known = samples.flatMap((each) => {
    const value = of(each);
    return value === null ? [] : [{ at: each.seconds / 600, value }];
  });
  return slopeOf(known);
}

function bytesPerOrder(samples: readonly SoakSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.orders === first.orders) return null;
  const bytes = (sample: SoakSample): number => {
    const { tableMb, indexMb } = totalsOf(sample, 'growing');
    return (tableMb + indexMb) * 2 ** 20;
  };
  return (bytes(last) - bytes(first)) / (last.orders - first.orders);
}

function mostOf(samples: readonly SoakSample[], of: (sample: SoakSample) => number): number | null {
  return samples.length === 0 ? null : Math.max(...samples.map(of));
}

/** `slack` is what does not count: a ratio of small things says nothing. */
function ratioOfMost(
  upper: readonly SoakSample[],
  lower: readonly SoakSample[],
  of: (sample: SoakSample) => number,
  slack: number,
): number | null {
  const [above, below] = [mostOf(upper, of), mostOf(lower, of)];
  return above === null || below === null ? null : Math.max(0, above) / (below + slack);
}

function ratio(upper: number | null, lower: number | null): number | null {
  return upper === null || lower === null || lower === 0 ? null : upper / lower;
}

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : value * by;
}
