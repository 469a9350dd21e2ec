import { isMetesError, MetesError } from '../base/errors.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import type { Context } from '../model/context.ts';
import type { Deadline } from '../model/deadline.ts';
import type { Executor } from './executor.ts';
import type { ContextStore, StoredDeadline } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { Timers } from './ports/timers.ts';
import type { Work } from './work.ts';

/** How often the store is asked for deadlines that are due, milliseconds. */
const lookEveryMs = 1_000;
/** How many are answered at once, so that new work is not starved when many are due. */
const mostAtOnce = 100;

/** Answers the deadlines of a context when they are due, each once, the oldest first. */
export class DeadlineKeeper {
  readonly #context: Context;
  readonly #ports: { readonly store: ContextStore; readonly executor: Executor; readonly timers: Timers; readonly journal: Journal; readonly failpoints: Failpoints };
  readonly #underWay = new Set<string>();
  #cancel: (() => void) | undefined;
  #stopped = true;

  constructor(context: Context, ports: { readonly store: ContextStore; readonly executor: Executor; readonly timers: Timers; readonly journal: Journal; readonly failpoints: Failpoints }) {
    this.#context = context;
    this.#ports = ports;
  }

  start(): void {
    if (this.#context.deadlines.length === 0 || !this.#stopped) return;
    this.#stopped = false;
    void this.#look();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async #look(): Promise<void> {
    const { store, executor, timers, journal, failpoints } = this.#ports;
    let full = false;
    try {
      const due = await store.dueDeadlines(mostAtOnce);
      full = due.length === mostAtOnce;
      for (const each of due) {
        const key = `${each.deadline}/${each.aggregateId}`;
        if (this.#underWay.has(key) || this.#stopped) continue;
        this.#underWay.add(key);
        await failpoints.pass('deadline.before', this.#context.name);
        try {
          executor.submit(this.#work(each, () => this.#underWay.delete(key)));
        } catch {
          this.#underWay.delete(key);
        }
      }
    } catch (error) {
      if (!isMetesError(error, 'METES_STORE_UNAVAILABLE')) journal.error('deadlines cannot be read', { context: this.#context.name, error: String(error) });
    }
    if (!this.#stopped) this.#cancel = timers.after(full ? 50 : lookEveryMs, () => void this.#look());
  }

  #work(due: StoredDeadline, ended: () => void): Work {
    const { journal, failpoints } = this.#ports;
    const { deadline, aggregateId, event } = due;
    const name = this.#context.name;
    const declared = this.#context.deadlines.find((each) => each.deadline === deadline);
    return {
      origin: { correlation: event.correlation, causation: event.id },
      steps: [{ name: deadline, commands: () => [this.#command(declared, due)], refused: () => [] }],
      marks: ([outcome]) => {
        if (outcome && 'error' in outcome && !(outcome.error instanceof DomainRuleBroken)) throw outcome.error;
        return { deadlinesDone: [{ deadline, aggregateId, mustExist: true }] };
      },
      // Cancelled or answered by somebody else in the meantime.
      beyondRetry: (conflicts) => (conflicts.deadlines ?? []).length > 0,
      committed: () => {
        ended();
        void failpoints.pass('deadline.after', name);
      },
      failed: (error) => {
        ended();
        if (!isMetesError(error, 'METES_STORE_CONFLICT')) journal.error('a deadline cannot be answered, trying again', { context: name, deadline, aggregateId, error: String(error) });
      },
    };
  }

  #command(declared: Deadline | undefined, { deadline, aggregateId, event }: StoredDeadline): ReturnType<Deadline['then']> {
    if (!declared) throw new MetesError('METES_RUNTIME_REACTION_UNKNOWN', { reaction: deadline, context: this.#context.name });
    const facts = { eventId: event.id, subject: aggregateId, sequence: event.version, time: event.time, correlation: event.correlation };
    return declared.then(declared.startedBy.fromJson(event.data, event.typeVersion), facts);
  }
}
