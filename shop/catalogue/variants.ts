import type { Colour, Kind, SizeStep } from './assortment.ts';

/** One combination of size and colour a kind can come in. */
export interface Combination {
  readonly size: SizeStep | undefined;
  readonly colour: Colour | undefined;
}

/** Most SKUs one product may have. */
export const MOST_VARIANTS = 8;

/** All combinations of a kind, by size and then by colour. */
export function combinationsOf({ sizes, colours }: Kind): Combination[] {
  const bySize: readonly (SizeStep | undefined)[] = sizes.length === 0 ? [undefined] : sizes;
  const byColour: readonly (Colour | undefined)[] = colours.length === 0 ? [undefined] : colours;
  return bySize.flatMap((size) => byColour.map((colour) => ({ size, colour })));
}

/** How many SKUs a product of this kind can have. */
export function mostVariantsOf(kind: Kind): number {
  return Math.min(MOST_VARIANTS, Math.max(1, kind.sizes.length) * Math.max(1, kind.colours.length));
}
