import { isMetesError, MetesError } from '../base/errors.ts';
import { toJson } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { replay, restore, type AggregateType } from '../domain/aggregate.ts';
import { type AggregateRoot, committedVersion, markCommitted, pendingEvents, rewind, stateOf, typeOf } from '../domain/aggregate-root.ts';
import { DomainRuleBroken } from '../domain/domain-rule-broken.ts';
import { type Command, commandClassOf } from '../model/command.ts';
import type { Handler } from '../model/handler.ts';
import type { Done } from '../model/route.ts';
import { EventWriter } from './event-writer.ts';
import { liveKey, type LiveAggregates } from './live-aggregates.ts';
import type { Batch } from './ports/batch.ts';
import type { ContextStore } from './ports/context-store.ts';
import type { NewEvent } from './ports/log-record.ts';
import { tallyKey, type TallyLevels } from './tally-levels.ts';
import type { Marks, Origin, Step, StepOutcome, Work } from './work.ts';

type Root = AggregateRoot<any, any, any>;

/** What a round works with; outlives it. */
export interface RoundSetting {
  readonly context: string;
  readonly store: ContextStore;
  readonly handlers: ReadonlyMap<unknown, Handler>;
  readonly live: LiveAggregates;
  readonly levels: TallyLevels;
  readonly writer: EventWriter;
}

/** Repeats an access to the store until it answers. */
export type Reach = <T>(action: () => Promise<T>) => Promise<T>;

/** A command with its handler, and the aggregate it addresses. */
interface Ready {
  readonly command: Command;
  readonly handler: Handler;
  readonly id: string;
  readonly key: string;
}

/** One group commit in the making: the effects of several pieces of work, each member isolated from the failures of others. */
export class Round {
  readonly #setting: RoundSetting;
  readonly #dirty = new Map<string, Root>();
  readonly #events: NewEvent[] = [];
  readonly #marks: Marks[] = [];
  readonly #members: Work[] = [];
  readonly #told = new Set<Work>();
  readonly #reach: Reach;

  constructor(setting: RoundSetting, reach: Reach) {
    this.#setting = setting;
    this.#reach = reach;
  }

