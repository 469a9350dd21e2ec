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
  #generation = 0;

  /** @param most how many rows to keep */
  constructor(projection: Projection, store: ContextStore, most: number) {
    this.#projection = projection;
    this.#store = store;
    this.#most = most;
  }

  /** The generation whose rows these are. */
  get generation(): number {
    return this.#generation;
  }

  /** Forgets all rows and goes on with those of a generation. Never while a round is under way. */
  begin(generation: number): void {
    this.#generation = generation;
    this.#rows.clear();
    this.#unread.clear();
  }

  /** Reads the rows that are not here yet. */
  async load(keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.has(key));
    if (missing.length === 0) return;
    const stored = await this.#store.rowsByKey(this.#projection.projection, this.#generation, missing);
    for (const [index, key] of missing.entries()) {
      const found = stored[index];
      if (found === undefined) this.#rows.set(key, null);
      else this.#unread.set(key, found);
    }
  }

  /** A loaded row. @throws METES_SCHEMA_INVALID when it was stored in another form */
  get(key: string): unknown {
    const unread = this.#unread.get(key);
    if (unread !== undefined) {
      this.put(key, parse(this.#projection.row, unread, `a row of ${this.#projection.projection}`));
    }
    return this.#rows.get(key) ?? undefined;
  }

  has(key: string): boolean {
    return this.#rows.has(key) || this.#unread.has(key);
  }

  put(key: string, row: unknown): void {
    this.forget(key);
    // A fold is pure: one that changed the row it was given and then failed would leave a trace.
    this.#rows.set(key, deepFreeze(row));
  }

  forget(key: string): void {
    this.#rows.delete(key);
    this.#unread.delete(key);
  }

  trim(): void {
    for (const kept of [this.#unread, this.#rows]) {
      for (const key of kept.keys()) {
        if (this.#rows.size + this.#unread.size <= this.#most) return;
        kept.delete(key);
      }
    }
  }
}
