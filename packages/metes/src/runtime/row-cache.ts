import { deepFreeze, type Json } from '../base/json.ts';
import { Recent } from '../base/recent.ts';
import { parse } from '../base/schema.ts';
import type { Projection } from '../model/projection.ts';
import type { ContextStore } from './ports/context-store.ts';

/** A row that was read and not asked for yet; one that does not fit the schema harms only those who ask for it. */
class Unread {
  readonly json: Json;

  constructor(json: Json) {
    this.json = json;
  }
}

/** Taken for absent without a look, and not changed since. */
const takenForAbsent = Symbol('taken for absent');

/**
 * The rows of one projection in memory, those dropped that were not used lately. All that fold into the projection share
 * one, so that nobody folds into a row that another has changed since.
 */
export class RowCache {
  /** `null` is a row known to be absent. */
  readonly #rows = new Recent<{} | null>();
  readonly #projection: Projection;
  readonly #store: ContextStore;
  readonly #most: number;
  /** How many rows in a row were looked for in vain, and after how many of them nobody looks any more. */
  #vain = 0;
  #enough: number;
  /** How many rows were dropped since somebody came back to one. */
  #dropped = 0;
  /** For each reading that is under way, the keys that were changed here since it began: what it finds of them is old. */
  #changed: Set<string>[] = [];
  /** What rounds have written that are not in the store yet: reading those rows again would find what was before. */
  #held: ReadonlyMap<string, unknown>[] = [];
  #generation = 0;
  #count = 0;

  /**
   * @param most how many rows to keep at most
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
    this.#vain = this.#dropped = 0;
    this.#changed = [];
    this.#held = [];
  }

  /** Reads the rows that are not here yet. Any number of readings may be under way, and rows change meanwhile. */
  async load(keys: Iterable<string>): Promise<void> {
    const missing = new Set<string>();
    for (const key of keys) {
      const here = this.#rows.get(key);
      if (here !== undefined) {
        if (here !== takenForAbsent) this.#dropped = 0;
      } else if (this.#takesForAbsent) this.#rows.set(key, takenForAbsent);
      else missing.add(key);
    }
    if (missing.size === 0) return;
    const changed = new Set<string>();
    this.#changed.push(changed);
    try {
      const wanted = [...missing];
      const stored = await this.#store.rowsByKey(this.#projection.projection, this.#generation, wanted);
      // Begun anew meanwhile: these may be rows of another generation.
      if (!this.#changed.includes(changed)) return;
      for (const [index, key] of wanted.entries()) {
        const found = stored[index];
        if (found === undefined) this.#vain++;
        else this.#vain = this.#dropped = 0;
        if (changed.has(key) || this.has(key)) continue;
        this.#rows.set(key, found === undefined ? null : new Unread(found));
      }
    } finally {
      this.#changed = this.#changed.filter((each) => each !== changed);
    }
  }

  /**
   * A loaded row, frozen: a fold that changed the row it was given and then failed would leave a trace.
   *
   * @throws METES_SCHEMA_INVALID when it was stored in another form
   */
  get(key: string): unknown {
    let row: unknown = this.#rows.get(key);
    if (row instanceof Unread) {
      row = parse(this.#projection.row, row.json, `a row of ${this.#projection.projection}`);
      this.#rows.set(key, row as {});
    }
    return row === takenForAbsent ? undefined : deepFreeze(row ?? undefined);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** True for a row that nobody has looked for, or that was dropped since, and that `put` has not made. */
  isTakenForAbsent(key: string): boolean {
    const row = this.#rows.peek(key);
    return row === undefined || row === takenForAbsent;
  }

  /** One that was taken for absent is there: all of them are looked for, and it takes twice as many in vain from now on. */
  lookAgain(): void {
    if (!this.#takesForAbsent) return;
    for (const [key, row] of this.#rows) if (row === takenForAbsent) this.#rows.delete(key);
    this.#vain = this.#dropped = 0;
    this.#enough *= 2;
  }

  /** Keeps the next form of a row, `null` when there is none any more. */
  put(key: string, row: {} | null): void {
    this.#note(key);
    const before = this.#rows.peek(key);
    this.#count += Number(row !== null) - Number(isRow(before));
    this.#rows.set(key, row);
  }

  forget(key: string): void {
    this.#note(key);
    this.#rows.delete(key);
  }

  /** Drops rows that were not used lately above the limit, except those that `mayGo` holds back. */
  trim(mayGo: (key: string) => boolean = () => true): void {
    this.#dropped += this.#rows.trim(this.#mostNow, (key) => mayGo(key) && !this.#isHeld(key));
  }

  get #takesForAbsent(): boolean {
    return this.#vain >= this.#enough;
  }

  /**
   * Few where every row is new and nobody comes back to one: rows that live for long are dear to collect. Who does come back
   * after all finds that out when he commits, and all are kept again.
   */
  get #mostNow(): number {
    return this.#takesForAbsent && this.#dropped >= this.#most ? Math.ceil(this.#most / 20) : this.#most;
  }

  /** The rows that a round writes stay until they are released, however many there are. */
  hold(written: ReadonlyMap<string, unknown>): void {
    this.#held.push(written);
  }

  /** The round has ended. */
  release(written: ReadonlyMap<string, unknown>): void {
    const at = this.#held.indexOf(written);
    if (at >= 0) this.#held.splice(at, 1);
  }

  #isHeld(key: string): boolean {
    for (const written of this.#held) if (written.has(key)) return true;
    return false;
  }

  #note(key: string): void {
    for (const changed of this.#changed) changed.add(key);
  }
}

function isRow(found: unknown): boolean {
  return found !== undefined && found !== null && found !== takenForAbsent;
}
