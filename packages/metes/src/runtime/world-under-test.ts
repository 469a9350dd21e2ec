import { uuidV7 } from '../base/uuid-v7.ts';
import { MemoryDatabase, memoryFeed, memoryStore } from '../memory/index.ts';
import type { Command } from '../model/command.ts';
import type { Context } from '../model/context.ts';
import type { Provided } from '../model/port.ts';
import type { CommandOutcome, CommandRequest } from './command-request.ts';
import { ContextRuntime, type RuntimeOptions } from './context-runtime.ts';
import { Turns } from './turns.ts';
import type { ContextStore, StoredParked, StoreStatus } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Feed } from './ports/feed.ts';
import type { LogRecord } from './ports/log-record.ts';
import type { Timers } from './ports/timers.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { SeededRandom } from '../testing/seeded-random.ts';

/** What happens around an access to a store; a throw before it means that it did not happen, one after that it did. */
export type StoreFaults = (access: {
  readonly context: string;
  readonly operation: keyof ContextStore;
  readonly phase: 'before' | 'after';
}) => void | Promise<void>;

/** What a process of a world is started with. */
export interface WorldProcessOptions {
  readonly ports?: readonly Provided[];
  readonly runtime?: RuntimeOptions;
  readonly failpoints?: Failpoints;
  readonly faults?: StoreFaults;
  /** What becomes of the stores, such as one that is watched. */
  readonly store?: (store: ContextStore) => ContextStore;
  /** What becomes of the feeds of other contexts, such as one that shuffles. */
  readonly feed?: (feed: Feed) => Feed;
  /** What keeps the process awake; nothing does without it. */
  readonly stayAwake?: NonNullable<Timers['stayAwake']>;
}

/** A line of a journal. */
export interface JournalLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Contexts over one database in memory, with time that passes only when told to, in as many "processes" as wanted. */
export class World {
  readonly time = new ManualTime();
  readonly database = new MemoryDatabase();
  readonly random: SeededRandom;
  readonly journal: JournalLine[] = [];
  readonly #contexts: readonly Context[];
  #ids = 0;
  #processes = 0;

  constructor(contexts: readonly Context[], seed = 1) {
    this.#contexts = contexts;
    this.random = new SeededRandom(seed);
  }

  /** A UUIDv7 that no other call gets. */
  newId(): string {
    const bytes = new Uint8Array(10);
    new DataView(bytes.buffer).setUint32(6, ++this.#ids);
    return uuidV7({ time: this.time.now(), bytes });
  }

  /** Starts a process in which contexts run, all of them when none is named. */
  async start(
    options: WorldProcessOptions & { readonly only?: readonly Context[] } = {},
  ): Promise<WorldProcess> {
    const process = new WorldProcess(
      this,
      options.only ?? this.#contexts,
      options,
      `process-${++this.#processes}`,
    );
    await this.time.resolved(process.start());
    return process;
  }

  /** A store of a context that nobody disturbs, for looking at what is there. */
  store(context: string): ContextStore {
    const { tallies, projections } = this.#contexts.find(({ name }) => name === context)!;
    return memoryStore({ context, database: this.database, clock: this.time, tallies, projections });
  }

  /** The whole log of a context. */
  async log(context: string): Promise<readonly LogRecord[]> {
    return (await this.store(context).log(0, 1_000_000)).records;
  }

  /** What is set aside in a context. */
  parked(context: string): Promise<readonly StoredParked[]> {
    return this.store(context).parked({ limit: 1_000_000 });
  }

  /** Lets time pass until every log has been read to the end and nothing is retried or due; dead letters may remain. */
  async quiesce(processes: readonly WorldProcess[], withinMs = 120_000): Promise<void> {
    await this.time.until(async () => {
      if (processes.some((each) => each.busy)) return false;
      const heads = new Map<string, number>();
      const all: StoreStatus[] = [];
      for (const { name } of this.#contexts) {
        const status = await this.store(name).status();
        heads.set(name, status.head);
        all.push(status);
      }
      return all.every(({ cursors, parked, deadlinesDue }) => {
        const behind = cursors.some(
          ({ subscription, position }) =>
            position < (heads.get(subscription.slice(subscription.lastIndexOf('<-') + 2)) ?? 0),
        );
        return (
          !behind && parked.retrying === 0 && deadlinesDue === 0 && (parked.waiting === 0 || parked.dead > 0)
        );
      });
    }, withinMs);
  }
}

/** One process of a world: it can stop, freeze and thaw as by SIGSTOP and SIGCONT, or die. */
export class WorldProcess {
  readonly contexts: readonly ContextRuntime[];
  readonly #world: World;
  #state: 'running' | 'frozen' | 'dead' = 'running';
  #thawing: (() => void)[] = [];

