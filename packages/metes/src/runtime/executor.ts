import { isMetesError, MetesError } from '../base/errors.ts';
import { liveKey } from './live-aggregates.ts';
import { pause, type RetryPause } from './pause.ts';
import type { Batch } from './ports/batch.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { NewEvent } from './ports/log-record.ts';
import { Round, type RoundSetting } from './round.ts';
import type { Turn, Turns } from './turns.ts';
import { type Conflicts, conflictsOf, type Work } from './work.ts';

/** What bounds an executor. */
export interface ExecutorLimits {
  /** The most pieces of work that share one commit. Larger: more throughput; smaller: less delay for each. */
  readonly batch: number;
  /** The most pieces of work that wait; more are refused. */
  readonly waiting: number;
}

/** What an executor works with. */
export interface ExecutorSetting extends RoundSetting, RetryPause {
  readonly writerId: string;
  readonly limits: ExecutorLimits;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
  /** Shared by the contexts of a process. */
  readonly turns: Turns;
  /** Told of the events of each commit, with the position of the first. */
  readonly onCommitted: (firstPosition: number, events: readonly NewEvent[]) => void;
}

/** How often work of one round is tried together before its members are tried alone, and then in all. */
const triesTogether = 2;
const triesInAll = 8;

/** How long somebody waits for an answer while the store is out of reach, and how often newcomers are told, milliseconds. */
const answerWithinMs = 3_000;
const tellAgainMs = 1_000;

/** How long a stop waits for a store that is out of reach, milliseconds. */
const stopWithinMs = 5_000;

/** The counters of an executor since the start. */
export interface ExecutorCounts {
  commits: number;
  works: number;
  events: number;
  conflicts: number;
  storeRetries: number;
}

/**
 * Carries out all work of one context, in the order in which it came: what waits while a commit is on its way leaves
 * together with the next one (group commit, without a timer). A failure of one member never harms the others; a round
 * that conflicts is read again and tried again, at last member by member.
 */
export class Executor {
  readonly counts: ExecutorCounts = { commits: 0, works: 0, events: 0, conflicts: 0, storeRetries: 0 };
  readonly #setting: ExecutorSetting;
  #queue: Work[] = [];
  #sequence = 0;
  #busy = false;
  #stopping = false;
  /** A stop has waited long enough for the store. */
  #gaveUp = false;
  #idle: (() => void)[] = [];
  #between: (() => void)[] = [];
  /** How many works at the front of the queue are to be tried alone. */
  #alone = 0;
  readonly #tries = new WeakMap<Work, number>();

  constructor(setting: ExecutorSetting) {
    this.#setting = setting;
  }

