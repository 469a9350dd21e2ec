import type { Random } from './ports/random.ts';
import type { Timers } from './ports/timers.ts';

/** What a pause between tries needs. */
export interface RetryPause {
  readonly timers: Timers;
  readonly random: Random;
}

/**
 * The length of the pause after try number `attempt` (1, 2, ...), in milliseconds: it doubles from `firstMs` up to
 * `mostMs`, and half of it is chance, so that those who failed together do not come back together.
 */
export function backoffMs(
  random: Random,
  attempt: number,
  bounds: { readonly firstMs: number; readonly mostMs: number },
): number {
  const full = Math.min(bounds.mostMs, bounds.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (full / 2) * random.next());
}

/** Waits for the backoff of a try. */
export function pause(
  ports: RetryPause,
  attempt: number,
  bounds: { readonly firstMs: number; readonly mostMs: number },
): Promise<void> {
  return new Promise((resolve) => void ports.timers.after(backoffMs(ports.random, attempt, bounds), resolve));
}
