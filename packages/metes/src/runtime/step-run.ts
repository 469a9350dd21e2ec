import { toJson } from '../base/json.ts';
import { parse } from '../base/schema.ts';
import { MetesError } from '../base/errors.ts';
import type { AggregateType } from '../domain/aggregate.ts';
import { committedVersion, pendingEvents, rewind, stateOf } from '../domain/aggregate-root.ts';
import { commandClassOf } from '../model/command.ts';
import type { Done } from '../model/route.ts';
import type { EventWriter, WrittenEvent } from './event-writer.ts';
import type { LiveAggregates } from './live-aggregates.ts';
import type { ReadyCommand, Root, RoundMemory } from './round-memory.ts';
import { tallyKey, type TallyLevels } from './tally-levels.ts';
import type { Origin } from './work.ts';

/** What the commands of a step run on. */
export interface StepRunSetting {
  readonly live: LiveAggregates;
  readonly levels: TallyLevels;
  readonly writer: EventWriter;
  readonly memory: RoundMemory;
}

/** One try of the commands of a step: all of them or none, with a way back as long as it has not been kept. */
export class StepRun {
  readonly #setting: StepRunSetting;
  readonly #origin: Origin;
  readonly #tallyMark: number;
  readonly #waysBack: (() => void)[] = [];
  readonly #raised: { readonly root: Root; readonly from: number; readonly event: object }[] = [];
  readonly #changed = new Map<string, Root>();
  readonly #silent = new Set<string>();

  constructor(setting: StepRunSetting, origin: Origin) {
    this.#setting = setting;
    this.#origin = origin;
    this.#tallyMark = setting.levels.mark();
  }

  /** The aggregates on which a command did nothing. */
  get silent(): readonly string[] {
    return [...this.#silent];
  }

  /** The aggregates that got events. */
  get changed(): ReadonlyMap<string, Root> {
    return this.#changed;
  }

  /** Runs the commands; when one fails there is no trace of any. */
  async run(ready: readonly ReadyCommand[]): Promise<{ readonly done: readonly Done[]; readonly written: readonly WrittenEvent[] }> {
    try {
      const done: Done[] = [];
      for (const [index, each] of ready.entries()) {
        // A command before it may have changed which tallies it needs, or had the aggregate forgotten.
        if (index > 0) await this.#setting.memory.load([each]);
        done.push(this.#run(each));
      }
      const { writer } = this.#setting;
      const written = this.#raised.map(({ root, from, event }) => writer.write(root, committedVersion(root) + from + 1, event, this.#origin));
      return { done, written };
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  /** Takes everything back. */
  undo(): void {
    this.#setting.levels.rewind(this.#tallyMark);
    for (const back of this.#waysBack.reverse()) back();
  }

  #run(each: ReadyCommand): Done {
    const { command, handler, key, id } = each;
    const root = this.#root(each);
    const from = pendingEvents(root).length;
    const back = this.#wayBack(key, root, handler.aggregate);
    this.#waysBack.push(back);
    const allowed = new Set((handler.tallies?.(command, root) ?? []).flatMap(({ tally, keys }) => keys.map((each) => tallyKey(tally.tally, each))));
    const result = handler.run(root, command, this.#setting.levels.desk(commandClassOf(command).type, allowed));
    const done = { id, version: root.version, result };
    if (pendingEvents(root).length > from) {
      this.#changed.set(key, root);
      pendingEvents(root).forEach((event, index) => index >= from && this.#raised.push({ root, from: index, event }));
    } else {
      // What raised no event is not stored, so a change without one must not live on in memory either.
      back();
      this.#silent.add(key);
    }
    return done;
  }

  /** @throws METES_RUNTIME_NOT_FOUND, METES_RUNTIME_ALREADY_EXISTS */
  #root(each: ReadyCommand): Root {
    const { key, id, handler } = each;
    const { aggregate, expects } = handler;
    const root = this.#setting.memory.get(key);
    const exists = root !== undefined && root.version > 0;
    if (expects === 'existing' && !exists) throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
    const { owner } = this.#origin;
    if (exists && owner && handler.owner && handler.owner(root) !== owner.id) {
      throw new MetesError('METES_RUNTIME_NOT_FOUND', { aggregate: aggregate.type, id });
    }
    if (expects === 'new' && exists) throw new MetesError('METES_RUNTIME_ALREADY_EXISTS', { aggregate: aggregate.type, id });
    return root ?? this.#setting.memory.begin(each);
  }

  /** The way back to the aggregate as it is now: by its state when it has events to commit, else by forgetting it. */
  #wayBack(key: string, root: Root, aggregate: AggregateType): () => void {
    const count = pendingEvents(root).length;
    if (count === 0) return () => this.#setting.live.evict(key);
    const state = toJson(stateOf(root));
    return () => rewind(root, parse(aggregate.stateSchema, state, aggregate.type), count);
  }
}
