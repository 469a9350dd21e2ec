import { MetesError } from '../base/errors.ts';
import { milliseconds } from '../base/duration.ts';
import { sourceOf } from '../contract/envelope.ts';
import type { Context } from '../model/context.ts';
import { isContract, type Source, sourceName } from '../model/source.ts';
import { Answers } from './answers.ts';
import { CallSubscription } from './call-subscription.ts';
import type { CommandOutcome, CommandRequest, RunningContext } from './command-request.ts';
import { CommandWork } from './command-work.ts';
import { DeadlineKeeper } from './deadline-keeper.ts';
import { EventWriter } from './event-writer.ts';
import { Executor, type ExecutorLimits } from './executor.ts';
import type { ExecutorCounts } from './executor-counts.ts';
import { feedInlet, type Inlet, Outlet } from './inlet.ts';
import { Lease } from './lease.ts';
import { LiveAggregates } from './live-aggregates.ts';
import { LogWatch } from './log-watch.ts';
import { PolicySubscription } from './policy-subscription.ts';
import type { SavedAnswer } from './ports/batch.ts';
import type { Boundary } from './ports/boundary.ts';
import type { Clock } from './ports/clock.ts';
import type { ContextStore, StoreStatus } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Feed } from './ports/feed.ts';
import type { Ids } from './ports/ids.ts';
import type { Journal } from './ports/journal.ts';
import type { Random } from './ports/random.ts';
import type { Timers } from './ports/timers.ts';
import { ProjectionSubscription } from './projection-subscription.ts';
import { rebuild, type RebuildSetting } from './rebuild.ts';
import { RowCache } from './row-cache.ts';
import { storeReader } from './store-reader.ts';
import type { Subscription, SubscriptionStatus } from './subscription.ts';
import { Sweeping } from './sweeping.ts';
import { TallyLevels } from './tally-levels.ts';
import { TrafficMeter } from './traffic-meter.ts';
import { Turns } from './turns.ts';

/** Everything that a context needs from the world. */
export interface RuntimePorts {
  readonly store: ContextStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly timers: Timers;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
  /** Shared by the contexts of a process; a context alone needs none. */
  readonly turns?: Turns;
  /** Where traffic over the boundary is counted; it is not counted without. */
  readonly boundary?: Boundary;
  /** The feed of another context. */
  readonly feed: (publisher: string) => Feed;
  /** Who watches the end of another context's log; nobody for one in another process, whose feed does so itself. */
  readonly watch?: (publisher: string) => LogWatch | undefined;
  /** What fulfils the ports of the model, by name. */
  readonly implementations: ReadonlyMap<string, unknown>;
}

/** What can be set of a running context; every setting has a sane default. */
export interface RuntimeOptions extends Partial<ExecutorLimits> {
  /** How many large rounds of different contexts the process commits at once (2). Fewer: larger groups and less work for each; more: less waiting. */
  readonly commitsAtOnce?: number;
  /** The most aggregates that stay in memory (10,000). */
  readonly liveAggregates?: number;
  /** The most answers to idempotent requests that stay in memory (10,000). */
  readonly rememberedAnswers?: number;
  /** The most rows of each read model that stay in memory (20,000). After a twentieth as many that were looked for in vain, further ones are taken for absent, until that is wrong. */
  readonly rowsInMemory?: number;
  /** Who holds the lease on the deliveries of the context: a restarted process under the same name takes it up at once, unless it had lost it once before. */
  readonly instance?: string;
  /** The longest that the process stays awake for the answer to a commit while it has hardly anything else to do, milliseconds (1); 0 is never. */
  readonly awakeMs?: number;
  /** How often the store is asked to remove what commits have left dead, milliseconds (1,000); 0 is never. */
  readonly sweepEveryMs?: number;
}

/** How a context stands. */
export interface RuntimeStatus {
  readonly context: string;
  /** Commands and deliveries that wait for a commit. */
  readonly waiting: number;
  readonly busy: boolean;
  readonly leading: boolean;
  readonly counts: Readonly<ExecutorCounts>;
  readonly subscriptions: readonly SubscriptionStatus[];
  readonly store: StoreStatus;
}

