/** After a surprise so many positions in a row have to be as expected at least; after one more, twice as many. */
const leastSure = 64;
const mostSure = 4_096;

/** How long it counts as known, milliseconds: whoever sets a log back has to stop its processes, and needs longer. */
const knownForMs = 1_000;

/**
 * Where the log of a context ends as the one session that writes to it has heard a moment ago: behind what that appended
 * last, as long as nobody else appends. When somebody does, it counts as unknown for a while, the longer the more often
 * that happens. What is sent by it may be refused, where what the runtime assumes (`AssumedHead`) only orders what it
 * does; so it is forgotten with the connection, and after a second.
 */
export class KnownEnd {
  readonly #nowMs: () => number;
  #position = 0;
  /** The connection on which it was heard, and when; none when nothing is known. */
  #heard: { readonly over: object; readonly atMs: number } | undefined;
  #needed = leastSure;
  #inRow = leastSure;

  /** @param nowMs a clock that only goes forward, milliseconds */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The last position, for what is sent over this connection; undefined when it is not known. */
  over(connection: object | undefined): number | undefined {
    return this.#isSure && this.#isHeard(connection) ? this.#position : undefined;
  }

  /** So many events were appended over this connection, the first of them at this position. */
  appended(connection: object, firstPosition: number, count: number): void {
    if (this.#isHeard(connection) && firstPosition !== this.#position + 1) this.#surprised();
    else this.#went();
    this.#heard = { over: connection, atMs: this.#nowMs() };
    this.#position = firstPosition + count - 1;
  }

  /** Nothing is known any more: something may have been appended of which nobody will say. */
  forget(): void {
    this.#heard = undefined;
  }

  get #isSure(): boolean {
    return this.#inRow >= this.#needed;
  }

  #isHeard(connection: object | undefined): boolean {
    const heard = this.#heard;
    return heard !== undefined && heard.over === connection && this.#nowMs() - heard.atMs <= knownForMs;
  }

  #went(): void {
    this.#inRow++;
    if (this.#inRow < 2 * this.#needed) return;
    this.#needed = Math.max(leastSure, this.#needed / 2);
    this.#inRow = this.#needed;
  }

  /** Only who was sure was wrong: while somebody else goes on, it is waited for, and no longer than before. */
  #surprised(): void {
    if (this.#isSure) this.#needed = Math.min(mostSure, this.#needed * 2);
    this.#inRow = 0;
  }
}
