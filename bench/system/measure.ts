import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FreshDatabase } from 'metes/embedded';
import type { RunOptions } from './arguments.ts';
import { bulk } from './bulk.ts';
import { closedLoop, type Sample } from './closed-loop.ts';
import { openLoop } from './open-loop.ts';
import { type Pressure, pressuresOf, samePressure } from './pressure.ts';
import type { BenchServer } from './server.ts';
import type { BulkRun, LoopRun, Subject, Workload } from './subject.ts';

/** All measurements of one subject under one pressure. */
export interface Measured extends Pressure {
  readonly subject: string;
  readonly samples: readonly Sample[];
  /** Why they do not count, if they do not: what the verification found, or what went wrong. */
  readonly wrong: readonly string[];
}

/** What a run goes by. */
export type MeasureOptions = Pick<RunOptions, 'concurrency' | 'seconds' | 'warmupSeconds' | 'repeat'> &
  Partial<Pick<RunOptions, 'rates'>>;

/** Told in one line what is going on. */
export type Say = (text: string) => void;

/** Measures the subjects of a workload in turn, in another order each time, so that a slow minute hits all of them. */
export async function measure(
  workload: Workload,
  names: ReadonlySet<string>,
  options: MeasureOptions,
  server: BenchServer,
  say: Say,
): Promise<readonly Measured[]> {
  const book = new Book(workload, options, say);
  if (workload.kind === 'loop') {
    const { warmupSeconds, seconds } = options;
    const subjects = workload.subjects.filter((each) => names.has(each.name));
    for (const pressure of pressuresOf(options)) {
      for (let round = 0; round < options.repeat; round++) {
        for (const subject of inTurn(subjects, round)) {
          await book.enter(subject.name, pressure, round, () =>
            measureLoop(subject, { warmupSeconds, seconds, ...pressure }, server),
          );
        }
      }
    }
  } else {
    await measureBulks(
      workload.subjects.filter((each) => names.has(each.name)),
      workload.units,
      { options, server, book, say },
    );
  }
  return book.measured;
}

/** More units a second than a subject that has to be made ready will reach. */
const mostPerSecond = 900;

/** Arrivals scatter: more may come than their rate says. */
const spare = 1.2;

async function measureLoop(
  subject: Subject<LoopRun>,
  times: Pressure & { readonly warmupSeconds: number; readonly seconds: number },
  server: BenchServer,
): Promise<Outcome> {
  const { concurrency, rate } = times;
  await using database = await server.database('bench');
  const run = await subject.open({ server, url: database.url, concurrency });
  try {
    await run.prepare?.(
      Math.ceil((times.warmupSeconds + times.seconds) * (rate === undefined ? mostPerSecond : rate * spare)),
    );
    await settle(server);
    if (rate === undefined) {
      const sample = await closedLoop(run, times, server.cpu);
      return { sample, wrong: await run.verify() };
    }
    const { sample, overloaded } = await openLoop(run, { ...times, rate, most: concurrency }, server.cpu);
    return { sample, wrong: [...(overloaded ? [overloaded] : []), ...(await run.verify())] };
  } finally {
    await run.close();
  }
}

/** A heap of work has no clients. */
const alone: Pressure = { concurrency: 1 };

async function measureBulks(
  subjects: readonly Subject<BulkRun>[],
  units: number,
  { options, server, book, say }: { options: MeasureOptions; server: BenchServer; book: Book; say: Say },
): Promise<void> {
  const open: { subject: Subject<BulkRun>; run: BulkRun }[] = [];
  const databases: FreshDatabase[] = [];
  try {
    for (const subject of subjects) {
      say(`${subject.name}: makes ${units.toLocaleString('en')} events`);
      const database = await server.database('bench');
      databases.push(database);
      await book.guard(subject.name, alone, async () => {
        open.push({ subject, run: await subject.open({ server, url: database.url, concurrency: 1 }) });
      });
    }
    for (let round = 0; round < options.repeat; round++) {
      for (const { subject, run } of inTurn(open, round)) {
        await book.enter(subject.name, alone, round, async () => {
          await run.reset(round);
          await settle(server);
          const sample = await bulk(run, units, server.cpu);
          return { sample, wrong: await run.verify() };
        });
      }
    }
  } finally {
    await Promise.allSettled(open.map(({ run }) => run.close()));
    for (const database of databases) await database.drop();
  }
}

interface Outcome {
  readonly sample: Sample;
  readonly wrong: readonly string[];
}

/** Collects what was measured and tells of it. */
class Book {
  readonly #points: (Measured & { readonly samples: Sample[]; readonly wrong: string[] })[] = [];
  readonly #workload: Workload;
  readonly #options: MeasureOptions;
  readonly #say: Say;

  constructor(workload: Workload, options: MeasureOptions, say: Say) {
    this.#workload = workload;
    this.#options = options;
    this.#say = say;
  }

  get measured(): readonly Measured[] {
    return this.#points;
  }

  async enter(
    subject: string,
    pressure: Pressure,
    round: number,
    once: () => Promise<Outcome>,
  ): Promise<void> {
    const point = this.#point(subject, pressure);
    // A point that is void stays void: to measure it again would only take time.
    if (point.wrong.length > 0) return;
    await this.guard(subject, pressure, async () => {
      const { sample, wrong } = await once();
      point.samples.push(sample);
      point.wrong.push(...wrong);
      const at = this.#workload.kind === 'loop' ? ` at ${spoken(pressure)}` : '';
      const rate = `${Math.round(sample.units / sample.seconds).toLocaleString('en')} ${this.#workload.unit}/s`;
      this.#say(`${this.#workload.name} ${subject}${at}, ${round + 1} of ${this.#options.repeat}: ${rate}`);
      for (const finding of wrong) this.#say(`  void: ${finding}`);
    });
  }

  /** A subject that fails makes its own point void and no other. */
  async guard(subject: string, pressure: Pressure, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#point(subject, pressure).wrong.push(`it failed: ${reasonOf(error)}`);
      this.#say(`  void: ${subject} failed: ${(error as Error).stack}`);
    }
  }

  #point(subject: string, pressure: Pressure) {
    const found = this.#points.find((each) => each.subject === subject && samePressure(each, pressure));
    if (found) return found;
    const made = { subject, ...pressure, samples: [], wrong: [] };
    this.#points.push(made);
    return made;
  }
}

function spoken({ concurrency, rate }: Pressure): string {
  return rate === undefined ? String(concurrency) : `${rate.toLocaleString('en')}/s`;
}

/** The list, begun further on with each round. */
function inTurn<T>(list: readonly T[], round: number): readonly T[] {
  const first = list.length === 0 ? 0 : round % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Nothing of what came before is left to be written to disk or collected. */
export async function settle(server: BenchServer): Promise<void> {
  await server.settle();
  collectGarbage();
}

/** What an error says; when clearing up after it failed as well, both. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('suppressed' in error && 'error' in error)) return error.message;
  return `${reasonOf(error.suppressed)}; and then it could not be closed: ${reasonOf(error.error)}`;
}
