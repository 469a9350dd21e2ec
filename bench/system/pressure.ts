/** How hard a loop is pressed. */
export interface Pressure {
  /** Clients at once; with a rate, the most requests that may be under way. */
  readonly concurrency: number;
  /** Arrivals a second, whether or not anything has been answered; absent in closed loops. */
  readonly rate?: number;
}

/** The pressures of a run, in order: one for each rate, or one for each number of clients. */
export function pressuresOf({
  concurrency,
  rates,
}: {
  readonly concurrency: readonly number[];
  readonly rates?: readonly number[] | undefined;
}): readonly Pressure[] {
  if (!rates) return concurrency.map((each) => ({ concurrency: each }));
  return rates.map((rate) => ({ concurrency: concurrency[0]!, rate }));
}

/** True when two are the same. */
export function samePressure(one: Pressure, other: Pressure): boolean {
  return one.concurrency === other.concurrency && one.rate === other.rate;
}
