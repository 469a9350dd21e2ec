import type { CpuClock } from './cpu.ts';
import { Latencies } from './latency.ts';
import type { LoopRun } from './subject.ts';

/** What one measurement gave. */
export interface Sample {
  readonly units: number;
  readonly seconds: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Of this process, all of PostgreSQL and what the subject started, together; null where the system does not tell. */
  readonly cpuMsPerUnit: number | null;
}

/** How long a loop runs. */
export interface LoopTimes {
  readonly warmupSeconds: number;
  readonly seconds: number;
  readonly concurrency: number;
}

/**
 * Lets so many clients ask one thing after another. What is answered within the window after the warm-up counts; all
 * that is under way at its end is waited for and does not count.
 */
export async function closedLoop(run: LoopRun, times: LoopTimes, cpu: CpuClock): Promise<Sample> {
  const latencies = new Latencies();
  const usedMs = (): number | null => sum(cpu(), run.cpuMs?.() ?? (run.cpuMs ? null : 0));
  let measuring = false;
  let stopping = false;
  const client = async (number: number): Promise<void> => {
    while (!stopping) {
      const from = performance.now();
      await run.unit(number);
      if (measuring) latencies.record(performance.now() - from);
    }
  };
  const failed = (error: unknown): never => {
    stopping = true;
    throw error;
  };
  const clients = Promise.all(
    Array.from({ length: times.concurrency }, (_, number) => client(number).catch(failed)),
  );
  const window = async (): Promise<Sample> => {
    await sleep(times.warmupSeconds * 1000);
    const cpuBefore = usedMs();
    const from = performance.now();
    measuring = true;
    await sleep(times.seconds * 1000);
    measuring = false;
    const seconds = (performance.now() - from) / 1000;
    const cpuAfter = usedMs();
    stopping = true;
    const units = latencies.count;
    return {
      units,
      seconds,
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      cpuMsPerUnit:
        cpuBefore === null || cpuAfter === null || units === 0 ? null : (cpuAfter - cpuBefore) / units,
    };
  };
  // A client that fails ends the measurement at once; otherwise the clients end after the window does.
  const sample = await Promise.race([window(), clients.then(() => new Promise<never>(() => undefined))]);
  await clients;
  return sample;
}

/** Both together; null when one cannot be known. */
export const sum = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
