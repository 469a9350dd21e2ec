import { isMetesError, MetesError } from '../base/errors.ts';
import { committedVersion, markCommitted, stateOf, typeOf } from '../domain/aggregate-root.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { type Command, commandClassOf } from '../model/command.ts';
import type { Handler } from '../model/handler.ts';
import type { Done } from '../model/route.ts';
import { type CommandEffect, runCommand } from './command-run.ts';
import { type DeadlineChange, joinDeadlines } from './deadline-changes.ts';
import type { EventWriter } from './event-writer.ts';
import { JoinedMarks } from './joined-marks.ts';
import { liveKey } from './live-aggregates.ts';
import type { Batch } from './ports/batch.ts';
import type { NewEvent } from './ports/log-record.ts';
import type { ReadyCommand, Root } from './ready-command.ts';
import { type MemorySetting, type Reach, RoundMemory } from './round-memory.ts';
import type { TallyKey } from './tally-levels.ts';
import type { Origin, Step, StepOutcome, Work } from './work.ts';

/** What a round works with; outlives it. */
export interface RoundSetting extends MemorySetting {
  readonly context: string;
  readonly handlers: ReadonlyMap<unknown, Handler>;
  readonly writer: EventWriter;
}

/** A piece of work on its way into a round. */
interface Entrant {
  readonly work: Work;
  /** How much the round had to commit before it. */
  readonly before: number;
  readonly outcomes: StepOutcome[];
  steps?: readonly Step[];
}

/** A command that cannot be tried before its aggregate and tallies have been read. */
class Unread {
  readonly ready: ReadyCommand;

  constructor(ready: ReadyCommand) {
    this.ready = ready;
  }
}

/** One group commit in the making: the effects of several pieces of work, each member isolated from the failures of others. */
export class Round {
  readonly #setting: RoundSetting & { readonly memory: RoundMemory };
  readonly #reach: Reach;
  readonly #memory: RoundMemory;
  readonly #events: NewEvent[] = [];
  readonly #deadlines: DeadlineChange[] = [];
  readonly #marks = new JoinedMarks();
  readonly #members: Work[] = [];
  /** The commands of steps, which are asked for once. */
  readonly #commands = new Map<Step, ReadyCommand | undefined>();
  /** Work that failed and left nothing behind: told when the round has proved sound. */
  readonly #refused: { readonly work: Work; readonly error: unknown }[] = [];
  readonly #over = new Set<Work>();

  /** The keys of tallies that it touched, once it is sealed. */
  #touched: ReadonlySet<TallyKey> | undefined;

  /** @param before the round that is on its way to the store: this one builds on it, and commits only if that one has */
  constructor(setting: RoundSetting, reach: Reach, before?: Round) {
    this.#reach = reach;
    this.#memory = new RoundMemory(setting, reach, before?.changed);
    this.#setting = { ...setting, memory: this.#memory };
  }

  /** True when the work was told how it went, or is not wanted any more: it is not to be tried again. */
  isOver(work: Work): boolean {
    return this.#over.has(work);
  }

  /** The work whose effects are in this round. */
  get members(): readonly Work[] {
    return this.#members;
  }

  /** The events of this round, in the order of their positions. */
  get events(): readonly NewEvent[] {
    return this.#events;
  }

  /** The aggregates that it changes, by their keys. */
  get changed(): ReadonlyMap<string, Root> {
    return this.#memory.changed;
  }

  /** Reads everything that the given work needs and memory does not have, in one go. */
  async load(works: readonly Work[]): Promise<void> {
    const unread: ReadyCommand[] = [];
    for (const work of works) {
      if (work.prepare) await this.#reach(() => work.prepare!());
      for (const step of work.steps) {
        try {
          const ready = this.#commandOf(step);
          if (ready && this.#memory.lacks(ready)) unread.push(ready);
        } catch {
          // It comes again when the step is taken, and is dealt with there.
        }
      }
    }
    if (unread.length === 0) return;
    try {
      await this.#memory.load(unread);
    } catch (error) {
      if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
    }
  }

  /**
   * Runs one piece of work; a step that fails leaves no trace in the round. There is nothing to wait for unless a step
   * needs what `load` did not know of.
   *
   * @throws METES_RUNTIME_ROUND_SPOILED when the work failed after its steps: then nothing of the round may be committed
   */
  add(work: Work): Promise<void> | undefined {
    if (work.dropped?.()) {
      this.#over.add(work);
      return undefined;
    }
    const entrant: Entrant = { work, before: this.#extent(), outcomes: [] };
    const unread = this.#goOn(entrant);
    return unread && this.#readAndGoOn(entrant, unread);
  }

  async #readAndGoOn(entrant: Entrant, first: Unread): Promise<void> {
    for (let unread: Unread | undefined = first; unread; unread = this.#goOn(entrant)) {
      try {
        await this.#memory.load([unread.ready]);
      } catch (error) {
        if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
        entrant.outcomes.push({ step: entrant.steps![entrant.outcomes.length]!, error });
      }
    }
  }

  /** Takes the steps that are left and the marks after them, or says what has to be read first. */
  #goOn(entrant: Entrant): Unread | undefined {
    const { work, before, outcomes } = entrant;
    try {
      const steps = (entrant.steps ??= work.choose?.() ?? work.steps);
      while (outcomes.length < steps.length) {
        const outcome = this.#step(steps[outcomes.length]!, work.origin);
        if (outcome instanceof Unread) return outcome;
        outcomes.push(outcome);
      }
      if (work.dropped?.()) this.#over.add(work);
      else {
        this.#marks.add(work.marks(outcomes));
        this.#members.push(work);
      }
    } catch (error) {
      if (this.#extent() === before) {
        this.#refused.push({ work, error });
        return undefined;
      }
      this.#over.add(work);
      work.failed(error);
      throw this.#spoiled(error);
    }
    if (this.#over.has(work) && this.#extent() !== before) throw this.#spoiled();
    return undefined;
  }

  #spoiled(cause?: unknown): MetesError {
    return new MetesError('METES_RUNTIME_ROUND_SPOILED', { context: this.#setting.context }, { cause });
  }

  /** How much the round has to commit so far. */
  #extent(): number {
    return this.#events.length + this.#setting.levels.mark();
  }

  #step(step: Step, origin: Origin): StepOutcome | Unread {
    try {
      const done = this.#run(this.#commandOf(step), origin);
      return done instanceof Unread ? done : { step, done };
    } catch (error) {
      if (!(error instanceof DomainRuleBroken) || !step.refused) return { step, error };
      try {
        const instead = step.refused(error);
        const done = this.#run(instead && this.#readied(instead), origin);
        return done instanceof Unread ? done : { step, done };
      } catch (second) {
        return { step, error: second };
      }
    }
  }