/** A context at work: its executor, its subscriptions and its deadlines. */
export class ContextRuntime implements RunningContext {
  readonly context: Context;
  /** Its log, for those who listen. */
  readonly outlet: Outlet;
  /** Watches the end of its log, for those who listen in this process. */
  readonly watch: LogWatch;
  readonly reader: RunningContext['reader'];
  readonly #ports: RuntimePorts;
  readonly #executor: Executor;
  readonly #answers: Answers;
  readonly #deadlines: DeadlineKeeper;
  readonly #lease: Lease;
  readonly #traffic: TrafficMeter | undefined;
  readonly #sweeping: Sweeping;
  readonly #rowsInMemory: number;
  #subscriptions: Subscription[] = [];

  constructor(context: Context, ports: RuntimePorts, options: RuntimeOptions = {}) {
    this.context = context;
    this.#ports = ports;
    const { store, turns = new Turns(ports.timers, options.commitsAtOnce ?? 2) } = ports;
    this.outlet = new Outlet(store);
    this.watch = new LogWatch(() => store.head(), ports.timers);
    this.#traffic = ports.boundary && new TrafficMeter({ ...ports, boundary: ports.boundary });
    this.reader = storeReader(store);
    this.#answers = new Answers(store, options.rememberedAnswers ?? 10_000);
    this.#executor = new Executor({
      ...ports,
      turns,
      context: context.name,
      handlers: new Map(context.handlers.map((each) => [each.command, each])),
      live: new LiveAggregates(options.liveAggregates ?? 10_000),
      levels: new TallyLevels(),
      writer: new EventWriter(context, ports),
      writerId: ports.ids.next(),
      awakeMs: options.awakeMs ?? 1,
      limits: { batch: options.batch ?? 256, waiting: options.waiting ?? 10_000 },
      onSent: (firstPosition, events, restsOn) => this.outlet.growing(firstPosition, events, restsOn),
      onCommitted: (firstPosition, events) => this.outlet.grown(firstPosition, events),
    });
    this.#deadlines = new DeadlineKeeper(context, { ...ports, executor: this.#executor });
    this.#rowsInMemory = options.rowsInMemory ?? 20_000;
    this.#sweeping = new Sweeping({ ...ports, turns }, options.sweepEveryMs);
    const first = { lease: 'deliveries', holder: options.instance ?? ports.ids.next() };
    this.#lease = new Lease(ports, first, {
      gained: () => this.#begin(),
      lost: () => this.#cease(),
    });
  }

  /** Begins to work: commands at once, deliveries as soon as the lease on them is held. Feeds must be at hand. */
  async start(): Promise<void> {
    for (const each of this.context.calls) this.port(each.through.port);
    this.#subscriptions = this.#subscribe();
    await this.#lease.start();
    this.#sweeping.start();
  }

  /** Takes no more, finishes what is under way, gives the lease back. */
  async stop(): Promise<void> {
    this.#sweeping.stop();
    await this.#lease.freeze();
    await this.#cease();
    await this.#executor.stop();
    await this.#traffic?.write();
    await this.#lease.release();
  }

  send(request: CommandRequest): Promise<CommandOutcome> {
    return this.#answers.once(
      request,
      (delayed) =>
        new Promise((resolve, reject) =>
          this.#executor.submit(new CommandWork(request, { resolve, reject, delayed })),
        ),
    );
  }

  kept(wanted: NonNullable<CommandRequest['idempotency']>): Promise<SavedAnswer | undefined> {
    return this.#answers.kept(wanted);
  }

  port(name: string): unknown {
    const found = this.#ports.implementations.get(name);
    if (found === undefined)
      throw new MetesError('METES_MODEL_PORT_MISSING', { port: name, context: this.context.name });
    return found;
  }

  /** True while commands or deliveries wait, or are on their way. */
  get busy(): boolean {
    return this.#executor.busy;
  }

  async status(): Promise<RuntimeStatus> {
    return {
      context: this.context.name,
      waiting: this.#executor.waiting,
      busy: this.#executor.busy,
      leading: this.#lease.held,
      counts: this.#executor.counts,
      subscriptions: this.#subscriptions.map((each) => each.status),
      store: await this.#ports.store.status(),
    };
  }

  /** Builds a projection again from zero. The live one goes on meanwhile and takes the new rows up at the end. */
  async rebuild(
    projection: string,
    onProgress?: RebuildSetting['onProgress'],
  ): Promise<{ readonly events: number; readonly rows: number }> {
    const declared = this.context.projections.find((each) => each.projection === projection);
    if (!declared)
      throw new MetesError('METES_RUNTIME_PROJECTION_UNKNOWN', {
        projection,
        context: this.context.name,
        known: this.context.projections.map((each) => each.projection).join(', '),
      });
    const sources = this.#inlets(declared.folds.map((each) => each.source)).map((inlet) => ({
      subscription: `${this.context.name}.${projection}<-${inlet.publisher}`,
      inlet,
    }));
    return rebuild(declared, {
      store: this.#ports.store,
      sources,
      writerId: this.#ports.ids.next(),
      ...(onProgress ? { onProgress } : {}),
    });
  }

  async #begin(): Promise<void> {
    await Promise.all(this.#subscriptions.map((each) => each.start()));
    this.#deadlines.start();
  }

  async #cease(): Promise<void> {
    this.#deadlines.stop();
    await Promise.all(this.#subscriptions.map((each) => each.stop()));
  }

  #subscribe(): Subscription[] {
    const { name, policies, calls, projections } = this.context;
    const setting = {
      ...this.#ports,
      context: name,
      executor: this.#executor,
      fence: () => this.#lease.fence,
      traffic: this.#traffic,
      watch: (publisher: string) => (publisher === name ? this.watch : this.#ports.watch?.(publisher)),
    };
    const subscriptions: Subscription[] = [];
    for (const inlet of this.#inlets(policies.map((each) => each.when))) {
      const here = policies.filter((each) => this.#publisherOf(each.when) === inlet.publisher);
      subscriptions.push(new PolicySubscription(`${name}<-${inlet.publisher}`, inlet, here, setting));
    }
    for (const call of calls) {
      milliseconds(call.within);
      for (const inlet of this.#inlets([call.when])) {
        const subscription = `${name}.${call.call}<-${inlet.publisher}`;
        subscriptions.push(
          new CallSubscription(subscription, inlet, call, this.port(call.through.port), setting),
        );
      }
    }
    for (const projection of projections) {
      const most = this.#rowsInMemory;
      const cache = new RowCache(projection, this.#ports.store, most, Math.ceil(most / 20));
      for (const inlet of this.#inlets(projection.folds.map((each) => each.source))) {
        const subscription = `${name}.${projection.projection}<-${inlet.publisher}`;
        subscriptions.push(new ProjectionSubscription(subscription, inlet, projection, cache, setting));
      }
    }
    return subscriptions;
  }

  /** One inlet for each publisher of the sources. */
  #inlets(sources: readonly Source[]): readonly Inlet[] {
    const publishers = [...new Set(sources.map((source) => this.#publisherOf(source)))];
    return publishers.map((publisher) => {
      const here = sources.filter((source) => this.#publisherOf(source) === publisher);
      return publisher === this.context.name
        ? this.outlet.own(
            here.flatMap((source) => this.#eventNames(source)),
            here.some(isContract),
          )
        : this.#inletOf(publisher, new Set(here.map(sourceName)));
    });
  }

  /** What another context sends. Forms of contracts that it does not own are refused and counted. */
  #inletOf(publisher: string, wanted: ReadonlySet<string>): Inlet {
    return feedInlet(this.#ports.feed(publisher), {
      wanted,
      onForeign: ({ contract, version }, { position }) => {
        const { code, message } = new MetesError('METES_CONTRACT_WRONG_SOURCE', {
          type: `${contract}.v${version}`,
          source: sourceOf(publisher),
        });
        const reason = message.slice(code.length + 2);
        this.#traffic?.refused(code, publisher, position, { contract, reason });
      },
    });
  }

  #publisherOf(source: Source): string {
    return isContract(source) ? source.context : this.context.name;
  }

  /** The domain events behind a source of the own context. */
  #eventNames(source: Source): readonly string[] {
    if (!isContract(source)) return [sourceName(source)];
    return this.context.publishes
      .filter((each) => each.contract.whole === source.whole)
      .map((each) => each.event.type);
  }
}
