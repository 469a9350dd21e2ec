import type { Projection } from '../model/projection.ts';
import { KeyFilter } from './key-filter.ts';
import type { ContextStore } from './ports/context-store.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import type { Folded, Projector, Touch } from './projector.ts';
import { RowCache } from './row-cache.ts';

/** What bounds the rows in memory. */
export interface GrowingRowsLimits {
  /** How many stay in memory. More than the rows of most projections, so that they are not read back. */
  readonly most: number;
  /** How many of them may have changed since they were written last: one that is touched often is written seldom. */
  readonly unwritten: number;
  /** How many a commit writes: few enough that no command waits long for its turn. */
  readonly portion: number;
}

const defaults: GrowingRowsLimits = { most: 200_000, unwritten: 20_000, portion: 2_000 };

/**
 * The rows of a generation in the making, which was empty: in memory first, written when they have rested or have to
 * make room. In memory are at most as many rows as the limits say, those of one page of events, and 1 MiB that knows
 * which had to leave.
 */
export class GrowingRows {
  readonly #projector: Projector;
  readonly #store: ContextStore;
  readonly #writer: string;
  readonly #limits: GrowingRowsLimits;
  readonly #cache: RowCache;
  /** What is not written yet, the least recently changed first; stays in memory until it is. */
  readonly #unwritten = new Map<string, Folded>();
  /** Rows that had to leave memory: any other that is not in memory does not exist. */
  readonly #dropped = new KeyFilter();
  #writing: Promise<unknown> = Promise.resolve();
  #sequence = 0;

  constructor(
    projection: Projection,
    generation: number,
    setting: { readonly projector: Projector; readonly store: ContextStore; readonly writerId: string },
    limits: GrowingRowsLimits = defaults,
  ) {
    this.#projector = setting.projector;
    this.#store = setting.store;
    this.#writer = setting.writerId;
    this.#limits = limits;
    this.#cache = new RowCache(projection, setting.store, limits.most);
    this.#cache.begin(generation);
  }

  /** How many rows there are, written or not. */
  get count(): number {
    return this.#cache.count;
  }

  /** Makes sure that rows are in memory. */
  async load(touches: readonly Touch[]): Promise<void> {
    const back: string[] = [];
    for (const { key } of touches) {
      if (this.#cache.has(key)) continue;
      if (this.#dropped.mayHave(key)) back.push(key);
      else this.#cache.put(key, null);
    }
    if (back.length === 0) return;
    // One that had to leave may be on its way to the store.
    await this.#writing;
    await this.#cache.load(back);
  }

  /** Folds one event into rows that are in memory. @throws what `Projector.apply` throws */
  fold(touches: readonly Touch[]): void {
    const changed = new Map<string, Folded>();
    this.#projector.apply(touches, this.#cache, changed);
    for (const [key, row] of changed) {
      this.#unwritten.delete(key);
      this.#unwritten.set(key, row);
    }
  }

  /** Writes and drops what is too much for the memory; the last of it may still be on its way. */
  async relieve(): Promise<void> {
    while (this.#unwritten.size > this.#limits.unwritten) await this.#write();
    this.#cache.trim((key) => {
      if (this.#unwritten.has(key)) return false;
      this.#dropped.add(key);
      return true;
    });
  }

  /** Writes everything that is not written yet. */
  async writeAll(): Promise<void> {
    while (this.#unwritten.size > 0) await this.#write();
    await this.#writing;
  }

  /** Hands a portion of the oldest over to be written, after the one before. */
  async #write(): Promise<void> {
    const oldest = new Map<string, Folded>();
    for (const [key, row] of this.#unwritten) {
      oldest.set(key, row);
      this.#unwritten.delete(key);
      if (oldest.size === this.#limits.portion) break;
    }
    const rows = this.#projector.writes(oldest, this.#cache.generation);
    await this.#writing;
    this.#writing = this.#store.commit({
      ...emptyBatch,
      writer: this.#writer,
      sequence: ++this.#sequence,
      rows,
    });
    // Awaited with the next portion, and something else may fail first.
    this.#writing.catch(() => undefined);
  }
}
