import { isMetesError, MetesError } from '../base/errors.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { Context } from '../model/context.ts';
import type { Deadline } from '../model/deadline.ts';
import { deadlineName } from './deadline-changes.ts';
import type { Executor } from './executor.ts';
import { causeOf, isFinal } from './parked-cause.ts';
import { passing } from './passing.ts';
import { backoffMs } from './pause.ts';
import type { ContextStore, StoredDeadline } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { Random } from './ports/random.ts';
import type { Timers } from './ports/timers.ts';
import type { Work } from './work.ts';

/** How often the store is asked for deadlines that are due, and how soon when there were many, milliseconds. */
const lookEveryMs = 1_000;
const lookSoonMs = 50;
/** How many are answered at once, so that new work is not starved when many are due. */
const mostAtOnce = 100;

/** How often it is tried to answer one, and how long it rests in between, milliseconds; then a person decides. */
const mostTries = 8;
const rest = { firstMs: 1_000, mostMs: 60_000 };

/** What a keeper of deadlines works with. */
export interface DeadlineKeeperPorts {
  readonly store: ContextStore;
  readonly executor: Executor;
  readonly timers: Timers;
  readonly random: Random;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
}

/**
 * Answers the deadlines of a context when they are due, each once, the oldest first. One that cannot be answered is tried
 * again with growing pauses, of which the store knows, and becomes a dead letter in the end.
 */
export class DeadlineKeeper {
  readonly #context: Context;
  readonly #ports: DeadlineKeeperPorts;
  readonly #underWay = new Set<string>();
  /** Counts starts and stops; a look of an earlier one ends. */
  #era = 0;
  #cancel: (() => void) | undefined;

  constructor(context: Context, ports: DeadlineKeeperPorts) {
    this.#context = context;
    this.#ports = ports;
  }

  /** Begins to look, if the context has deadlines. */
  start(): void {
    this.stop();
    if (this.#context.deadlines.length > 0) void this.#look(this.#era);
  }

  /** Looks no more. What is under way goes on. */
  stop(): void {
    this.#era++;
    this.#cancel?.();
  }

  async #look(era: number): Promise<void> {
    const { store, timers, journal } = this.#ports;
    let full = false;
    try {
      // Those under way are still due, and must not keep others from being seen.
      const limit = mostAtOnce + this.#underWay.size;
      const due = await store.dueDeadlines(limit);
      full = due.length === limit;
      for (const each of due) {
        if (era !== this.#era) return;
        if (!this.#underWay.has(deadlineName(each))) await this.#answer(each);
      }
    } catch (error) {
      if (!isMetesError(error, 'METES_STORE_UNAVAILABLE'))
        journal.error('deadlines cannot be looked at', { context: this.#context.name, error: String(error) });
    }
    if (era === this.#era)
      this.#cancel = timers.after(full ? lookSoonMs : lookEveryMs, () => void this.#look(era));
  }

  async #answer(due: StoredDeadline): Promise<void> {
    await this.#ports.failpoints.pass('deadline.before', this.#context.name);
    this.#underWay.add(deadlineName(due));
    try {
      this.#ports.executor.submit(this.#work(due));
    } catch {
      // No room, or stopping: it stays due.
      this.#underWay.delete(deadlineName(due));
    }
  }

  #work(due: StoredDeadline): Work {
    const { failpoints } = this.#ports;
    const { deadline, aggregateId, event } = due;
    const context = this.#context.name;
    const name = deadlineName(due);
    return {
      origin: { correlation: event.correlation, causation: event.id },
      steps: [{ name: deadline, command: () => this.#command(due), refused: () => undefined }],
      marks: ([outcome]) => {
        if (outcome && 'error' in outcome && !(outcome.error instanceof DomainRuleBroken))
          throw outcome.error;
        return { deadlinesDone: [{ deadline, aggregateId, mustExist: true, startedBy: event.id }] };
      },
      // Cancelled or answered by somebody else in the meantime.
      beyondRetry: (conflicts) => (conflicts.deadlines ?? []).includes(name),
      committed: () => {
        this.#underWay.delete(name);
        passing({ failpoints, context }, 'deadline.after');
      },
      failed: (error) => void this.#failed(due, error),
    };
  }

  /** Has the store note the failure, so that it outlives this process and is seen from outside. */
  async #failed(due: StoredDeadline, error: unknown): Promise<void> {
    const { store, random, journal } = this.#ports;
    const { deadline, aggregateId, attempts: before, event } = due;
    const name = deadlineName(due);
    // Answered or changed by somebody else, or the store is out of reach: that says nothing of the deadline.
    if (isMetesError(error, 'METES_STORE_CONFLICT') || isMetesError(error, 'METES_STORE_UNAVAILABLE'))
      return void this.#underWay.delete(name);
    const attempts = before + 1;
    const dead = isFinal(error) || attempts >= mostTries;
    const cause = causeOf(error);
    const about = {
      context: this.#context.name,
      deadline,
      aggregateId,
      code: cause.code,
      reason: cause.message,
    };
    try {
      const againInMs = dead ? undefined : backoffMs(random, attempts, rest);
      const noted = await store.failDeadline({
        deadline,
        aggregateId,
        startedBy: event.id,
        attempts,
        againInMs,
        cause,
      });
      if (!noted) return;
      if (dead) journal.error('a deadline became a dead letter', { ...about, attempts });
      else journal.warn('a deadline cannot be answered, trying again', { ...about, againInMs });
    } catch (second) {
      journal.warn('that a deadline cannot be answered cannot be noted', { ...about, error: String(second) });
    } finally {
      this.#underWay.delete(name);
    }
  }

  #command({ deadline, aggregateId, event }: StoredDeadline): ReturnType<Deadline['then']> {
    const declared = this.#context.deadlines.find((each) => each.deadline === deadline);
    if (!declared)
      throw new MetesError('METES_RUNTIME_REACTION_UNKNOWN', {
        reaction: deadline,
        context: this.#context.name,
      });
    const facts = {
      eventId: event.id,
      subject: aggregateId,
      sequence: event.version,
      time: event.time,
      correlation: event.correlation,
    };
    return declared.then(declared.startedBy.fromJson(event.data, event.typeVersion), facts);
  }
}
