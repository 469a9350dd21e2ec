/** Where a part of a minor unit goes: always down or up, or to the nearest with halves up, down or to the even one. */
export type Rounding = 'down' | 'up' | 'half-up' | 'half-down' | 'half-even';

/** `numerator / denominator` as a whole number, for a numerator from zero and a denominator from one. */
export function roundedRatio(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return whole;
  return goesUp(whole, rest * 2n, denominator, rounding) ? whole + 1n : whole;
}

function goesUp(whole: bigint, doubledRest: bigint, denominator: bigint, rounding: Rounding): boolean {
  switch (rounding) {
    case 'down':
      return false;
    case 'up':
      return true;
    case 'half-up':
      return doubledRest >= denominator;
    case 'half-down':
      return doubledRest > denominator;
    case 'half-even':
      return doubledRest > denominator || (doubledRest === denominator && whole % 2n === 1n);
  }
}
