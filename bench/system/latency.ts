/** One bucket is 1 % wider than the one before, so every quantile is right to 1 %. */
const growth = Math.log(1.01);
const finestMs = 0.001;
const buckets = 2_200; // the last one begins at about 3,200 s

/** Latencies in bounded memory, whatever their number. */
export class Latencies {
  readonly #counts = new Uint32Array(buckets);
  #count = 0;

  /** How many were recorded. */
  get count(): number {
    return this.#count;
  }

  /** Records one, milliseconds. */
  record(ms: number): void {
    const bucket = ms <= finestMs ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms / finestMs) / growth));
    this.#counts[bucket]!++;
    this.#count++;
  }

  /** What the given share (0 to 1) stayed at or under, milliseconds; null when nothing was recorded. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (let bucket = 0; bucket < buckets; bucket++) {
      left -= this.#counts[bucket]!;
      if (left <= 0) return finestMs * Math.exp(bucket * growth);
    }
    return null;
  }
}