  /** True when the work was told how it went, or is not wanted any more: it is not to be tried again. */
  isOver(work: Work): boolean {
    return this.#told.has(work);
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
    const ready: Ready[] = [];
    for (const work of works) {
      if (work.prepare) await this.#reach(() => work.prepare!());
      for (const step of work.steps) {
        try {
          ready.push(...step.commands().map((command) => this.#ready(command)));
        } catch {
          // The same error comes again when the step runs, and is dealt with there.
        }
      }
    }
    await this.#load(ready);
  }

  /**
   * Runs one piece of work; a step that fails leaves no trace in the round.
   *
   * @throws METES_RUNTIME_ROUND_SPOILED when the work failed after its steps: then nothing of the round may be committed
   */
  async add(work: Work): Promise<void> {
    if (work.dropped?.()) {
      this.#told.add(work);
      return;
    }
    const events = this.#events.length;
    try {
      const outcomes: StepOutcome[] = [];
      for (const step of work.steps) outcomes.push(await this.#step(step, work.origin));
      this.#marks.push(work.marks(outcomes));
      this.#members.push(work);
    } catch (error) {
      if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
      this.#told.add(work);
      work.failed(error);
      if (this.#events.length !== events) throw new MetesError('METES_RUNTIME_ROUND_SPOILED', { context: this.#setting.context }, { cause: error });
    }
  }

  async #step(step: Step, origin: Origin): Promise<StepOutcome> {
    try {
      return { step, done: await this.#commands(step.commands(), origin) };
    } catch (error) {
      if (isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
      if (!(error instanceof DomainRuleBroken) || !step.refused) return { step, error };
      try {
        const instead = step.refused(error);
        return { step, done: instead ? await this.#commands(instead, origin) : [] };
      } catch (second) {
        return { step, error: second };
      }
    }
  }

  /** All commands or none. */
  async #commands(commands: readonly Command[], origin: Origin): Promise<readonly Done[]> {
    const ready = commands.map((command) => this.#ready(command));
    await this.#load(ready);
    const tallyMark = this.#setting.levels.mark();
    const before = new Map<string, () => void>();
    const raised: { root: Root; from: number; event: object }[] = [];
    const events: NewEvent[] = [];
    const done: Done[] = [];
    try {
      for (const each of ready) {
        const root = this.#root(each, origin, before);
        const from = pendingEvents(root).length;
        const allowed = new Set(
          (each.handler.tallies?.(each.command, root) ?? []).flatMap(({ tally, keys }) => keys.map((key) => tallyKey(tally.tally, key))),
        );
        const desk = this.#setting.levels.desk(commandClassOf(each.command).type, allowed);
        const result = each.handler.run(root, each.command, desk);
        pendingEvents(root).forEach((event, index) => index >= from && raised.push({ root, from: index, event }));
        done.push({ id: each.id, version: root.version, result });
      }
      for (const { root, from, event } of raised) {
        events.push(this.#setting.writer.write(root, committedVersion(root) + from + 1, event, origin));
      }
    } catch (error) {
      this.#setting.levels.rewind(tallyMark);
      for (const undo of before.values()) undo();
      throw error;
    }
    for (const { key } of ready) {
      const root = this.#setting.live.get(key)!;
      if (pendingEvents(root).length > 0) this.#dirty.set(key, root);
      // What raised no event is not stored, so a change without one must not live on in memory either.
      else this.#setting.live.evict(key);
    }
    this.#events.push(...events);
    return done;
  }

  /** The aggregate of a command, with a way back to how it is now. */
  #root(ready: Ready, origin: Origin, before: Map<string, () => void>): Root {
    const { live } = this.#setting;
    const { handler, key, id } = ready;
    const { aggregate, expects } = handler;
    let root = live.get(key);
    const exists = root !== undefined && root.version > 0;
    if (expects === 'existing' && !exists) throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
    if (root && exists && origin.owner && handler.owner && handler.owner(root) !== origin.owner.id) {
      throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
    }
    if (expects === 'new' && exists) throw new MetesError('METES_RUNTIME_ALREADY_EXISTS', { aggregate: aggregate.type, id });
    if (!root) {
      root = newRoot(aggregate, id);
      live.put(key, root);
    }
    if (!before.has(key)) before.set(key, this.#wayBack(key, root, aggregate));
    return root;
  }

  #wayBack(key: string, root: Root, aggregate: AggregateType): () => void {
    if (!this.#dirty.has(key)) return () => this.#setting.live.evict(key);
    const state = toJson(stateOf(root));
    const count = pendingEvents(root).length;
    return () => rewind(root, parse(aggregate.stateSchema, state, aggregate.type), count);
  }

  #ready(command: Command): Ready {
    const type = commandClassOf(command);
    const handler = this.#setting.handlers.get(type);
    if (!handler) throw new MetesError('METES_MODEL_COMMAND_UNHANDLED', { context: this.#setting.context, command: type.type });
    const id = handler.id(command);
    return { command, handler, id, key: liveKey(handler.aggregate.type, id) };
  }

  async #load(ready: readonly Ready[]): Promise<void> {
    await this.#loadAggregates(ready);
    await this.#loadTallies(ready);
  }

  async #loadAggregates(ready: readonly Ready[]): Promise<void> {
    const { live, store } = this.#setting;
    const missing = new Map<string, Ready>();
    for (const each of ready) {
      const isNew = each.handler.expects === 'new' && !live.isUncertain(each.key);
      if (!isNew && !live.get(each.key)) missing.set(each.key, each);
    }
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const eventSourced = ({ handler }: Ready): boolean => handler.aggregate.kind === 'event-sourced';
    const keys = wanted.map((each) => ({ type: each.handler.aggregate.type, id: each.id, eventSourced: eventSourced(each) }));
    const stored = await this.#reach(() => store.aggregates(keys));
    for (const [index, found] of stored.entries()) {
      const each = wanted[index]!;
      const { aggregate } = each.handler;
      if (!found) live.knownAbsent(each.key);
      else live.put(each.key, eventSourced(each) ? replay(aggregate, found.id, found.past) : restore(aggregate, found));
    }
  }

  async #loadTallies(ready: readonly Ready[]): Promise<void> {
    const { live, levels, store } = this.#setting;
    const missing = new Map<string, { tally: string; key: string; accounts: readonly string[] }>();
    for (const { command, handler, key: rootKey, id } of ready) {
      if (!handler.tallies) continue;
      for (const { tally, keys } of handler.tallies(command, live.get(rootKey) ?? newRoot(handler.aggregate, id))) {
        for (const key of keys) {
          if (!levels.has(tally.tally, key)) missing.set(tallyKey(tally.tally, key), { tally: tally.tally, key, accounts: tally.accounts });
        }
      }
    }
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const held = await this.#reach(() => store.tallies(wanted));
    for (const [index, amounts] of held.entries()) {
      const { tally, key, accounts } = wanted[index]!;
      levels.put(tally, key, accounts, accounts.map((_, account) => amounts[account] ?? 0));
    }
  }

  /** The round as one batch, or undefined when there is nothing to commit. */
  batch(writer: string, sequence: number): Batch | undefined {
    const all = <K extends keyof Marks>(kind: K): NonNullable<Marks[K]>[] =>
      this.#marks.flatMap((marks) => (marks[kind] === undefined ? [] : [marks[kind]]));
    const batch: Batch = {
      writer,
      sequence,
      aggregates: [...this.#dirty].map(([, root]) => ({
        type: typeOf(root).type,
        id: root.id as string,
        expected: committedVersion(root),
        version: root.version,
        state: typeOf(root).kind === 'event-sourced' ? undefined : stateOf(root),
      })),
      events: this.#events,
      tallies: this.#setting.levels.writes(),
      answers: all('answer'),
      cursors: joined(all('cursors').flat()),
      handled: all('handled').flat(),
      parked: all('parked').flat(),
      unparked: all('unparked').flat(),
      rows: all('rows').flat(),
      ...this.#setting.writer.deadlines(this.#events, all('deadlinesDone').flat()),
    };
    const { writer: _, sequence: __, ...sections } = batch;
    return Object.values(sections).some((section) => section.length > 0) ? batch : undefined;
  }

  /** The batch is durable. */
  committed(): void {
    for (const root of this.#dirty.values()) markCommitted(root);
    this.#setting.levels.committed();
    for (const work of this.#members) work.committed();
  }

  /** The batch did not commit: nothing that the round touched may stay in memory. */
  rolledBack(): void {
    for (const key of this.#dirty.keys()) this.#setting.live.evict(key);
    this.#setting.levels.rolledBack();
    for (const work of this.#members) work.rolledBack?.();
  }
}

function newRoot(type: AggregateType, id: string): Root {
  return new type({ id, version: 0, state: type.initial(id) });
}

/** Several moves of one cursor as one. */
function joined<C extends { subscription: string; from: number; to: number }>(moves: readonly C[]): C[] {
  const bySubscription = new Map<string, C>();
  for (const move of moves) {
    const first = bySubscription.get(move.subscription);
    bySubscription.set(move.subscription, first ? { ...first, to: move.to } : move);
  }
  return [...bySubscription.values()];
}
