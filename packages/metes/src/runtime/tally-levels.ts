import { MetesError } from '../base/errors.ts';
import { Recent } from '../base/recent.ts';
import type { Shortage, TallyDesk, TallyMove } from '../domain/tally.ts';
import type { TallyKeys } from '../model/handler.ts';
import type { TallyWrite } from './ports/batch.ts';

/** One key of one tally. */
export interface TallyKey {
  readonly tally: string;
  readonly key: string;
}

interface Level extends TallyKey {
  readonly accounts: readonly string[];
  /** What the store has once all rounds before this one have committed. */
  stored: number[];
  /** What the accounts hold with the moves of this round. */
  now: number[];
  /** True when a decision of this round rests on there not being enough. */
  relied: boolean;
  /** The number of the last desk that may touch it. */
  desk: number;
}

/** How many keys of each tally stay in memory, unless something else is said. */
const mostLevels = 50_000;

/**
 * The tallies in memory: what the accounts hold, and the moves of the round that is being put together. Those that were
 * not used lately are dropped, between rounds.
 */
export class TallyLevels {
  readonly #most: number;
  /** By tally and key. */
  readonly #tallies = new Map<string, Recent<Level>>();
  #desks = 0;
  #touched = new Set<Level>();
  #undo: { level: Level; account: number; delta: number }[] = [];

  /** @param most how many keys of each tally to keep; as many as half of them may go at once */
  constructor(most = mostLevels) {
    this.#most = most;
  }

  has(tally: string, key: string): boolean {
    return this.#tallies.get(tally)?.has(key) ?? false;
  }

  put(tally: string, key: string, accounts: readonly string[], amounts: readonly number[]): void {
    let levels = this.#tallies.get(tally);
    if (!levels) this.#tallies.set(tally, (levels = new Recent()));
    levels.set(key, {
      tally,
      key,
      accounts,
      stored: [...amounts],
      now: [...amounts],
      relied: false,
      desk: 0,
    });
  }

  /** The desk for one command, which may touch the named keys only; they are in memory. */
  desk(command: string, named: readonly TallyKeys[]): TallyDesk {
    const desk = ++this.#desks;
    for (const { tally, keys } of named)
      for (const key of keys) {
        const found = this.#tallies.get(tally.tally)?.peek(key);
        if (found) found.desk = desk;
      }
    const level = (tally: string, key: string): Level => {
      const found = this.#tallies.get(tally)?.get(key);
      if (found?.desk !== desk)
        throw new MetesError('METES_RUNTIME_TALLY_UNDECLARED', { command, tally, key });
      return found;
    };
    return {
      held: (tally, key, account) => {
        const found = level(tally.tally, key);
        found.relied = true;
        this.#touched.add(found);
        return found.now[found.accounts.indexOf(account)] ?? 0;
      },
      move: (moves) => this.#move(moves, level),
    };
  }

  #move(moves: readonly TallyMove[], level: (tally: string, key: string) => Level): readonly Shortage[] {
    const mark = this.#undo.length;
    const shortages: Shortage[] = [];
    for (const move of moves) {
      const found = level(move.tally, move.key);
      this.#touched.add(found);
      if (move.from !== undefined) {
        const account = found.accounts.indexOf(move.from);
        const held = found.now[account] ?? 0;
        if (held < move.quantity) {
          found.relied = true;
          shortages.push({ key: move.key, account: move.from, wanted: move.quantity, held });
        }
        this.#add(found, account, -move.quantity);
      }
      if (move.to !== undefined) this.#add(found, found.accounts.indexOf(move.to), move.quantity);
    }
    if (shortages.length > 0) this.rewind(mark);
    return shortages;
  }

  #add(level: Level, account: number, delta: number): void {
    level.now[account] = (level.now[account] ?? 0) + delta;
    this.#undo.push({ level, account, delta });
  }

  /** A place to come back to with `rewind`. */
  mark(): number {
    return this.#undo.length;
  }

  rewind(mark: number): void {
    for (const { level, account, delta } of this.#undo.splice(mark).reverse()) level.now[account]! -= delta;
  }

  /** The changes of the round. */
  writes(): readonly TallyWrite[] {
    const writes: TallyWrite[] = [];
    for (const { tally, key, stored, now, relied } of this.#touched) {
      const deltas = now.map((amount, index) => amount - stored[index]!);
      if (relied || deltas.some((delta) => delta !== 0)) {
        writes.push({ tally, key, deltas, ...(relied ? { expected: [...stored] } : {}) });
      }
    }
    return writes;
  }

  /** The round is put together, and the next one builds on it. Gives what it touched. */
  seal(): ReadonlySet<TallyKey> {
    const touched = this.#touched;
    for (const level of touched) {
      level.stored = [...level.now];
      level.relied = false;
    }
    this.#clear();
    // The store does not have those of this round yet.
    for (const levels of this.#tallies.values()) levels.trim(this.#most, (_, level) => !touched.has(level));
    return touched;
  }

  /** A sealed round did not commit: what it touched is read again. */
  forget(touched: ReadonlySet<TallyKey>): void {
    for (const { tally, key } of touched) this.#tallies.get(tally)?.delete(key);
  }

  /** The round that was being put together is dropped. */
  drop(): void {
    this.forget(this.#touched);
    this.#clear();
  }

  #clear(): void {
    this.#touched = new Set();
    this.#undo = [];
  }
}
