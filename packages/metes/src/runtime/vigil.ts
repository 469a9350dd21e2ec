import type { Timers } from './ports/timers.ts';

/** From so many works under way in the process on, the cores are wanted for something better. */
const several = 4;

/** The most commits in a row that are waited for asleep after answers that came too late. */
const mostAsleep = 255;

/**
 * Keeps the process awake while it has nothing to do but to wait for a commit. To fall asleep and to be woken up again
 * takes as long as a good part of what the store does meanwhile; and a session on the same machine is put on the core of
 * whoever wrote to it when that one seems about to sleep, behind other sessions. Where answers take longer than one may
 * stay awake, it is soon tried for one commit in 256 only.
 */
export class Vigil {
  readonly #timers: Timers;
  readonly #mostMs: number;
  readonly #underWay: () => number;
  /** How many commits are still to be waited for asleep, and how many it will be after the next answer that is late. */
  #asleep = 0;
  #next = 1;

  /**
   * @param mostMs the longest that one answer is waited for awake, milliseconds; 0 is never
   * @param underWay how many works there are in the process
   */
  constructor(timers: Timers, mostMs: number, underWay: () => number) {
    this.#timers = timers;
    this.#mostMs = mostMs;
    this.#underWay = underWay;
  }

  /** Stays awake for an answer that is on its way; gives it back. */
  over<T>(answer: Promise<T>): Promise<T> {
    const rest = this.#isWorthIt() ? this.#timers.stayAwake?.(this.#mostMs) : undefined;
    if (!rest) return answer;
    const learn = (): void => this.#learn(rest());
    answer.then(learn, learn);
    return answer;
  }

  #isWorthIt(): boolean {
    if (this.#mostMs === 0 || this.#underWay() >= several) return false;
    if (this.#asleep === 0) return true;
    this.#asleep--;
    return false;
  }

  #learn(wasInTime: boolean): void {
    this.#asleep = wasInTime ? 0 : this.#next;
    this.#next = wasInTime ? 1 : Math.min(mostAsleep, this.#next * 2 + 1);
  }
}
