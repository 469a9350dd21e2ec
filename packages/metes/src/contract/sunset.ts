import { isDay } from '../base/day.ts';
import { MetesError } from '../base/errors.ts';
import { nameGiven } from '../base/given.ts';

/** Until when an older version of a contract goes out beside the latest. */
export interface Sunset {
  /** `YYYY-MM-DD`: from the beginning of this day (UTC) on, the version no longer goes out. */
  readonly on: string;
  /** Why it goes out longer than that, in words; without it the publisher does not start after the day. */
  readonly despite?: string;
}

/** A day alone, or with the reason to go on after it. */
export type SunsetDeclaration = string | Sunset;

/**
 * Reads what a contract says about the ends of its older versions.
 *
 * @throws METES_CONTRACT_SUNSET for the latest or an unknown version, for what is no day, for a reason without words
 */
export function readSunsets(
  name: string,
  current: number,
  declared: { readonly [version: `v${number}`]: SunsetDeclaration },
): ReadonlyMap<number, Sunset> {
  const sunsets = new Map<number, Sunset>();
  for (const [key, declaration] of Object.entries(declared)) {
    const sunset = typeof declaration === 'object' ? declaration : { on: declaration };
    const version = /^v[1-9]\d*$/.test(key) ? Number(key.slice(1)) : Number.NaN;
    const reason = problemOf(version, current, sunset);
    if (reason !== undefined) throw new MetesError('METES_CONTRACT_SUNSET', { name, version: key, reason });
    sunsets.set(version, sunset);
  }
  return new Map([...sunsets].sort(([one], [other]) => other - one));
}

/** Whoever writes without types may have written anything. */
function problemOf(version: number, current: number, sunset: Sunset | null): string | undefined {
  if (!(version < current)) return `only versions before v${current} end`;
  const { on, despite }: { on?: unknown; despite?: unknown } = sunset ?? {};
  if (typeof on !== 'string' || !isDay(on))
    return `${nameGiven(on ?? sunset)} is no day of the form YYYY-MM-DD`;
  if (despite === undefined) return undefined;
  return typeof despite === 'string' && despite.trim() !== ''
    ? undefined
    : 'the reason to go on has no words';
}

/** Whole days from a moment (milliseconds since the epoch) to the sunset; 0 or less when its day has begun. */
export function daysToSunset({ on }: Sunset, now: number): number {
  return Math.ceil((Date.parse(`${on}T00:00:00Z`) - now) / 86_400_000);
}