  constructor(world: World, contexts: readonly Context[], options: WorldProcessOptions, instance: string) {
    this.#world = world;
    const { time, database, journal, random } = world;
    const write =
      (level: JournalLine['level']) =>
      (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
        void journal.push({ level, message, fields });
    const runtimes: ContextRuntime[] = [];
    const timers = {
      after: (ms: number, action: () => void) => time.after(ms, () => void this.#whenAlive(action)),
      ...(options.stayAwake ? { stayAwake: options.stayAwake } : {}),
    };
    const turns = new Turns(timers, options.runtime?.commitsAtOnce ?? 1);
    for (const context of contexts) {
      const { name, tallies, projections } = context;
      const faults = async (operation: keyof ContextStore, phase: 'before' | 'after'): Promise<void> => {
        await this.#alive();
        await options.faults?.({ context: name, operation, phase });
        await this.#alive();
      };
      const store = memoryStore({ context: name, database, clock: time, tallies, projections, faults });
      runtimes.push(
        new ContextRuntime(
          context,
          {
            store: options.store?.(store) ?? store,
            boundary: store.boundary,
            clock: time,
            ids: { next: () => world.newId() },
            random,
            timers,
            turns,
            journal: { info: write('info'), warn: write('warn'), error: write('error') },
            failpoints: options.failpoints ?? { pass: () => undefined },
            feed: (publisher) =>
              (options.feed ?? ((feed) => feed))(
                runtimes.find((each) => each.context.name === publisher)?.outlet ??
                  memoryFeed({ database, publisher }),
              ),
            watch: (publisher) => runtimes.find((each) => each.context.name === publisher)?.watch,
            implementations: new Map((options.ports ?? []).map((each) => [each.port, each.implementation])),
          },
          { instance, ...options.runtime },
        ),
      );
    }
    this.contexts = runtimes;
  }

  async start(): Promise<void> {
    await Promise.all(this.contexts.map((each) => each.start()));
  }

  context(name: string): ContextRuntime {
    return this.contexts.find((each) => each.context.name === name)!;
  }

  /** Sends a command; see `CommandRequest` for what can be said of it. */
  send(context: string, command: Command, request: Partial<CommandRequest> = {}): Promise<CommandOutcome> {
    const id = this.#world.newId();
    return this.context(context).send({ command, correlation: id, causation: id, ...request });
  }

  /** True while commands or deliveries wait, or are on their way. */
  get busy(): boolean {
    return this.#state === 'running' && this.contexts.some((each) => each.busy);
  }

  /** Stops as a process does on SIGTERM. */
  stop(): Promise<void> {
    return this.#world.time.resolved(
      Promise.all(this.contexts.map((each) => each.stop())).then(() => undefined),
    );
  }

  /** Nothing moves any more, until `thaw`. */
  freeze(): void {
    this.#state = 'frozen';
  }

  /** Goes on where it was frozen. */
  thaw(): void {
    this.#state = 'running';
    for (const go of this.#thawing.splice(0)) go();
  }

  /** Ends at once, whatever is under way. */
  kill(): void {
    this.#state = 'dead';
  }

  async #alive(): Promise<void> {
    while (this.#state === 'frozen') await new Promise<void>((resolve) => this.#thawing.push(resolve));
    if (this.#state === 'dead') await new Promise<never>(() => undefined);
  }

  async #whenAlive(action: () => void): Promise<void> {
    if (this.#state !== 'running') await this.#alive();
    action();
  }
}
