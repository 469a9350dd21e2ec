/** After a pause so many commits in a row have to go as expected at least; after a surprise, twice as many as before it. */
const leastEnough = 64;
const mostEnough = 65_536;

/**
 * Where the log of a context is assumed to end: behind what this process wrote last, as long as nobody else writes into
 * it. When somebody does, it is not relied upon for a while, the longer the more often that happens.
 */
export class AssumedHead {
  #head: number | undefined;
  #enough = leastEnough;
  #asExpected = leastEnough;

  /** The position of the last event; undefined while it is not to be relied upon. */
  get position(): number | undefined {
    return this.#asExpected < this.#enough ? undefined : this.#head;
  }

  /** So many events were committed, the first of them at this position. */
  moved(firstPosition: number, count: number): void {
    if (this.#head === undefined || firstPosition === this.#head + 1) this.#went();
    else this.#surprised();
    this.#head = firstPosition + count - 1;
  }

  /** Nobody is to rely on it until some commits have been prompt again. */
  pause(): void {
    this.#asExpected = 0;
  }

  #went(): void {
    this.#asExpected++;
    if (this.#asExpected < 2 * this.#enough) return;
    this.#enough = Math.max(leastEnough, this.#enough / 2);
    this.#asExpected = this.#enough;
  }

  #surprised(): void {
    this.#enough = Math.min(mostEnough, this.#enough * 2);
    this.#asExpected = 0;
  }
}
