import { describe, expect, it } from 'vitest';
import { closedLoop } from './closed-loop.ts';
import { processMs } from './cpu.ts';
import type { LoopRun } from './subject.ts';

const times = { warmupSeconds: 0, seconds: 0.05, concurrency: 1 };

/** Units of about a millisecond; the processes of its own use what `cpuMs` says. */
const run = (cpuMs?: () => number | null): LoopRun => ({
  unit: () => new Promise((resolve) => setTimeout(resolve, 1)),
  verify: () => Promise.resolve([]),
  close: () => Promise.resolve(),
  ...(cpuMs ? { cpuMs } : {}),
});

/** Grows by so much whenever it is read. */
const growing = (by: number) => {
  let ms = 0;
  return () => (ms += by);
};

describe('the CPU of a measurement', () => {
  it('is that of the driver and the server', async () => {
    const { cpuMsPerUnit, units } = await closedLoop(run(), times, growing(30));
    expect(cpuMsPerUnit! * units).toBeCloseTo(30);
  });

  it('has in it what the subject has started', async () => {
    const { cpuMsPerUnit, units } = await closedLoop(run(growing(12)), times, growing(30));
    expect(cpuMsPerUnit! * units).toBeCloseTo(42);
  });

  it('is not known when that of the subject is not known', async () => {
    const { cpuMsPerUnit } = await closedLoop(
      run(() => null),
      times,
      growing(30),
    );
    expect(cpuMsPerUnit).toBeNull();
  });

  it.runIf(process.platform === 'linux')(
    'of a process is read while it lives, and nothing of one that is gone',
    () => {
      expect(processMs(process.pid)).toBeGreaterThan(0);
      expect(processMs(2 ** 30)).toBeNull();
    },
  );
});
