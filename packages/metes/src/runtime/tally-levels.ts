import { MetesError } from '../base/errors.ts';
import type { Shortage, TallyDesk, TallyMove } from '../domain/tally.ts';
import type { TallyKeys } from '../model/handler.ts';
import type { TallyWrite } from './ports/batch.ts';

interface Level {
  readonly tally: string;
  readonly key: string;
  readonly accounts: readonly string[];
  /** What the store has once all rounds before this one have committed. */
  stored: number[];
  /** What the accounts hold with the moves of this round. */
  now: number[];
  /** True when a decision of this round rests on there not being enough. */
  relied: boolean;
}

/** How many keys stay in memory, unless something else is said. */
const mostLevels = 50_000;

/**
 * The tallies in memory: what the accounts hold, and the moves of the round that is being put together. The least
 * recently used are dropped first, between rounds.
 */
export class TallyLevels {
  readonly #most: number;
  readonly #levels = new Map<string, Level>();
  #touched = new Set<Level>();
  #undo: { level: Level; account: number; delta: number }[] = [];

  /** @param most how many keys to keep */
  constructor(most = mostLevels) {
    this.#most = most;
  }

  has(tally: string, key: string): boolean {
    return this.#levels.has(tallyKey(tally, key));
  }

  put(tally: string, key: string, accounts: readonly string[], amounts: readonly number[]): void {
    this.#levels.set(tallyKey(tally, key), {
      tally,
      key,
      accounts,
      stored: [...amounts],
      now: [...amounts],
      relied: false,
    });
  }

  /** The desk for one command, which may touch the named keys only; they are in memory. */
  desk(command: string, named: readonly TallyKeys[]): TallyDesk {
    const allowed = new Map<string, Map<string, Level>>();
    for (const { tally, keys } of named) {
      const levels = allowed.get(tally.tally) ?? new Map<string, Level>();
      for (const key of keys) {
        const found = this.#levels.get(tallyKey(tally.tally, key));
        if (found) levels.set(key, found);
      }
      allowed.set(tally.tally, levels);
    }
    const level = (tally: string, key: string): Level => {
      const found = allowed.get(tally)?.get(key);
      if (!found) throw new MetesError('METES_RUNTIME_TALLY_UNDECLARED', { command, tally, key });
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

  /** The round is put together, and the next one builds on it. Gives the names of the keys that it touched. */
  seal(): readonly string[] {
    const names: string[] = [];
    for (const level of this.#touched) {
      level.stored = [...level.now];
      level.relied = false;
      const name = tallyKey(level.tally, level.key);
      names.push(name);
      // Which are the least recently used is of no interest before any has to go.
      if (this.#levels.size * 2 < this.#most) continue;
      this.#levels.delete(name);
      this.#levels.set(name, level);
    }
    this.#clear();
    for (const key of this.#levels.keys()) {
      if (this.#levels.size <= this.#most) break;
      this.#levels.delete(key);
    }
    return names;
  }

  /** A sealed round did not commit: what it touched is read again. */
  forget(names: readonly string[]): void {
    for (const name of names) this.#levels.delete(name);
  }

  /** The round that was being put together is dropped. */
  drop(): void {
    for (const { tally, key } of this.#touched) this.#levels.delete(tallyKey(tally, key));
    this.#clear();
  }

  #clear(): void {
    this.#touched = new Set();
    this.#undo = [];
  }
}

/** The name of one key of one tally. */
export function tallyKey(tally: string, key: string): string {
  return `${tally}/${key}`;
}
