import { isMetesError, MetesError } from '../base/errors.ts';
import { committedVersion, markCommitted, stateOf, typeOf } from '../domain/aggregate-root.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { type Command, commandClassOf } from '../model/command.ts';
import type { Handler } from '../model/handler.ts';
import type { Done } from '../model/route.ts';
import { type CommandEffect, runCommand } from './command-run.ts';
import { type DeadlineChange, joinDeadlines } from './deadline-changes.ts';
import type { EventWriter } from './event-writer.ts';
import { liveKey } from './live-aggregates.ts';
import type { Batch } from './ports/batch.ts';
import type { NewEvent } from './ports/log-record.ts';
import { type MemorySetting, type Reach, type ReadyCommand, RoundMemory } from './round-memory.ts';
import type { Marks, Origin, Step, StepOutcome, Work } from './work.ts';

/** What a round works with; outlives it. */
export interface RoundSetting extends MemorySetting {
  readonly context: string;
  readonly handlers: ReadonlyMap<unknown, Handler>;
  readonly writer: EventWriter;
}

/** One group commit in the making: the effects of several pieces of work, each member isolated from the failures of others. */
export class Round {
  readonly #setting: RoundSetting;
  readonly #reach: Reach;
  readonly #memory: RoundMemory;
  readonly #events: NewEvent[] = [];
  readonly #deadlines: DeadlineChange[] = [];
  readonly #marks: Marks[] = [];
  readonly #members: Work[] = [];
  /** Work all of whose steps were refused: told when the round has proved sound. */
  readonly #refused: { readonly work: Work; readonly error: unknown }[] = [];
  readonly #over = new Set<Work>();

  constructor(setting: RoundSetting, reach: Reach) {
    this.#setting = setting;
    this.#reach = reach;
    this.#memory = new RoundMemory(setting, reach);
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

  /** Reads everything that the given work needs and memory does not have, in one go. */
  async load(works: readonly Work[]): Promise<void> {
    const ready: ReadyCommand[] = [];
    for (const work of works) {
      if (work.prepare) await this.#reach(() => work.prepare!());
      for (const step of work.steps) {
        await quietly(() => {
          const command = step.command();
          if (command) ready.push(this.#ready(command));
        });
      }
    }
    await quietly(() => this.#memory.load(ready));
  }

  /**
   * Runs one piece of work; a step that fails leaves no trace in the round.
   *
   * @throws METES_RUNTIME_ROUND_SPOILED when the work failed after its steps: then nothing of the round may be committed
   */
  async add(work: Work): Promise<void> {
    if (work.dropped?.()) return void this.#over.add(work);
    const before = this.#extent();
    const outcomes: StepOutcome[] = [];
    try {
      for (const step of work.choose?.() ?? work.steps) outcomes.push(await this.#step(step, work.origin));
      if (work.dropped?.()) this.#over.add(work);
      else {
        this.#marks.push(work.marks(outcomes));
        this.#members.push(work);
      }
    } catch (error) {
      if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
      if (outcomes.length > 0 && outcomes.every((outcome) => 'error' in outcome))
        return void this.#refused.push({ work, error });
      this.#over.add(work);
      work.failed(error);
      if (this.#extent() !== before)
        throw new MetesError(
          'METES_RUNTIME_ROUND_SPOILED',
          { context: this.#setting.context },
          { cause: error },
        );
    }
    if (this.#over.has(work) && this.#extent() !== before)
      throw new MetesError('METES_RUNTIME_ROUND_SPOILED', { context: this.#setting.context });
  }

  /** How much the round has to commit so far. */
  #extent(): number {
    return this.#events.length + this.#setting.levels.mark();
  }

  async #step(step: Step, origin: Origin): Promise<StepOutcome> {
    try {
      return { step, done: await this.#command(step.command(), origin) };
    } catch (error) {
      if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
      if (!(error instanceof DomainRuleBroken) || !step.refused) return { step, error };
      try {
        return { step, done: await this.#command(step.refused(error), origin) };
      } catch (second) {
        if (isMetesError(second, 'METES_STORE_UNAVAILABLE')) throw second;
        return { step, error: second };
      }
    }
  }

  /**
   * A refusal, and doing nothing, leave nothing that the commit would check; so when they rest on an aggregate that was
   * in memory all along, and that another process may have changed, it is read and asked again.
   */
  async #command(command: Command | undefined, origin: Origin): Promise<Done | undefined> {
    if (!command) return undefined;
    const setting = { ...this.#setting, memory: this.#memory };
    const ready = this.#ready(command);
    await this.#memory.load([ready]);
    try {
      const effect = runCommand(setting, ready, origin);
      if (effect.written.length > 0 || this.#memory.isCertain(ready.key)) return this.#keep(ready, effect);
      effect.undo();
    } catch (error) {
      if (this.#memory.isCertain(ready.key)) throw error;
    }
    this.#memory.doubt(ready.key);
    await this.#memory.load([ready]);
    return this.#keep(ready, runCommand(setting, ready, origin));
  }

  #keep({ key }: ReadyCommand, { done, root, written }: CommandEffect): Done {
    if (written.length > 0) this.#memory.markChanged(key, root);
    for (const { event, deadlines } of written) {
      this.#events.push(event);
      this.#deadlines.push(...deadlines);
    }
    return done;
  }

  #ready(command: Command): ReadyCommand {
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

  /** The round as one batch, or undefined when there is nothing to commit. */
  batch(writer: string, sequence: number): Batch | undefined {
    const all = <K extends keyof Marks>(kind: K): NonNullable<Marks[K]>[] =>
      this.#marks.flatMap((marks) => (marks[kind] === undefined ? [] : [marks[kind]]));
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
      answers: all('answer'),
      cursors: joinMoves(all('cursors').flat()),
      handled: all('handled').flat(),
      parked: all('parked').flat(),
      unparked: all('unparked').flat(),
      rows: all('rows').flat(),
      ...joinDeadlines(this.#deadlines, all('deadlinesDone').flat()),
    };
    const { writer: _, sequence: __, ...sections } = batch;
    const [fence] = all('fence');
    if (!Object.values(sections).some((section) => section.length > 0)) return undefined;
    return fence ? { ...batch, fence } : batch;
  }

  /** The batch is durable. */
  committed(): void {
    for (const root of this.#memory.changed.values()) markCommitted(root);
    this.#setting.levels.committed();
    for (const work of this.#members) work.committed();
    for (const { work, error } of this.#refused) work.failed(error);
  }

  /** The batch did not commit: nothing that the round touched may stay in memory. */
  rolledBack(): void {
    for (const key of this.#memory.changed.keys()) this.#setting.live.evict(key);
    this.#setting.levels.rolledBack();
    for (const work of this.#members) work.rolledBack?.();
  }
}

/** An error met on the way to reading ahead comes again when the step runs, and is dealt with there. */
async function quietly(action: () => void | Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
  }
}

/** Several moves of one cursor as one. */
function joinMoves<C extends { subscription: string; from: number; to: number }>(moves: readonly C[]): C[] {
  const bySubscription = new Map<string, C>();
  for (const move of moves) {
    const first = bySubscription.get(move.subscription);
    bySubscription.set(move.subscription, first ? { ...first, to: move.to } : move);
  }
  return [...bySubscription.values()];
}
