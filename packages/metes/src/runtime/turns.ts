import type { Timers } from './ports/timers.ts';

/** How long somebody else's round may keep the next one waiting, milliseconds: a store that does not answer holds up nobody but its own context. */
const mostMs = 20;

/**
 * The turns that the contexts of one process take at putting a round together and committing it. On a machine with few
 * cores many small commits at once are dearer than few large ones: while a context waits for its turn, more work gathers
 * that leaves with the same commit. A turn that takes long is over for the others, so nobody depends on anybody.
 */
export class Turns {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param atOnce how many rounds may be under way at once */
  constructor(timers: Timers, atOnce: number) {
    this.#timers = timers;
    this.#free = atOnce;
  }

  /** Waits for a turn, in the order of asking; gives the function that ends it, which may be called more than once. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      cancel();
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    };
    const cancel = this.#timers.after(mostMs, end);
    return end;
  }
}
