import { deepFreeze, type Json } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import type { Projection } from '../model/projection.ts';
import type { ContextStore } from './ports/context-store.ts';

/**
 * The rows of one projection in memory, the least recently used dropped first. All that fold into the projection share
 * one, so that nobody folds into a row that another has changed since.
 */
export class RowCache {
  /** `null` is a row known to be absent. */
  readonly #rows = new Map<string, unknown>();
  /** Read and not asked for yet; a row that does not fit the schema harms only those who ask for it. */
  readonly #unread = new Map<string, Json>();
  readonly #projection: Projection;
  readonly #store: ContextStore;
  readonly #most: number;
  /** Taken for absent without a look, and not changed since. */
  readonly #takenForAbsent = new Set<string>();
  /** How many rows in a row were looked for in vain, and after how many of them nobody looks any more. */
  #vain = 0;
  #enough: number;
  /** For each reading that is under way, the keys that were changed here since it began: what it finds of them is old. */
  readonly #changed = new Set<Set<string>>();
  /** What rounds have written that are not in the store yet: reading those rows again would find what was before. */
  readonly #held = new Set<ReadonlyMap<string, unknown>>();
  #generation = 0;
  #count = 0;

  /**
   * @param most how many rows to keep
   * @param enough after how many rows that were looked for in vain the next ones are taken for absent; whoever folds into
   *   one has the commit check that it is
   */
  constructor(projection: Projection, store: ContextStore, most: number, enough = Infinity) {
    this.#enough = enough;
    this.#projection = projection;
    this.#store = store;
    this.#most = most;
  }

  /** The generation whose rows these are. */
  get generation(): number {
    return this.#generation;
  }

  /** How many rows came into being through `put`, less those that went. */
  get count(): number {
    return this.#count;
  }

  /** Forgets all rows and goes on with those of a generation. Never while a round is under way. */
  begin(generation: number): void {
    this.#generation = generation;
    this.#count = 0;
    this.#rows.clear();
    this.#unread.clear();
    this.#takenForAbsent.clear();
    this.#vain = 0;
    this.#changed.clear();
    this.#held.clear();
  }

  /** Reads the rows that are not here yet. Any number of readings may be under way, and rows change meanwhile. */
  async load(keys: Iterable<string>): Promise<void> {
    const missing = new Set<string>();
    for (const key of keys) if (!this.has(key)) missing.add(key);
    if (missing.size === 0) return;
    if (this.#vain >= this.#enough) {
      for (const key of missing) this.#takenForAbsent.add(key);
      return;
    }
    const changed = new Set<string>();
    this.#changed.add(changed);
    try {
      const wanted = [...missing];
      const stored = await this.#store.rowsByKey(this.#projection.projection, this.#generation, wanted);
      // Begun anew meanwhile: these may be rows of another generation.
      if (!this.#changed.has(changed)) return;
      for (const [index, key] of wanted.entries()) {
        this.#vain = stored[index] === undefined ? this.#vain + 1 : 0;
        if (changed.has(key) || this.has(key)) continue;
        const found = stored[index];
        if (found === undefined) this.#rows.set(key, null);
        else this.#unread.set(key, found);
      }
    } finally {
      this.#changed.delete(changed);
    }
  }

  /**
   * A loaded row, frozen: a fold that changed the row it was given and then failed would leave a trace.
   *
   * @throws METES_SCHEMA_INVALID when it was stored in another form
   */
  get(key: string): unknown {
    const unread = this.#unread.get(key);
    if (unread !== undefined) {
      const row = parse(this.#projection.row, unread, `a row of ${this.#projection.projection}`);
      this.#unread.delete(key);
      this.#rows.set(key, row);
    }
    return deepFreeze(this.#rows.get(key) ?? undefined);
  }

  has(key: string): boolean {
    return this.#rows.has(key) || this.#unread.has(key) || this.#takenForAbsent.has(key);
  }

  /** True for a row that nobody has looked for, and that `put` has not made since. */
  isTakenForAbsent(key: string): boolean {
    return this.#takenForAbsent.has(key);
  }

  /** One that was taken for absent is there: all of them are looked for, and it takes twice as many in vain from now on. */
  lookAgain(): void {
    if (this.#vain < this.#enough) return;
    this.#takenForAbsent.clear();
    this.#vain = 0;
    this.#enough *= 2;
  }

  /** Keeps the next form of a row, `null` when there is none any more. */
  put(key: string, row: unknown): void {
    this.#note(key);
    const before = this.#rows.get(key);
    if (before !== undefined) this.#rows.delete(key);
    if (this.#unread.size > 0) this.#unread.delete(key);
    if (this.#takenForAbsent.size > 0) this.#takenForAbsent.delete(key);
    this.#count += Number(row !== null) - Number(before !== undefined && before !== null);
    this.#rows.set(key, row);
  }

  forget(key: string): void {
    this.#note(key);
    this.#rows.delete(key);
    this.#unread.delete(key);
    this.#takenForAbsent.delete(key);
  }

  /** Drops the oldest rows above the limit, except those that `mayGo` holds back. */
  trim(mayGo: (key: string) => boolean = () => true): void {
    // Those that no fold made into a row; whoever still needs one asks for it again.
    if (this.#takenForAbsent.size > this.#most) this.#takenForAbsent.clear();
    for (const kept of [this.#unread, this.#rows]) {
      for (const key of kept.keys()) {
        if (this.#rows.size + this.#unread.size <= this.#most) return;
        if (mayGo(key) && !this.#isHeld(key)) kept.delete(key);
      }
    }
  }

  /** The rows that a round writes stay until they are released, however many there are. */
  hold(written: ReadonlyMap<string, unknown>): void {
    this.#held.add(written);
  }

  /** The round has ended. */
  release(written: ReadonlyMap<string, unknown>): void {
    this.#held.delete(written);
  }

  #isHeld(key: string): boolean {
    for (const written of this.#held) if (written.has(key)) return true;
    return false;
  }

  #note(key: string): void {
    for (const changed of this.#changed) changed.add(key);
  }
}