  #run(ready: ReadyCommand | undefined, origin: Origin): Done | Unread | undefined {
    if (!ready) return undefined;
    if (this.#memory.lacks(ready)) return new Unread(ready);
    try {
      const effect = runCommand(this.#setting, ready, origin);
      if (effect.written.length === 0) this.#memory.leftNoTrace(ready);
      return this.#keep(ready, effect);
    } catch (error) {
      this.#memory.leftNoTrace(ready);
      throw error;
    }
  }

  #keep({ key }: ReadyCommand, { done, root, written }: CommandEffect): Done {
    if (written.length > 0) this.#memory.markChanged(key, root);
    for (const { event, deadlines } of written) {
      this.#events.push(event);
      this.#deadlines.push(...deadlines);
    }
    return done;
  }

  #commandOf(step: Step): ReadyCommand | undefined {
    const known = this.#commands.get(step);
    if (known) return known;
    const command = step.command();
    const ready = command && this.#readied(command);
    this.#commands.set(step, ready);
    return ready;
  }

  #readied(command: Command): ReadyCommand {
    const type = commandClassOf(command);
    const handler = this.#setting.handlers.get(type);
    if (!handler)
      throw new MetesError('METES_MODEL_COMMAND_UNHANDLED', {
        context: this.#setting.context,
        command: type.type,
      });
    const id = handler.id(command);
    return { command, handler, id, key: liveKey(handler.aggregate.type, id) };
  }

  /**
   * Makes sure of what leaves nothing for the commit to check; to be waited for after the last `add`.
   *
   * @throws METES_STORE_CONFLICT
   */
  prove(): Promise<void> | undefined {
    return this.#memory.prove();
  }

  /** The round as one batch, or undefined when there is nothing to commit. */
  batch(writer: string, sequence: number): Batch | undefined {
    const { answers, cursors, handled, parked, unparked, rows, deadlinesDone, fence } = this.#marks;
    const batch: Omit<Batch, 'fence'> = {
      writer,
      sequence,
      aggregates: [...this.#memory.changed.values()].map((root) => ({
        type: typeOf(root).type,
        id: root.id as string,
        expected: committedVersion(root),
        version: root.version,
        state: typeOf(root).kind === 'event-sourced' ? undefined : stateOf(root),
      })),
      events: this.#events,
      tallies: this.#setting.levels.writes(),
      answers,
      cursors,
      handled,
      parked,
      unparked,
      rows,
      ...joinDeadlines(this.#deadlines, deadlinesDone),
    };
    const { writer: _, sequence: __, ...sections } = batch;
    if (!Object.values(sections).some((section) => section.length > 0)) return undefined;
    return fence ? { ...batch, fence } : batch;
  }

  /** Everything is put together: from here on memory is as if the batch had been committed, and the next round may begin. */
  seal(): void {
    for (const root of this.#memory.changed.values()) markCommitted(root);
    this.#touched = this.#setting.levels.seal();
  }

  /** The batch is durable. */
  committed(): void {
    for (const work of this.#members) work.committed();
    for (const { work, error } of this.#refused) work.failed(error);
  }

  /** The batch did not commit, nor any after it: nothing that the round touched may stay in memory. */
  rolledBack(): void {
    for (const key of this.#memory.changed.keys()) this.#setting.live.evict(key);
    if (this.#touched) this.#setting.levels.forget(this.#touched);
    else this.#setting.levels.drop();
    for (const work of this.#members) work.rolledBack?.();
  }
}
