import { median } from '../median.ts';
import { rounded } from '../rounded.ts';
import type { StudyName } from './study-options.ts';

/** What a figure is to be. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** One answer of a study: the median over its repeats, held against a target. */
export interface Figure {
  readonly study: StudyName;
  readonly figure: string;
  /** Null when it does not count or cannot be known here. */
  readonly value: number | null;
  readonly unit: string;
  /** The value of each repeat. */
  readonly samples: readonly (number | null)[];
  readonly target?: Target;
  /** Whether the target is met; null when nothing can be said. */
  readonly met?: boolean | null;
  /** Only on a figure that does not count: why. */
  readonly void?: readonly string[];
}

/** What is known of a figure before it is judged. */
export interface Taken {
  readonly figure: string;
  readonly unit: string;
  readonly samples: readonly (number | null)[];
  readonly target?: Target;
  /** Digits after the point; 1 when nothing is said. */
  readonly digits?: number;
}

/** Makes the figures of a study. What was found wrong makes all of them void. */
export function figuresOf(
  study: StudyName,
  taken: readonly Taken[],
  wrong: readonly string[],
): readonly Figure[] {
  return taken.map(({ figure, unit, samples, target, digits = 1 }) => {
    const value = wrong.length > 0 ? null : rounded(median(samples), digits);
    return {
      study,
      figure,
      value,
      unit,
      samples: samples.map((each) => rounded(each, digits + 1)),
      ...(target ? { target, met: value === null ? null : meets(value, target) } : {}),
      ...(wrong.length > 0 ? { void: wrong } : {}),
    };
  });
}

/** True when a value is what it is to be. */
export function meets(value: number, target: Target): boolean {
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}
