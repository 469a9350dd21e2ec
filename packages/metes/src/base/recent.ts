/**
 * Values by key, of which those that nobody has used lately are forgotten: what is used goes to the younger half, and the
 * older one is dropped, whole as a rule.
 *
 * Nothing is put in and taken out of one map for long. V8 ties each table that a map outgrows to the next one; as soon as
 * one of them is old, it keeps all that follow alive until a full collection, with every value that has passed through, and
 * each minor collection copies them.
 */
export class Recent<Value extends {} | null> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  /** The value, which counts as a use of it. */
  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.#old.delete(key);
      this.#young.set(key, old);
    }
    return old;
  }

  /** The value, without counting as a use of it. */
  peek(key: string): Value | undefined {
    const young = this.#young.get(key);
    return young === undefined ? this.#old.get(key) : young;
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#old.size > 0) this.#old.delete(key);
  }

  delete(key: string): boolean {
    return this.#young.delete(key) || this.#old.delete(key);
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
  }

  /**
   * Drops what is too much, except what may not go: the older half once the younger one is as much as half of what may be
   * kept, else the first of it.
   *
   * @param most how many to keep; half of them are left at least
   * @returns how many were dropped
   */
  trim(most: number, mayGo: (key: string, value: Value) => boolean = () => true): number {
    const before = this.size;
    if (this.#young.size * 2 >= most && (this.#old.size === 0 || before > most)) this.#turn(mayGo);
    let excess = this.size - most;
    if (excess > 0)
      for (const [key, value] of this.#old) {
        if (mayGo(key, value) && this.#old.delete(key)) excess--;
        if (excess <= 0) break;
      }
    return before - this.size;
  }

  /** The younger half is the older one from now on. */
  #turn(mayGo: (key: string, value: Value) => boolean): void {
    const kept = new Map<string, Value>();
    for (const [key, value] of this.#old) if (!mayGo(key, value)) kept.set(key, value);
    this.#old = this.#young;
    this.#young = kept;
  }

  *[Symbol.iterator](): Generator<[string, Value]> {
    yield* this.#old;
    yield* this.#young;
  }
}
