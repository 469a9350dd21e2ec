import { parse } from '../base/schema.ts';
import type { Projection } from '../model/projection.ts';
import type { ContextStore } from './ports/context-store.ts';

/** The rows of one projection in memory, the least recently used dropped first. `null` is a row known to be absent. */
export class RowCache {
  readonly #rows = new Map<string, unknown>();
  readonly #projection: Projection;
  readonly #store: ContextStore;
  readonly #most: number;
  readonly generation: number;

  /** @param most how many rows to keep */
  constructor(projection: Projection, store: ContextStore, generation: number, most: number) {
    this.#projection = projection;
    this.#store = store;
    this.generation = generation;
    this.#most = most;
  }

  /** Reads the rows that are not here yet. */
  async load(keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.#rows.has(key));
    if (missing.length === 0) return;
    const { projection, row } = this.#projection;
    const stored = await this.#store.rowsByKey(projection, this.generation, missing);
    for (const [index, key] of missing.entries()) {
      const found = stored[index];
      this.#rows.set(key, found === undefined ? null : parse(row, found, `a row of ${projection}`));
    }
  }

  get(key: string): unknown {
    return this.#rows.get(key) ?? undefined;
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  put(key: string, row: unknown): void {
    this.#rows.delete(key);
    this.#rows.set(key, row);
  }

  forget(key: string): void {
    this.#rows.delete(key);
  }

  trim(): void {
    for (const key of this.#rows.keys()) {
      if (this.#rows.size <= this.#most) return;
      this.#rows.delete(key);
    }
  }
}
