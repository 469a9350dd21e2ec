/** The price a shop would print near `cents`: 12.49 and 18.99 below 20, 64.95 below 100, 349.00 and 1190.00 above. */
export function priceEnding(cents: number): number {
  if (cents < 2_000) {
    const half = Math.max(1, Math.round(cents / 50));
    return half * 50 - 1;
  }
  if (cents < 10_000) {
    const whole = Math.round(cents / 100) * 100;
    return whole % 500 === 0 ? whole - 5 : whole - 1;
  }
  if (cents < 100_000) return Math.round(cents / 1_000) * 1_000 - 100;
  return Math.round(cents / 5_000) * 5_000 - 1_000;
}
