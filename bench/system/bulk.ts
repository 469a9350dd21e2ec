import type { Sample } from './closed-loop.ts';
import type { CpuClock } from './cpu.ts';
import type { BulkRun } from './subject.ts';

/** Measures how long the whole heap takes. A latency of its parts means nothing, so there is none. */
export async function bulk(run: BulkRun, units: number, cpu: CpuClock): Promise<Sample> {
  await run.start?.();
  const cpuBefore = cpu();
  const from = performance.now();
  await run.run();
  const seconds = (performance.now() - from) / 1000;
  const cpuAfter = cpu();
  const cpuMsPerUnit = cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / units;
  return { units, seconds, p50Ms: null, p99Ms: null, cpuMsPerUnit };
}
