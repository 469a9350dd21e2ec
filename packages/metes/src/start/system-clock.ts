import type { Clock } from '../runtime/ports/clock.ts';

/** The clock of the machine, moved by `offsetMs` milliseconds (tests of wrong clocks). */
export function systemClock(offsetMs = 0): Clock {
  return offsetMs === 0 ? { now: Date.now } : { now: () => Date.now() + offsetMs };
}
