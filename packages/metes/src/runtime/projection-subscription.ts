import type { Projection } from '../model/projection.ts';
import type { Inlet } from './inlet.ts';
import type { Message } from './message.ts';
import { Place } from './place.ts';
import type { CursorWrite, ParkedWrite } from './ports/batch.ts';
import type { StoredCursor, StoredParked } from './ports/context-store.ts';
import { Projector } from './projector.ts';
import { RowCache } from './row-cache.ts';
import { Subscription, type SubscriptionSetting } from './subscription.ts';
import type { Conflicts, Marks, Origin, Step, Work } from './work.ts';

/** How many rows of a projection stay in memory. */
const mostRows = 20_000;

/** Keeps a projection up to date: rows and cursor in one commit. */
export class ProjectionSubscription extends Subscription {
  readonly #projection: Projection;
  readonly #projector: Projector;
  readonly #place: Place;
  #cache: RowCache | undefined;
  #seen = 0;

  constructor(name: string, inlet: Inlet, projection: Projection, setting: SubscriptionSetting) {
    super(name, inlet, setting, { page: 1_000, most: 4_096 });
    this.#projection = projection;
    this.#projector = new Projector(projection);
    this.#place = new Place(name);
  }

  protected override get position(): number {
    return this.#place.durable;
  }

  protected override async begin(cursor: StoredCursor): Promise<void> {
    const generation = await this.setting.store.generation(this.#projection.projection);
    this.#cache = new RowCache(this.#projection, this.setting.store, generation, mostRows);
    this.#place.begin(cursor.position);
    this.#seen = cursor.position;
  }

  protected override async take(messages: readonly Message[], upTo: number, era: number): Promise<void> {
    const relevant = messages.filter((message) => this.#projector.concerns(message));
    if (relevant.length > 0) {
      await this.room(relevant.length);
      await this.setting.failpoints.pass('projection.before', this.setting.context);
      await this.submit(this.#work(relevant, upTo, era), era);
    }
    this.#seen = Math.max(this.#seen, upTo);
  }

  protected override again(parked: StoredParked, era: number, done: () => void): void {
    const message = parked.message as unknown as Message;
    void this.submit(this.#work([message], undefined, era, { attempts: parked.attempts, done }), era);
  }

  protected override idleMove(): readonly CursorWrite[] {
    return this.#place.move(this.#seen);
  }

  protected override moveEnded(committed: boolean): void {
    if (committed) this.#place.committed();
    else this.#place.rolledBack();
  }

  /** Folds messages; `parked` when it is one that was set aside before. */
  #work(messages: readonly Message[], upTo: number | undefined, era: number, parked?: { readonly attempts: number; readonly done: () => void }): Work {
    const cache = this.#cache!;
    const written = new Map<string, unknown>();
    let entries: ParkedWrite[] = [];
    const forget = (): void => {
      for (const key of written.keys()) cache.forget(key);
    };
    const leave = (): void => (parked ? parked.done() : this.leave(messages.length, era));
    return {
      origin: noOrigin,
      steps: noSteps,
      prepare: () => cache.load(messages.flatMap((message) => this.#keysOf(message))),
      dropped: () => this.isOld(era) && (leave(), true),
      marks: (): Marks => {
        written.clear();
        entries = [];
        for (const message of messages) {
          const entry = this.#fold(message, cache, written, parked?.attempts);
          if (entry) entries.push(entry);
        }
        const rows = this.#projector.writes(written, cache.generation);
        if (!parked) return { rows, parked: entries, cursors: this.#place.move(upTo!) };
        const done = { subscription: this.name, position: messages[0]!.position };
        return entries.length > 0 ? { parked: entries } : { rows, unparked: [done] };
      },
      beyondRetry: (conflicts: Conflicts) => (conflicts.cursors ?? []).includes(this.name),
      rolledBack: () => {
        forget();
        this.#place.rolledBack();
        this.parking.forgetAssumed();
      },
      committed: () => {
        if (!parked) this.#place.committed();
        for (const entry of entries) this.parking.parked(entry);
        if (parked && entries.length === 0) this.parking.unparked(messages[0]!.subject, messages[0]!.position);
        cache.trim();
        leave();
        void this.setting.failpoints.pass('projection.after', this.setting.context);
      },
      failed: (error) => {
        leave();
        if (!this.isOld(era)) this.restart(error);
      },
    };
  }

  /** Folds one message, or says how it is set aside. */
  #fold(message: Message, cache: RowCache, written: Map<string, unknown>, attempts: number | undefined): ParkedWrite | undefined {
    const reactions = [this.#projection.projection];
    if (attempts === undefined && this.parking.holds(message.subject)) {
      this.parking.assume(message.subject);
      return this.parking.entry(message, reactions);
    }
    try {
      this.#projector.apply(message, cache, written);
      return undefined;
    } catch (error) {
      if (attempts === undefined) this.parking.assume(message.subject);
      return this.parking.entry(message, reactions, { error, attempts: (attempts ?? 0) + 1 });
    }
  }

  #keysOf(message: Message): readonly string[] {
    try {
      return this.#projector.keys(message);
    } catch {
      // The same error comes again when the message is folded, and is dealt with there.
      return [];
    }
  }
}

const noOrigin: Origin = { correlation: 'projection', causation: 'projection' };
const noSteps: readonly Step[] = [];
