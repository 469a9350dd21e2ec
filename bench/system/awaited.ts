/** How many are taken out before the map is made anew. */
const renewedAfter = 500;

/**
 * What somebody waits for, by key. Made anew now and then: V8 keeps alive what has passed through a map for as long as the
 * map that it was in lives (docs/decisions/0004-command-path.md, "Memory that passes through"), and whoever measures should
 * not make what is measured collect it.
 */
export class Awaited<Value> {
  #waiting = new Map<string, Value>();
  #taken = 0;

  set(key: string, value: Value): void {
    this.#waiting.set(key, value);
  }

  /** Gives what lies there and takes it out. */
  take(key: string): Value | undefined {
    const value = this.#waiting.get(key);
    if (this.#waiting.delete(key) && ++this.#taken % renewedAfter === 0)
      this.#waiting = new Map(this.#waiting);
    return value;
  }

  /** Takes out everything. */
  takeAll(): readonly Value[] {
    const values = [...this.#waiting.values()];
    this.#waiting = new Map();
    return values;
  }
}
