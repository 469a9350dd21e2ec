/** After so many commits in a row that went where they were expected nobody else seems to write any more. */
const firstEnough = 64;
const mostEnough = 65_536;

/**
 * Where the log of a context is assumed to end: behind what this process wrote last, as long as nobody else writes into
 * it. After each surprise it takes twice as many commits as expected until it is relied upon again.
 */
export class AssumedHead {
  #head: number | undefined;
  #asExpected = firstEnough;
  #enough = firstEnough;

  /** The position of the last event; undefined while it is not to be relied upon. */
  get position(): number | undefined {
    return this.#asExpected < this.#enough ? undefined : this.#head;
  }

  /** So many events were committed, the first of them at this position. */
  moved(firstPosition: number, count: number): void {
    if (this.#head === undefined || firstPosition === this.#head + 1) this.#asExpected++;
    else this.doubt();
    this.#head = firstPosition + count - 1;
  }

  /** It was relied upon, and should not have been. */
  doubt(): void {
    if (this.#asExpected >= this.#enough) this.#enough = Math.min(mostEnough, this.#enough * 2);
    this.#asExpected = 0;
  }
}
