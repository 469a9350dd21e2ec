/** The middle of the values (the mean of the two in the middle); null when there are none or one is missing. */
export function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((each) => each !== null);
  if (known.length === 0 || known.length < values.length) return null;
  const sorted = known.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
