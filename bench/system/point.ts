import type { Sample } from './closed-loop.ts';
import type { Measured } from './measure.ts';
import { median } from './median.ts';
import { type Pressure, samePressure } from './pressure.ts';
import { rounded } from './rounded.ts';
import { isRuler, type WorkloadName } from './subject.ts';

/** One line of the result: medians over the repeats. */
export interface Point extends Pressure {
  readonly workload: WorkloadName;
  readonly subject: string;
  /** Clients at once; 1 for W3 and W4, which have one heap of work. With a rate, the most that may be under way. */
  readonly concurrency: number;
  /** Units done in a second; null when the point is void. */
  readonly perSecond: number | null;
  /** Request to final state; null for W3 and W4. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Of Node (with the driver) and all of PostgreSQL together; null where the system does not tell. */
  readonly cpuMsPerUnit: number | null;
  /** `perSecond` over that of each limit (in `peers`, also of `metes`) measured in the same run at the same concurrency; none with a rate. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Only on a point that does not count: why. */
  readonly void?: readonly string[];
}

/** Makes the points of a run. */
export function pointsOf(workload: WorkloadName, measured: readonly Measured[]): readonly Point[] {
  return measured.map((each) => {
    const { subject, concurrency, rate, wrong } = each;
    const perSecond = rateOf(each);
    const limits = measured.filter(
      (other) =>
        rate === undefined &&
        samePressure(other, each) &&
        other.subject !== subject &&
        isRuler(other.subject, workload),
    );
    const ratios: Record<string, number> = {};
    for (const limit of limits) {
      const ruler = rateOf(limit);
      if (perSecond !== null && ruler !== null && ruler > 0)
        ratios[limit.subject] = rounded(perSecond / ruler, 3)!;
    }
    const middle = (of: (sample: Sample) => number | null): number | null =>
      wrong.length > 0 ? null : median(each.samples.map(of));
    return {
      workload,
      subject,
      concurrency,
      ...(rate === undefined ? {} : { rate }),
      perSecond: rounded(perSecond, 1),
      p50Ms: rounded(
        middle((sample) => sample.p50Ms),
        2,
      ),
      p99Ms: rounded(
        middle((sample) => sample.p99Ms),
        2,
      ),
      cpuMsPerUnit: rounded(
        middle((sample) => sample.cpuMsPerUnit),
        4,
      ),
      ratios,
      ...(wrong.length > 0 ? { void: wrong } : {}),
    };
  });
}

function rateOf({ samples, wrong }: Measured): number | null {
  return wrong.length > 0 ? null : median(samples.map((sample) => sample.units / sample.seconds));
}
