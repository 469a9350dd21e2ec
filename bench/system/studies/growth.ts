import { measure, type Say } from '../measure.ts';
import type { Measured } from '../measure.ts';
import { pointsOf } from '../point.ts';
import type { BenchServer } from '../server.ts';
import { query } from '../server.ts';
import type { LoopRun, Subject } from '../subject.ts';
import { metes } from '../subjects/metes/w1/subject.ts';
import { openShop } from '../subjects/metes/w1/running-shop.ts';
import { readBooks } from '../subjects/metes/w1/reading-books.ts';
import { booksSince } from '../w1/books-since.ts';
import { takingOrders } from '../w1/order-taker.ts';
import { type Figure, figuresOf, type Taken } from './figure.ts';
import { makeHistory } from './history.ts';
import type { Study } from './study.ts';
import type { StudyOptions } from './study-options.ts';

/** At least so much of the rate on an empty database. */
const target = { atLeast: 0.85 };

/** W1 on a database that has seen many orders, against one that has seen none. */
export const growth: Study = {
  name: 'growth',
  about: 'w1 on a database with a long history, in turn with an empty one',
  server: {},
  run: (options, server, say) => grown(options, server!, say),
};

async function grown(options: StudyOptions, server: BenchServer, say: Say): Promise<readonly Figure[]> {
  await using database = await server.database('history');
  const wrong = [...(await makeHistory(database.url, options.history, say))];
  // A history of years was cleaned up and analysed long ago.
  say('vacuums and analyses the history');
  await query(database.url, 'vacuum (analyze)');
  const workload = {
    name: 'w1',
    about: growth.about,
    unit: 'orders',
    kind: 'loop',
    subjects: [{ ...metes, name: 'empty' }, withHistory(database.url)],
  } as const;
  const measured =
    wrong.length > 0
      ? []
      : await measure(
          workload,
          new Set(['empty', 'history']),
          { ...options, concurrency: [options.concurrency] },
          server,
          say,
        );
  wrong.push(...pointsOf('w1', measured).flatMap((each) => each.void ?? []));
  return figuresOf('growth', taken(measured, options.history), wrong);
}

function withHistory(url: string): Subject<LoopRun> {
  let seed = 1;
  return {
    name: 'history',
    about: 'the same, where many orders were placed before',
    open: async () => {
      const before = await readBooks(url);
      const shop = await openShop(url, { stocked: true });
      // Another seed each time: the orders of the first are in the history.
      seed += 1;
      const taker = { ...shop, books: async () => booksSince(before, await shop.books()) };
      const run = takingOrders(taker, seed);
      // Taking over from the one that stopped takes a moment; the other subject has filled its shelves by then.
      await run.unit(0);
      return run;
    },
  };
}

function taken(measured: readonly Measured[], history: number): readonly Taken[] {
  const [empty, grownUp] = ['empty', 'history'].map(
    (name) => measured.find((each) => each.subject === name)?.samples ?? [],
  );
  const long = `${history.toLocaleString('en')} orders before`;
  const both = [
    { name: 'empty', samples: empty! },
    { name: long, samples: grownUp! },
  ];
  const rates = (samples: Measured['samples']): number[] => samples.map((each) => each.units / each.seconds);
  return [
    ...both.map(({ name, samples }) => ({
      figure: `rate, ${name}`,
      unit: 'orders/s',
      samples: rates(samples),
    })),
    {
      figure: 'rate with the history over rate without',
      unit: 'x',
      // Those of one round were measured one right after the other.
      samples: rates(grownUp!).map((rate, round) => rate / rates(empty!)[round]!),
      target,
      digits: 2,
    },
    ...both.map(({ name, samples }) => ({
      figure: `p99, ${name}`,
      unit: 'ms',
      samples: samples.map((each) => each.p99Ms),
    })),
    ...both.map(({ name, samples }) => ({
      figure: `CPU, ${name}`,
      unit: 'ms/order',
      samples: samples.map((each) => each.cpuMsPerUnit),
      digits: 3,
    })),
  ];
}
