import { isMetesError, MetesError } from '../base/errors.ts';
import type { Batch, Committed } from './ports/batch.ts';
import type { Clock } from './ports/clock.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { NewEvent } from './ports/log-record.ts';
import { pause, type RetryPause } from './pause.ts';
import { Round, type RoundSetting } from './round.ts';
import type { Conflicts, Work } from './work.ts';
import { liveKey } from './live-aggregates.ts';

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
  readonly clock: Clock;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
  /** Told of the events of each commit, with the position of the first. */
  readonly onCommitted: (firstPosition: number, events: readonly NewEvent[]) => void;
}

/** How often work of one round is tried together before its members are tried alone, and then in all. */
const triesTogether = 2;
const triesInAll = 8;

/** How long somebody waits for an answer while the store is out of reach. */
const answerWithinMs = 3_000;

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
  #idle: (() => void)[] = [];
  /** How many of the next works are to be tried alone. */
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
    return this.#busy || this.#queue.length > 0;
  }

  /** Takes a piece of work. @throws METES_RUNTIME_STOPPING, METES_RUNTIME_OVERLOADED */
  submit(work: Work): void {
    const { context, limits } = this.#setting;
    if (this.#stopping) throw new MetesError('METES_RUNTIME_STOPPING', { context });
    if (this.#queue.length >= limits.waiting) throw new MetesError('METES_RUNTIME_OVERLOADED', { context, waiting: this.#queue.length });
    this.#queue.push(work);
    if (!this.#busy) {
      this.#busy = true;
      queueMicrotask(() => void this.#run());
    }
  }

  /** Finishes what waits and takes nothing more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const count = this.#alone > 0 ? 1 : this.#setting.limits.batch;
      if (this.#alone > 0) this.#alone--;
      const works = this.#queue.length <= count ? this.#queue.splice(0) : this.#queue.splice(0, count);
      await this.#round(works);
      this.#setting.live.trim();
    }
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #round(works: readonly Work[]): Promise<void> {
    const round = new Round(this.#setting, (action) => this.#untilReachable(works, action));
    try {
      await round.load(works);
      for (const work of works) await round.add(work);
      const batch = round.batch(this.#setting.writerId, this.#sequence + 1);
      let committed: Committed = { firstPosition: 0 };
      if (batch) committed = await this.#commit(batch, round.members);
      this.counts.works += round.members.length;
      this.counts.events += round.events.length;
      if (round.events.length > 0) this.#setting.onCommitted(committed.firstPosition, round.events);
      round.committed();
    } catch (error) {
      this.#recover(round, works, error);
    }
  }

  async #commit(batch: Batch, members: readonly Work[]): Promise<Committed> {
    const { store, failpoints, context } = this.#setting;
    await failpoints.pass('commit.before', context);
    const committed = await this.#untilReachable(members, () => store.commit(batch));
    this.#sequence = batch.sequence;
    this.counts.commits++;
    await failpoints.pass('commit.after', context);
    return committed;
  }

  /** Repeats what the store did not answer; a batch that is given again takes effect once. */
  async #untilReachable<T>(works: readonly Work[], action: () => Promise<T>): Promise<T> {
    const since = this.#setting.clock.now();
    for (let attempt = 1; ; attempt++) {
      try {
        return await action();
      } catch (error) {
        if (!isMetesError(error, 'METES_STORE_UNAVAILABLE') || (this.#stopping && attempt > 20)) throw error;
        this.counts.storeRetries++;
        if (attempt === 1) this.#setting.journal.warn('the store does not answer, trying again', { context: this.#setting.context, error: error.message });
        if (this.#setting.clock.now() - since >= answerWithinMs) for (const work of [...works, ...this.#queue]) work.delayed?.(error);
        await pause(this.#setting, attempt, { firstMs: 20, mostMs: 1_000 });
      }
    }
  }

  #recover(round: Round, works: readonly Work[], error: unknown): void {
    round.rolledBack();
    const conflict = isMetesError(error, 'METES_STORE_CONFLICT');
    if (conflict) this.#doubt(error);
    const again = works.filter((work) => !round.isOver(work));
    const retry: Work[] = [];
    for (const work of again) {
      const tries = (this.#tries.get(work) ?? 0) + 1;
      this.#tries.set(work, tries);
      const hopeless = conflict ? tries >= triesInAll || work.beyondRetry?.(conflictsOf(error)) : works.length === 1;
      if (hopeless || isMetesError(error, 'METES_STORE_UNAVAILABLE')) work.failed(error);
      else retry.push(work);
    }
    this.#queue.unshift(...retry);
    const together = conflict && retry.every((work) => (this.#tries.get(work) ?? 0) <= triesTogether);
    this.#alone = together ? 0 : retry.length;
  }

  #doubt(conflict: MetesError): void {
    this.counts.conflicts++;
    for (const key of conflictsOf(conflict).aggregates ?? []) {
      const cut = key.indexOf('/');
      this.#setting.live.doubt(liveKey(key.slice(0, cut), key.slice(cut + 1)));
    }
  }
}

function conflictsOf(error: unknown): Conflicts {
  return ((error as MetesError).values['conflicts'] ?? {}) as Conflicts;
}
