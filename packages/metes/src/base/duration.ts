import { MetesError } from './errors.ts';

/** A length of time as people write it: `"250ms"`, `"30s"`, `"15m"`, `"6h"`, `"30d"`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const unitsInMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * The milliseconds of a duration.
 *
 * @throws METES_DURATION_INVALID when the text is not a whole number with a unit.
 * @example milliseconds('15m') // 900000
 */
export function milliseconds(duration: Duration): number {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(duration);
  const ms = match ? Number(match[1]) * unitsInMs[match[2] as keyof typeof unitsInMs] : Number.NaN;
  if (!Number.isSafeInteger(ms)) throw new MetesError('METES_DURATION_INVALID', { text: duration });
  return ms;
}
