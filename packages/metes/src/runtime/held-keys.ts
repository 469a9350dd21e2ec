import type { ParkedState } from './ports/batch.ts';

/**
 * The keys of a subscription of which a message is parked. Later messages of such a key have to wait. Positions only: the
 * messages themselves stay in the store.
 */
export class HeldKeys {
  readonly #positions = new Map<string, Set<number>>();
  /** Keys whose first message only waited, for one before it that is gone by now. */
  readonly #ready = new Set<string>();
  #walk = this.#positions.keys();
  #count = 0;

  has(key: string): boolean {
    return this.#positions.has(key);
  }

  /** How many messages are parked. */
  get count(): number {
    return this.#count;
  }

  /** True when nobody has to wait. */
  get isEmpty(): boolean {
    return this.#positions.size === 0;
  }

  /** True when the first message of some key can be handled now. */
  get anyReady(): boolean {
    return this.#ready.size > 0;
  }

  clear(): void {
    this.#positions.clear();
    this.#ready.clear();
    this.#walk = this.#positions.keys();
    this.#count = 0;
  }

  /** A message is parked; those of one key come in the order of their positions. */
  add(key: string, position: number, state: ParkedState): void {
    const known = this.#positions.get(key);
    if (known?.has(position)) return;
    this.#count++;
    if (known) known.add(position);
    else {
      this.#positions.set(key, new Set([position]));
      if (state === 'waiting') this.#ready.add(key);
    }
  }

  /** A message was handled; the next one of its key is ready. */
  remove(key: string, position: number): void {
    const known = this.#positions.get(key);
    if (!known?.delete(position)) return;
    this.#count--;
    if (known.size > 0) this.#ready.add(key);
    else {
      this.#positions.delete(key);
      this.#ready.delete(key);
    }
  }

  /**
   * At most so many keys to ask the store about: those that are ready, then the others in turn. Asking about the others
   * finds what somebody changed in the store by hand.
   */
  next(most: number): readonly string[] {
    const keys = new Set<string>();
    for (const key of this.#ready) {
      if (keys.size >= most) break;
      keys.add(key);
      this.#ready.delete(key);
    }
    for (let left = Math.min(most - keys.size, this.#positions.size); left > 0; left--) {
      let step = this.#walk.next();
      if (step.done) step = (this.#walk = this.#positions.keys()).next();
      keys.add(step.value!);
    }
    return [...keys];
  }

  /** The store could not be asked about them. */
  putBack(keys: readonly string[]): void {
    for (const key of keys) if (this.#positions.has(key)) this.#ready.add(key);
  }
}
