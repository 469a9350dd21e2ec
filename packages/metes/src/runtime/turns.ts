import type { Timers } from './ports/timers.ts';

/** How long somebody else's round may keep the next one waiting, milliseconds: a store that does not answer holds up nobody but its own context. */
const mostMs = 20;

/** One round's turn. */
export interface Turn {
  /** The round is put together: waits until it may be committed, and lets the next one be put together meanwhile. */
  commit(): Promise<void>;
  /** The round is over, however it went. */
  end(): void;
}

/**
 * The turns that the contexts of one process take: one puts its round together while another's is being committed. On a
 * machine with few cores many small commits at once are dearer than few large ones: while a context waits for its turn,
 * more work gathers that leaves with the same commit. A turn that takes long is over for the others, so nobody depends
 * on anybody.
 */
export class Turns {
  readonly #together: Gate;
  readonly #commits: Gate;

  /** @param atOnce how many rounds may be put together, and how many committed, at once */
  constructor(timers: Timers, atOnce: number) {
    this.#together = new Gate(timers, atOnce);
    this.#commits = new Gate(timers, atOnce);
  }

  /** Waits for a turn, in the order of asking. */
  async take(): Promise<Turn> {
    let leave = await this.#together.enter();
    return {
      commit: async () => {
        const left = leave;
        leave = await this.#commits.enter();
        left();
      },
      end: () => leave(),
    };
  }
}

/** Lets so many in at once, and the next one when somebody leaves or stays for too long. */
class Gate {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(timers: Timers, atOnce: number) {
    this.#timers = timers;
    this.#free = atOnce;
  }

  /** Gives the function that leaves, which may be called more than once. */
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      cancel();
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    };
    const cancel = this.#timers.after(mostMs, leave);
    return leave;
  }
}
