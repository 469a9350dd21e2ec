import { arrivals } from './arrivals.ts';
import { type Sample, sum } from './closed-loop.ts';
import type { CpuClock } from './cpu.ts';
import { Latencies } from './latency.ts';
import type { LoopRun } from './subject.ts';

/** How an open loop runs. */
export interface OpenTimes {
  readonly warmupSeconds: number;
  readonly seconds: number;
  /** Arrivals a second. */
  readonly rate: number;
  /** How many requests may be under way at once. */
  readonly most: number;
}

/** What an open loop gave, and why it does not count, if it does not. */
export interface OpenOutcome {
  readonly sample: Sample;
  readonly overloaded: string | undefined;
}

/**
 * Sends requests when they are due, whether or not those before have been answered. A latency runs from the moment at
 * which the request was due: a subject that stops for a second lets all that came in that second wait, and it shows. All
 * that was due within the window counts and is waited for. When too many are under way at once the subject cannot keep
 * up, and the loop ends.
 */
export async function openLoop(run: LoopRun, times: OpenTimes, cpu: CpuClock): Promise<OpenOutcome> {
  const latencies = new Latencies();
  const usedMs = (): number | null => sum(cpu(), run.cpuMs?.() ?? (run.cpuMs ? null : 0));
  const opens = times.warmupSeconds * 1000;
  const closes = opens + times.seconds * 1000;
  const began = performance.now();
  const now = (): number => performance.now() - began;
  const underWay = new Set<Promise<void>>();
  const next = arrivals(times.rate);
  let [sent, endedInWindow] = [0, 0];
  let failure: { readonly error: unknown } | undefined;
  let overloaded: string | undefined;

  const ask = async (due: number): Promise<void> => {
    try {
      await run.unit(sent++ % times.most);
    } catch (error) {
      failure ??= { error };
      return;
    }
    const at = now();
    if (due >= opens && due < closes) latencies.record(at - due);
    if (at >= opens && at < closes) endedInWindow++;
  };
  const arrive = async (): Promise<void> => {
    for (let due = next(); due < closes && !failure; due = next()) {
      while (due > now()) await sleep(due - now());
      if (underWay.size >= times.most) {
        overloaded = `overloaded: ${times.most.toLocaleString('en')} under way at once, ${(now() / 1000).toFixed(1)} s after the beginning of ${times.rate.toLocaleString('en')} a second`;
        return;
      }
      const asked = ask(due).then(() => void underWay.delete(asked));
      underWay.add(asked);
    }
  };
  const window = async (): Promise<number | null> => {
    await sleep(opens);
    const before = usedMs();
    await sleep(closes - now());
    const after = usedMs();
    return before === null || after === null ? null : after - before;
  };

  const measuring = window();
  await arrive();
  if (failure) throw failure.error;
  await Promise.all(underWay);
  if (failure) throw (failure as { readonly error: unknown }).error;
  const cpuMs = overloaded ? null : await measuring;
  return {
    sample: {
      units: endedInWindow,
      seconds: times.seconds,
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      cpuMsPerUnit: cpuMs === null || endedInWindow === 0 ? null : cpuMs / endedInWindow,
    },
    overloaded,
  };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
