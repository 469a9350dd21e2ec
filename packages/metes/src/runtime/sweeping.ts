import type { ContextStore, Quiet } from './ports/context-store.ts';
import type { Journal } from './ports/journal.ts';
import type { Timers } from './ports/timers.ts';
import type { Turns } from './turns.ts';

/** How often a store is asked to sweep, milliseconds. */
const sweepEveryMs = 1_000;

/**
 * How long nobody else commits while a sweep begins, milliseconds: what can be removed is settled at its beginning, and
 * the rest goes on beside the commits.
 */
const quietMs = 10;

/** What sweeping works with. */
export interface SweepingPorts {
  readonly store: ContextStore;
  readonly timers: Timers;
  readonly turns: Turns;
  readonly journal: Journal;
}

/** Has the store of a context swept now and then, each time in a moment in which the process commits nothing. */
export class Sweeping {
  readonly #ports: SweepingPorts;
  readonly #everyMs: number;
  #cancel: (() => void) | undefined;
  #stopped = false;
  /** The present trouble has been told. */
  #told = false;

  /** @param everyMs how often, milliseconds; 0 is never */
  constructor(ports: SweepingPorts, everyMs = sweepEveryMs) {
    this.#ports = ports;
    this.#everyMs = everyMs;
  }

  /** Begins, if the store needs it. */
  start(): void {
    if (this.#ports.store.sweep && this.#everyMs > 0) this.#later();
  }

  /** Begins nothing more. What is under way ends with the store. */
  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #later(): void {
    this.#cancel = this.#ports.timers.after(this.#everyMs, () => {
      void this.#sweep();
      this.#later();
    });
  }

  async #sweep(): Promise<void> {
    const { store, journal } = this.#ports;
    try {
      await store.sweep!(this.#quiet);
      this.#told = false;
    } catch (error) {
      if (this.#stopped || this.#told) return;
      this.#told = true;
      journal.warn('dead rows cannot be swept now', { context: store.context, error: String(error) });
    }
  }

  readonly #quiet: Quiet = async (action) => {
    const turn = await this.#ports.turns.take();
    await turn.commit();
    const underWay = action();
    turn.sent();
    const cancel = this.#ports.timers.after(quietMs, () => void turn.end());
    try {
      return await underWay;
    } finally {
      cancel();
      void turn.end();
    }
  };
}