  /** How many pieces of work wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** True while anything waits or is being carried out. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Takes a piece of work. @throws METES_RUNTIME_STOPPING, METES_RUNTIME_OVERLOADED */
  submit(work: Work): void {
    const { context, limits } = this.#setting;
    if (this.#stopping) throw new MetesError('METES_RUNTIME_STOPPING', { context });
    if (this.#queue.length >= limits.waiting)
      throw new MetesError('METES_RUNTIME_OVERLOADED', { context, waiting: this.#queue.length });
    this.#queue.push(work);
    if (!this.#busy) {
      this.#busy = true;
      queueMicrotask(() => void this.#run());
    }
  }

  /** Runs an action when no round is under way: what a round rests on stays as it is until it has ended. */
  between(action: () => void): void {
    if (this.#busy) this.#between.push(action);
    else action();
  }

  /** Takes nothing more and finishes what waits; what a store out of reach holds up for long is given up. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (!this.busy) return;
    const cancel = this.#setting.timers.after(stopWithinMs, () => (this.#gaveUp = true));
    await new Promise<void>((resolve) => this.#idle.push(resolve));
    cancel();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const turn = await this.#setting.turns.take();
      const count = this.#alone > 0 ? 1 : this.#setting.limits.batch;
      if (this.#alone > 0) this.#alone--;
      const works = this.#queue.length <= count ? this.#queue.splice(0) : this.#queue.splice(0, count);
      await this.#round(works, turn);
      this.#setting.live.trim();
      for (const action of this.#between.splice(0)) action();
    }
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #round(works: readonly Work[], turn: Turn): Promise<void> {
    const round = new Round(this.#setting, (action) => this.#untilReachable(works, action));
    let firstPosition = 0;
    let passedOn: Promise<void> | undefined;
    try {
      await round.load(works);
      for (const work of works) {
        // Nearly always there is nothing to wait for, and then nothing is.
        const adding = round.add(work);
        if (adding) await adding;
      }
      const proving = round.prove();
      if (proving) await proving;
      const batch = round.batch(this.#setting.writerId, this.#sequence + 1);
      if (batch) firstPosition = await this.#commit(batch, works, turn);
      passedOn = turn.end();
    } catch (error) {
      void turn.end();
      return this.#recover(round, works, error);
    }
    if (passedOn) await passedOn;
    // From here on everything is durable, and nothing may lead to another try.
    this.counts.works += round.members.length;
    this.counts.events += round.events.length;
    if (round.events.length > 0) this.#setting.onCommitted(firstPosition, round.events);
    round.committed();
  }

  /** Gives the position of the first event. */
  async #commit(batch: Batch, works: readonly Work[], turn: Turn): Promise<number> {
    const { store, failpoints, journal, context } = this.#setting;
    store.prepare?.(batch);
    await turn.commit();
    const before = failpoints.pass('commit.before', context);
    if (before) {
      // Whatever it waits for is nobody else's concern.
      turn.sent();
      await before;
    }
    // A number is never used for another batch: this one may have been committed even if nobody ever hears of it.
    this.#sequence = batch.sequence;
    const committing = this.#untilReachable(works, () => store.commit(batch));
    turn.sent();
    const committed = await committing;
    this.counts.commits++;
    await failpoints
      .pass('commit.after', context)
      ?.catch((error: unknown) =>
        journal.warn('a failpoint was reached after a commit', { context, error: String(error) }),
      );
    return committed.firstPosition;
  }

  /** Repeats what the store did not answer; a batch that is given again takes effect once. */
  async #untilReachable<T>(works: readonly Work[], action: () => Promise<T>): Promise<T> {
    const { journal, context } = this.#setting;
    const stopTelling = this.#tellWhoWaits(works);
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await action();
        } catch (error) {
          if (!isMetesError(error, 'METES_STORE_UNAVAILABLE') || this.#gaveUp) throw error;
          this.counts.storeRetries++;
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
  #tellWhoWaits(works: readonly Work[]): () => void {
    const { timers, context } = this.#setting;
    const tell = (): void => {
      const error = new MetesError('METES_STORE_UNAVAILABLE', {
        context,
        reason: `no answer within ${answerWithinMs / 1_000} s`,
      });
      for (const work of [...works, ...this.#queue]) work.delayed?.(error);
      cancel = timers.after(tellAgainMs, tell);
    };
    let cancel = timers.after(answerWithinMs, tell);
    return () => cancel();
  }

  #recover(round: Round, works: readonly Work[], error: unknown): void {
    round.rolledBack();
    const conflicts = isMetesError(error, 'METES_STORE_CONFLICT') ? conflictsOf(error) : undefined;
    // Thrown only when a stop has given up waiting: then nothing that waits has a chance.
    const unreachable = isMetesError(error, 'METES_STORE_UNAVAILABLE');
    if (conflicts) this.#doubt(conflicts);
    else if (!unreachable)
      this.#setting.journal.warn('a round did not commit', {
        context: this.#setting.context,
        works: works.length,
        error: String(error),
      });
    const retry: Work[] = [];
    for (const work of works) {
      if (round.isOver(work)) continue;
      const tries = (this.#tries.get(work) ?? 0) + 1;
      this.#tries.set(work, tries);
      const hopeless = conflicts
        ? tries >= triesInAll || work.beyondRetry?.(conflicts)
        : unreachable || (works.length === 1 && !work.setAside?.(error));
      if (hopeless) work.failed(error);
      else retry.push(work);
    }
    if (unreachable) for (const work of this.#queue.splice(0)) work.failed(error);
    this.#queue.unshift(...retry);
    const together = conflicts && retry.every((work) => (this.#tries.get(work) ?? 0) <= triesTogether);
    // Those behind it that are to be tried alone stay so: together, each would pay for the failures of the others.
    if (unreachable) this.#alone = 0;
    else if (!together || this.#alone > 0) this.#alone += retry.length;
  }

  #doubt(conflicts: Conflicts): void {
    this.counts.conflicts++;
    for (const key of conflicts.aggregates ?? []) {
      const cut = key.indexOf('/');
      this.#setting.live.doubt(liveKey(key.slice(0, cut), key.slice(cut + 1)));
    }
  }
}
