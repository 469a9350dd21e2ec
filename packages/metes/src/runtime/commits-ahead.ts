import { AssumedHead } from './assumed-head.ts';
import { Assumption } from './assumption.ts';
import type { ExecutorCounts } from './executor-counts.ts';
import type { NewEvent } from './ports/log-record.ts';

/** Told of the events of a commit that is on its way, with the position that the first is expected to get. */
export type OnSent = (firstPosition: number, events: readonly NewEvent[], restsOn: Assumption) => void;

/** The commits of a context that others may work on ahead of their answers. */
export class CommitsAhead {
  readonly #counts: ExecutorCounts;
  readonly #head = new AssumedHead();
  readonly #onSent: OnSent;

  constructor(onSent: OnSent, counts: ExecutorCounts) {
    this.#onSent = onSent;
    this.#counts = counts;
  }

  /** Follows a commit that is on its way; gives the position of its first event. */
  async follow(committing: Promise<number>, events: readonly NewEvent[]): Promise<number> {
    if (events.length === 0) return committing;
    const assumption = this.#assume(events);
    let firstPosition: number;
    try {
      firstPosition = await committing;
    } catch (error) {
      this.#settle(assumption, false);
      throw error;
    }
    this.#settle(assumption, firstPosition === assumption?.firstPosition);
    this.#head.moved(firstPosition, events.length);
    return firstPosition;
  }

  #assume(events: readonly NewEvent[]): Assumption | undefined {
    const head = this.#head.position;
    if (head === undefined) return undefined;
    const assumption = new Assumption(head + 1);
    this.#counts.assumed++;
    this.#onSent(head + 1, events, assumption);
    return assumption;
  }

  #settle(assumption: Assumption | undefined, isRight: boolean): void {
    if (isRight) assumption?.confirm();
    else assumption?.refute();
    if (!assumption?.isRefuted) return;
    this.#counts.refuted++;
    this.#head.doubt();
  }
}
