import { AssumedHead } from './assumed-head.ts';
import type { ExecutorCounts } from './executor-counts.ts';
import { Assumption } from './ports/assumption.ts';
import type { NewEvent } from './ports/log-record.ts';
import type { Timers } from './ports/timers.ts';

/** How long a commit may take, milliseconds: others wait no longer for it, and while commits take longer nothing is assumed. */
const promptMs = 100;

/** Told of the events of a commit that is on its way, with the position that the first is expected to get. */
export type OnSent = (firstPosition: number, events: readonly NewEvent[], restsOn: Assumption) => void;

/** The commits of a context that others may work on ahead of their answers. */
export class CommitsAhead {
  readonly #head = new AssumedHead();
  readonly #onSent: OnSent;
  readonly #counts: ExecutorCounts;
  readonly #timers: Timers;

  constructor(onSent: OnSent, counts: ExecutorCounts, timers: Timers) {
    this.#onSent = onSent;
    this.#counts = counts;
    this.#timers = timers;
  }

  /** Follows a commit that is on its way; gives the position of its first event. */
  async follow(committing: Promise<number>, events: readonly NewEvent[]): Promise<number> {
    if (events.length === 0) return committing;
    const assumption = this.#assume(events);
    let isPrompt = true;
    const cancel = this.#timers.after(promptMs, () => {
      isPrompt = false;
      assumption?.delay();
    });
    try {
      const firstPosition = await committing;
      this.#head.moved(firstPosition, events.length);
      if (firstPosition === assumption?.firstPosition) assumption.confirm();
      return firstPosition;
    } finally {
      cancel();
      if (assumption?.isOpen) {
        assumption.refute();
        this.#counts.refuted++;
      }
      if (!isPrompt) this.#head.pause();
    }
  }

  #assume(events: readonly NewEvent[]): Assumption | undefined {
    const head = this.#head.position;
    if (head === undefined) return undefined;
    const assumption = new Assumption(head + 1);
    this.#counts.assumed++;
    this.#onSent(head + 1, events, assumption);
    return assumption;
  }
}
