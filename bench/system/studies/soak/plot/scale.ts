/** Values that stand at an axis. */
export interface Scale {
  readonly most: number;
  readonly ticks: readonly number[];
}

/** A scale from 0 to the next round value above `most`, with about `count` steps of 1, 2 or 5 times a power of ten. */
export function scaleTo(most: number, count: number): Scale {
  const top = most > 0 ? most : 1;
  const rough = top / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough * 0.999_999) ?? 10);
  const steps = Math.ceil((top / step) * 0.999_999);
  return { most: steps * step, ticks: Array.from({ length: steps + 1 }, (_, index) => index * step) };
}

/** A value at a tick: as few digits as tell it apart from its neighbours, thousands with commas. */
export function tickText(value: number, { ticks }: Scale): string {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 0.000_001));
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
