import type { Timers } from './ports/timers.ts';

/** How long somebody else's round may keep the next one waiting, milliseconds: a store that does not answer holds up nobody but its own context. */
const mostMs = 20;

/** From how many works on a round is large: two of them at once are no dearer than one after the other. */
export const large = 32;

/** Below so many works in the whole process nothing is gained by waiting for more. */
const few = 8;

/** One round's turn. */
export interface Turn {
  /** The round is put together: the next one may be. */
  ready(): void;
  /**
   * Waits until the round may be committed; undefined when it may at once.
   *
   * @param works how many there are in the round; undefined for what is to be alone in the store
   */
  commit(works?: number): Promise<void> | undefined;
  /** The commit is on its way. */
  sent(): void;
  /**
   * The round is over, however it went. When somebody has waited to commit, what is left to do is best done after the
   * promise that is returned: then the store is at work meanwhile.
   */
  end(): Promise<void> | undefined;
}

/**
 * The turns that the contexts of one process take: one puts its round together while those of others are being committed.
 * On a machine with few cores many small commits at once are dearer than few large ones: while a context waits for its
 * turn, more work gathers that leaves with the same commit. So a small round waits until nobody commits, unless there is
 * hardly any work. A turn that takes long is over for the others, so nobody depends on anybody.
 */
export class Turns {
  readonly #together: Gate;
  readonly #commits: Gate;
  readonly #commitsAtOnce: number;
  readonly #counts: (() => number)[] = [];

  /** @param commitsAtOnce how many large rounds may be committed at once; one is put together at a time */
  constructor(timers: Timers, commitsAtOnce: number) {
    this.#together = new Gate(timers);
    this.#commits = new Gate(timers);
    this.#commitsAtOnce = commitsAtOnce;
  }

  /** Takes account of somebody's work. */
  count(underWay: () => number): void {
    this.#counts.push(underWay);
  }

  /** How much work waits or is in rounds, in the whole process. */
  get underWay(): number {
    return this.#counts.reduce((sum, underWay) => sum + underWay(), 0);
  }

  /**
   * Lets a round do something in the store while it waits for what has to come before its turn: only who is to be alone in
   * the store waits until that is over. Gives how to say so; undefined while somebody is to be alone.
   */
  beside(): (() => void) | undefined {
    return this.#commits.enterBeside();
  }

  /** How many may commit at once, with a round of so many works among them. */
  #most(works: number): number {
    if (works >= large) return this.#commitsAtOnce;
    return this.underWay < few ? few : 1;
  }

  /** Waits for a turn, in the order of asking. */
  async take(): Promise<Turn> {
    const entered = this.#together.enter(this.underWay < few ? few : 1);
    const together = entered instanceof Promise ? await entered : entered;
    let commits: Place | undefined;
    const take = (place: Place): undefined => {
      commits = place;
      void together.leave();
    };
    return {
      ready: () => void together.leave(),
      commit: (works) => {
        const place =
          works === undefined ? this.#commits.enterAlone() : this.#commits.enter(this.#most(works));
        return place instanceof Promise ? place.then((later) => take(later)) : take(place);
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

/** Who waits at a gate. */
interface Waiting {
  /** How many may be inside then. */
  readonly most: number;
  /** Nobody else comes in after him. */
  readonly alone: boolean;
  readonly enter: (place: Place) => void;
}

/** Lets several in at once, in the order of asking, and the next one when somebody leaves or stays for too long. */
class Gate {
  readonly #timers: Timers;
  readonly #waiting: Waiting[] = [];
  #inside = 0;
  /** How many are not inside, and in the way of who wants to be alone. */
  #beside = 0;
  #closed = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Waits, if need be, until fewer than so many are inside. */
  enter(most: number): Place | Promise<Place> {
    return this.#enter(most, false);
  }

  /** Waits, if need be, until nobody is inside, and lets nobody else in. */
  enterAlone(): Place | Promise<Place> {
    return this.#enter(1, true);
  }

  #enter(most: number, alone: boolean): Place | Promise<Place> {
    if (this.#waiting.length === 0 && this.#admits(most, alone)) return this.#place(alone);
    return new Promise((enter) => this.#waiting.push({ most, alone, enter }));
  }

  /** Stays out, and is waited for by who wants to be alone, for some time at most; undefined while somebody does or is. */
  enterBeside(): (() => void) | undefined {
    if (this.#closed || this.#waiting.some(({ alone }) => alone)) return undefined;
    this.#beside++;
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      cancel();
      this.#beside--;
      void this.#letIn();
    };
    const cancel = this.#timers.after(mostMs, leave);
    return leave;
  }

  #admits(most: number, alone: boolean): boolean {
    return !this.#closed && this.#inside < most && (!alone || this.#beside === 0);
  }

  #place(alone: boolean, onBegun: () => void = () => undefined): Place {
    this.#inside++;
    this.#closed = alone;
    let left = false;
    const leave = (): Promise<void> | undefined => {
      if (left) return undefined;
      left = true;
      cancel();
      this.#inside--;
      if (alone) this.#closed = false;
      return this.#letIn();
    };
    const cancel = this.#timers.after(mostMs, () => {
      onBegun();
      void leave();
    });
    return { begun: onBegun, leave };
  }

  /** Gives when the first of those that are let in has begun. */
  #letIn(): Promise<void> | undefined {
    let first: Promise<void> | undefined;
    for (let [next] = this.#waiting; next && this.#admits(next.most, next.alone); [next] = this.#waiting) {
      this.#waiting.shift();
      const { alone, enter } = next;
      const begun = new Promise<void>((begins) => enter(this.#place(alone, begins)));
      first ??= begun;
    }
    return first;
  }
}
