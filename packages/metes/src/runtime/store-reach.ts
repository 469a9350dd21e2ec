import { isMetesError, MetesError } from '../base/errors.ts';
import type { ExecutorCounts } from './executor-counts.ts';
import { pause, type RetryPause } from './pause.ts';
import type { Journal } from './ports/journal.ts';
import type { Work } from './work.ts';

/** How long somebody waits for an answer while the store is out of reach, and how often newcomers are told, milliseconds. */
const answerWithinMs = 3_000;
const tellAgainMs = 1_000;

/** What reaching a store takes. */
export interface StoreReachSetting extends RetryPause {
  readonly context: string;
  readonly journal: Journal;
}

/** Patience with a store that does not answer: what is asked of it is asked again, and whoever waits is told. */
export class StoreReach {
  readonly #setting: StoreReachSetting;
  readonly #counts: ExecutorCounts;
  /** What waits besides. */
  readonly #others: Iterable<Work>;
  #gaveUp = false;

  /** @param others the works that wait besides those that are named */
  constructor(setting: StoreReachSetting, counts: ExecutorCounts, others: Iterable<Work>) {
    this.#setting = setting;
    this.#counts = counts;
    this.#others = others;
  }

  /** True when nobody waits for the store any more. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /** From here on nothing is asked again. */
  giveUp(): void {
    this.#gaveUp = true;
  }

  /** Repeats what the store did not answer, on behalf of some works; a batch that is given again takes effect once. */
  async untilReachable<T>(works: readonly Work[], action: () => Promise<T>): Promise<T> {
    const { journal, context } = this.#setting;
    const stopTelling = this.tellWhoWaits(works);
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await action();
        } catch (error) {
          if (!isMetesError(error, 'METES_STORE_UNAVAILABLE') || this.#gaveUp) throw error;
          this.#counts.storeRetries++;
          if (attempt === 1)
            journal.warn('the store does not answer, trying again', { context, error: error.message });
          await pause(this.#setting, attempt, { firstMs: 20, mostMs: 1_000 });
        }
      }
    } finally {
      stopTelling();
    }
  }

  /** From a while on, whoever waits for an answer is told that the store is out of reach; the work itself goes on. */
  tellWhoWaits(works: readonly Work[]): () => void {
    const { timers, context } = this.#setting;
    const tell = (): void => {
      const error = new MetesError('METES_STORE_UNAVAILABLE', {
        context,
        reason: `no answer within ${answerWithinMs / 1_000} s`,
      });
      for (const work of [...works, ...this.#others]) work.delayed?.(error);
      cancel = timers.after(tellAgainMs, tell);
    };
    let cancel = timers.after(answerWithinMs, tell);
    return () => cancel();
  }
}
