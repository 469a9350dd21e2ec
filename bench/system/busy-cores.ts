import { type CpuInfo, cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * How many cores are at work in the second to come, to two digits: asked of a machine that is to have nothing to do. The
 * load average would not answer that, because it is of the last minute, and so of the run before this one. What other
 * machines on the same hardware take is not seen.
 */
export async function busyCores(): Promise<number> {
  const before = cpus();
  const from = performance.now();
  await pause(1_000);
  return coresAtWork(before, cpus(), performance.now() - from);
}

/** What is asked of a core: how long it did what since the start of the machine, milliseconds. */
export type Timed = Pick<CpuInfo, 'times'>;

/**
 * How many cores were at work between two looks; none where the system does not tell. A core that waits for a disk has
 * time for others: it is not at work, and `idle` does not count it either.
 *
 * @param passedMs how long it was from one look to the other
 */
export function coresAtWork(before: readonly Timed[], after: readonly Timed[], passedMs: number): number {
  const workedMs = before.reduce(
    (sum, core, index) => sum + atWorkMs(after[index] ?? core) - atWorkMs(core),
    0,
  );
  return Number((workedMs / passedMs).toFixed(2));
}

function atWorkMs({ times }: Timed): number {
  return times.user + times.nice + times.sys + times.irq;
}
