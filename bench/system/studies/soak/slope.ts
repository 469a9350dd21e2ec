import { median } from '../../median.ts';

/**
 * How much a value grows for each unit of `at`: the median of the slopes between all pairs (Theil and Sen), which a
 * garbage collection or a checkpoint here and there does not move. Null for fewer than two values.
 */
export function slopeOf(points: readonly { readonly at: number; readonly value: number }[]): number | null {
  const slopes: number[] = [];
  for (const [index, one] of points.entries()) {
    for (const other of points.slice(index + 1))
      if (other.at !== one.at) slopes.push((other.value - one.value) / (other.at - one.at));
  }
  return median(slopes);
}
