import { replay, restore } from '../domain/aggregate.ts';
import { type LiveAggregates, liveKey } from './live-aggregates.ts';
import type { AggregateKey, ContextStore } from './ports/context-store.ts';
import { newRoot, type ReadyCommand, type Root, talliesOf } from './ready-command.ts';
import type { TallyKey, TallyLevels } from './tally-levels.ts';
import { type Found, Unproven } from './unproven.ts';

/** Repeats an access to the store until it answers. */
export type Reach = <T>(action: () => Promise<T>) => Promise<T>;

interface LackedTally extends TallyKey {
  readonly accounts: readonly string[];
}

/** The memory of a context, which outlives rounds. */
export interface MemorySetting {
  readonly context: string;
  readonly store: ContextStore;
  readonly live: LiveAggregates;
  readonly levels: TallyLevels;
}

/**
 * What the commands of one round work on: aggregates and tallies in memory, read from the store where they are missing.
 * It knows which aggregates may be older than the store has them.
 */
export class RoundMemory {
  readonly #setting: MemorySetting;
  readonly #reach: Reach;
  /** Read in this round; undefined when it was not there. */
  readonly #fresh = new Map<string, Found | undefined>();
  readonly #unproven: Unproven;
  /** Another one as soon as something is taken out of memory. */
  #loaded = {};
  /** With events that this round commits. */
  readonly #changed = new Map<string, Root>();

  /** What the round before changes, which is on its way to the store: this one commits only if that one has. */
  readonly #before: ReadonlyMap<string, Root>;

  constructor(setting: MemorySetting, reach: Reach, before: ReadonlyMap<string, Root> = new Map()) {
    this.#setting = setting;
    this.#reach = reach;
    this.#before = before;
    this.#unproven = new Unproven(setting.context, setting.live);
  }

  /** The aggregates that this round changes. */
  get changed(): ReadonlyMap<string, Root> {
    return this.#changed;
  }

  /** Reads what the commands need and memory does not have, in one go. */
  async load(ready: readonly ReadyCommand[]): Promise<void> {
    await this.#loadAggregates(ready);
    await this.#loadTallies(ready);
  }

  /** True when the aggregate or the tallies of a command have to be read before it can run. */
  lacks(ready: ReadyCommand): boolean {
    const { key, handler, loadedIn } = ready;
    // A command of before may have changed what tallies its aggregate names.
    if (loadedIn === this.#loaded && !(handler.tallies && this.#changed.has(key))) return false;
    if (this.#lacksAggregate(ready) || this.#lacksTallies(ready)) return true;
    ready.loadedIn = this.#loaded;
    return false;
  }

  /** True when memory is ahead of the store: reading the aggregate would find what was before. */
  isAhead(key: string): boolean {
    return this.#before.has(key);
  }

  /** A command on this aggregate was refused or did nothing: the aggregate is out of memory until `prove`. */
  leftNoTrace(ready: ReadyCommand): void {
    // The commit checks it, or the one before has, and the way back has been taken.
    if (this.#changed.has(ready.key) || this.isAhead(ready.key)) return;
    this.#unproven.add(ready);
    this.#loaded = {};
  }

  /**
   * Makes sure that what left no trace was decided on aggregates as the store has them; nothing to wait for when all left
   * one.
   *
   * @throws METES_STORE_CONFLICT
   */
  prove(): Promise<void> | undefined {
    const missing = this.#unproven.missing(this.#fresh);
    if (missing.length > 0) return this.#lookAndProve(missing);
    this.#unproven.prove(this.#fresh);
    return undefined;
  }

  /** The aggregate in memory. */
  get(key: string): Root | undefined {
    return this.#setting.live.get(key);
  }

  /** A new aggregate, kept in memory from now on. */
  begin({ key, id, handler }: ReadyCommand): Root {
    const root = newRoot(handler.aggregate, id);
    this.#setting.live.put(key, root);
    return root;
  }

  /** The round commits events of this aggregate. */
  markChanged(key: string, root: Root): void {
    this.#changed.set(key, root);
  }

  async #lookAndProve(missing: readonly AggregateKey[]): Promise<void> {
    const { store } = this.#setting;
    // The version is enough, and the past of an event-sourced aggregate may be long.
    const keys = missing.map((each) => ({ ...each, eventSourced: false }));
    const found = await this.#reach(() => store.aggregates(keys));
    for (const [index, { type, id }] of keys.entries()) this.#fresh.set(liveKey(type, id), found[index]);
    this.#unproven.prove(this.#fresh);
  }

  async #loadAggregates(ready: readonly ReadyCommand[]): Promise<void> {
    const { live, store } = this.#setting;
    const missing = new Map<string, ReadyCommand>();
    for (const each of ready) if (this.#lacksAggregate(each)) missing.set(each.key, each);
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const eventSourced = ({ handler }: ReadyCommand): boolean => handler.aggregate.kind === 'event-sourced';
    const keys = wanted.map((each) => ({
      type: each.handler.aggregate.type,
      id: each.id,
      eventSourced: eventSourced(each),
    }));
    const stored = await this.#reach(() => store.aggregates(keys));
    for (const [index, found] of stored.entries()) {
      const each = wanted[index]!;
      const { aggregate } = each.handler;
      this.#fresh.set(each.key, found && { version: found.version });
      if (found)
        live.put(
          each.key,
          eventSourced(each) ? replay(aggregate, found.id, found.past) : restore(aggregate, found),
        );
      else live.knownAbsent(each.key);
    }
  }

  #lacksAggregate({ key, handler }: ReadyCommand): boolean {
    const { live } = this.#setting;
    // A new one is hardly ever there already, and if it is, the commit is refused.
    if (handler.expects === 'new' && !live.isUncertain(key)) return false;
    return !live.has(key) && (!this.#fresh.has(key) || this.#fresh.get(key) !== undefined);
  }

  #lacksTallies(ready: ReadyCommand): boolean {
    if (!ready.handler.tallies) return false;
    const { live, levels } = this.#setting;
    for (const { tally, keys } of talliesOf(ready, live.peek(ready.key)))
      for (const key of keys) if (!levels.has(tally.tally, key)) return true;
    return false;
  }

  async #loadTallies(ready: readonly ReadyCommand[]): Promise<void> {
    const { live, levels, store } = this.#setting;
    const missing = new Map<string, LackedTally>();
    for (const each of ready)
      for (const { tally, keys } of talliesOf(each, live.peek(each.key)))
        for (const key of keys)
          if (!levels.has(tally.tally, key))
            missing.set(`${tally.tally}/${key}`, { tally: tally.tally, key, accounts: tally.accounts });
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const held = await this.#reach(() => store.tallies(wanted));
    for (const [index, amounts] of held.entries()) {
      const { tally, key, accounts } = wanted[index]!;
      levels.put(
        tally,
        key,
        accounts,
        accounts.map((_, account) => amounts[account] ?? 0),
      );
    }
  }
}
