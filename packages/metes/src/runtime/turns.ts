import type { Timers } from './ports/timers.ts';

/** How long somebody else's round may keep the next one waiting, milliseconds: a store that does not answer holds up nobody but its own context. */
const mostMs = 20;

/** One round's turn. */
export interface Turn {
  /** The round is put together: waits until it may be committed, and lets the next one be put together meanwhile. */
  commit(): Promise<void>;
  /** The commit is on its way. */
  sent(): void;
  /**
   * The round is over, however it went. When somebody has waited to commit, what is left to do is best done after the
   * promise that is returned: then the store is at work meanwhile.
   */
  end(): Promise<void> | undefined;
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
    const together = await this.#together.enter();
    let commits: Place | undefined;
    return {
      commit: async () => {
        commits = await this.#commits.enter();
        void together.leave();
      },
      sent: () => commits?.begun(),
      end: () => {
        void together.leave();
        commits?.begun();
        return commits?.leave();
      },
    };
  }
}

/** A place behind a gate. */
interface Place {
  /** What one entered for has begun. */
  begun(): void;
  /** May be called more than once. Gives when the next one, if somebody waits, has begun. */
  leave(): Promise<void> | undefined;
}

/** Lets so many in at once, and the next one when somebody leaves or stays for too long. */
class Gate {
  readonly #timers: Timers;
  readonly #waiting: ((place: Place) => void)[] = [];
  #free: number;

  constructor(timers: Timers, atOnce: number) {
    this.#timers = timers;
    this.#free = atOnce;
  }

  enter(): Promise<Place> {
    return new Promise((resolve) => {
      if (this.#free === 0) return void this.#waiting.push(resolve);
      this.#free--;
      resolve(this.#place());
    });
  }

  #place(onBegun?: () => void): Place {
    let left = false;
    const leave = (): Promise<void> | undefined => {
      if (left) return undefined;
      left = true;
      cancel();
      const next = this.#waiting.shift();
      if (!next) {
        this.#free++;
        return undefined;
      }
      return new Promise((begun) => next(this.#place(begun)));
    };
    const begun = (): void => onBegun?.();
    const cancel = this.#timers.after(mostMs, () => {
      begun();
      void leave();
    });
    return { begun, leave };
  }
}
