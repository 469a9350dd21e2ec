import type { Projection } from '../model/projection.ts';
import type { Inlet } from './inlet.ts';
import type { Message } from './message.ts';
import type { Stretch } from './message-stream.ts';
import { passing } from './passing.ts';
import type { Assumption } from './ports/assumption.ts';
import type { CursorWrite, ParkedWrite } from './ports/batch.ts';
import type { StoredCursor, StoredParked } from './ports/context-store.ts';
import { type Folded, Projector, type Touch } from './projector.ts';
import type { RowCache } from './row-cache.ts';
import { Subscription, type SubscriptionSetting } from './subscription.ts';
import type { Conflicts, Marks, Origin, Step, Work } from './work.ts';

/** A message with the rows that it touches; undefined when it cannot be read. */
interface Reading {
  readonly message: Message;
  readonly touches: readonly Touch[] | undefined;
}

/** A parked message that is folded again. */
interface Again {
  readonly attempts: number;
  readonly done: () => void;
}

/** Keeps a projection up to date: rows and cursor in one commit. */
export class ProjectionSubscription extends Subscription {
  readonly #projection: Projection;
  readonly #projector: Projector;
  readonly #cache: RowCache;

  /** @param cache the rows of the projection, shared by its subscriptions */
  constructor(
    name: string,
    inlet: Inlet,
    projection: Projection,
    cache: RowCache,
    setting: SubscriptionSetting,
  ) {
    super(name, inlet, setting, {
      page: 2_000,
      assumes: true,
      most: 6_144,
      sources: projection.folds.map((each) => each.source),
    });
    this.#projection = projection;
    this.#projector = new Projector(projection);
    this.#cache = cache;
  }

  protected override async begin(_: StoredCursor, era: number): Promise<void> {
    const { store, executor } = this.setting;
    const generation = await store.generation(this.#projection.projection);
    if (this.isOld(era)) return;
    await new Promise<void>((resolve) =>
      executor.between(() => {
        this.#cache.begin(generation);
        resolve();
      }),
    );
  }

  protected override async take({ messages, upTo, restsOn }: Stretch, era: number): Promise<void> {
    const relevant = messages.filter((message) => this.#projector.concerns(message));
    if (relevant.length === 0) return;
    await this.room(relevant.length, era);
    await this.setting.failpoints.pass('projection.before', this.setting.context);
    await this.submit(this.#work(this.#read(relevant), upTo, era, { restsOn }), era);
  }

  protected override again(parked: StoredParked, era: number, done: () => void): void {
    const message = parked.message as unknown as Message;
    const readings = this.#read([message]);
    void this.submit(
      this.#work(readings, message.position, era, { again: { attempts: parked.attempts, done } }),
      era,
    );
  }

  protected override idleMove(upTo: number): readonly CursorWrite[] {
    return this.place.move(upTo);
  }

  /** Validates events and reads their rows, both while others are being committed. */
  #read(messages: readonly Message[]): readonly Reading[] {
    return messages.map((message) => {
      try {
        return { message, touches: this.#projector.touches(message) };
      } catch {
        // The same error comes again when the message is folded, and is dealt with there.
        return { message, touches: undefined };
      }
    });
  }

  /** Folds messages; `again` when it is one that was set aside before. */
  #work(
    readings: readonly Reading[],
    upTo: number,
    era: number,
    { again, restsOn }: { readonly again?: Again; readonly restsOn?: Assumption | undefined },
  ): Work {
    const cache = this.#cache;
    const keys = readings.flatMap(({ touches }) => touches?.map(({ key }) => key) ?? []);
    // What cannot be read ahead is read when it is needed, and fails there.
    const ahead = cache.load(keys).catch(() => undefined);
    const written = new Map<string, Folded>();
    let entries: ParkedWrite[] = [];
    let place: Marks = {};
    const leave = (): void => (again ? again.done() : this.leave(readings.length, era));
    return {
      origin: noOrigin,
      // What grows now leaves with what comes beside it; a stretch of the past is worth a commit of its own.
      weight: restsOn ? 1 : readings.length,
      restsOn,
      steps: noSteps,
      prepare: async () => {
        await ahead;
        await cache.load(keys);
      },
      dropped: () => (restsOn?.isRefuted || this.isOld(era)) && (leave(), true),
      marks: (): Marks => {
        written.clear();
        entries = [];
        cache.hold(written);
        for (const reading of readings) {
          const entry = this.#fold(reading, written, again?.attempts);
          if (entry) entries.push(entry);
        }
        // That a parked message is taken out is checked even when it goes back: somebody else may have folded it meanwhile.
        place = again
          ? { unparked: [{ subscription: this.name, position: upTo }] }
          : { cursors: this.place.move(upTo) };
        // The rows rest on what is in memory, which another process that folds too would make old without a trace.
        const fence = this.setting.fence();
        return { ...place, rows: this.#projector.writes(written, cache.generation), parked: entries, fence };
      },
      beyondRetry: ({ cursors = [], projections = [], leases = [], rows = [] }: Conflicts) => {
        if (rows.some((row) => row.startsWith(`${this.#projection.projection}/`))) cache.lookAgain();
        return (
          cursors.includes(this.name) ||
          projections.includes(this.#projection.projection) ||
          leases.length > 0
        );
      },
      rolledBack: () => {
        cache.release(written);
        for (const key of written.keys()) cache.forget(key);
        this.movedBack();
        this.parking.forgetAssumed();
      },
      committed: () => {
        cache.release(written);
        if (!again) {
          if (!this.isOld(era)) this.moved(place);
          this.dealtWith(readings.map(({ message }) => message));
        }
        for (const entry of entries) this.parking.parked(entry);
        if (again && entries.length === 0) this.parking.unparked(readings[0]!.message.subject, upTo);
        cache.trim();
        leave();
        passing(this.setting, 'projection.after');
      },
      failed: (error) => {
        leave();
        this.restart(error, era);
      },
    };
  }

  /** Folds one message, or says how it is set aside. */
  #fold(
    { message, touches }: Reading,
    written: Map<string, Folded>,
    attempts: number | undefined,
  ): ParkedWrite | undefined {
    const reactions = [this.#projection.projection];
    if (attempts === undefined && this.parking.holds(message.subject)) {
      this.parking.assume(message.subject);
      return this.parking.entry(message, reactions);
    }
    try {
      this.#projector.apply(touches ?? this.#projector.touches(message), this.#cache, written);
      return undefined;
    } catch (error) {
      if (attempts === undefined) this.parking.assume(message.subject);
      return this.parking.entry(message, reactions, { error, attempts: (attempts ?? 0) + 1 });
    }
  }
}

const noOrigin: Origin = { correlation: 'projection', causation: 'projection' };
const noSteps: readonly Step[] = [];
