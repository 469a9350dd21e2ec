import { isMetesError } from '../base/errors.ts';
import { defaultRetry, type Retry } from '../model/call.ts';
import type { Executor } from './executor.ts';
import type { Inlet } from './inlet.ts';
import type { Message } from './message.ts';
import { MessageStream } from './message-stream.ts';
import { Parking } from './parking.ts';
import { pause } from './pause.ts';
import type { CursorWrite } from './ports/batch.ts';
import type { ContextStore, StoredCursor, StoredParked } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { Random } from './ports/random.ts';
import type { Timers } from './ports/timers.ts';
import type { Work } from './work.ts';

/** What every subscription of a context works with. */
export interface SubscriptionSetting {
  readonly context: string;
  readonly store: ContextStore;
  readonly executor: Executor;
  readonly timers: Timers;
  readonly random: Random;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
}

/** How a subscription stands. */
export interface SubscriptionStatus {
  readonly subscription: string;
  readonly publisher: string;
  /** Position up to which everything is handled or set aside, durably. */
  readonly position: number;
  /** Messages taken in and not yet durable. */
  readonly underWay: number;
  readonly parked: number;
}

/**
 * The way of one publisher's messages to the reactions of one context: reads them in order, hands them on, and keeps the
 * place. What a kind of reaction does with a message is up to the subclass.
 */
export abstract class Subscription {
  readonly name: string;
  protected readonly setting: SubscriptionSetting;
  protected readonly parking: Parking;
  readonly #inlet: Inlet;
  readonly #page: number;
  #stream: MessageStream | undefined;
  #pumping: Promise<void> | undefined;
  /** Counts restarts; work of an earlier era is dropped. */
  #era = 0;
  #underWay = 0;
  #roomWaiters: (() => void)[] = [];

  constructor(name: string, inlet: Inlet, setting: SubscriptionSetting, options: { readonly page: number; readonly most: number; readonly retry?: Retry }) {
    this.name = name;
    this.setting = setting;
    this.#inlet = inlet;
    this.#page = options.page;
    this.most = options.most;
    const { store, timers, random, journal } = setting;
    this.parking = new Parking({
      subscription: name, store, timers, random, journal, retry: options.retry ?? defaultRetry,
      again: (parked, done) => this.again(parked, this.#era, done),
    });
  }

  /** The most messages that are under way at once. */
  protected readonly most: number;

  /** Takes up the place where the store says it is. */
  protected abstract begin(cursor: StoredCursor): void | Promise<void>;
  /** Takes messages in; `upTo` is how far the log has been looked through. */
  protected abstract take(messages: readonly Message[], upTo: number, era: number): Promise<void>;
  /** Handles a parked message again. */
  protected abstract again(parked: StoredParked, era: number, done: () => void): void;
  /** The move of the place that is due when nothing else happens. */
  protected abstract idleMove(): readonly CursorWrite[];
  /** The durable place. */
  protected abstract get position(): number;
  /** The move of `idleMove` or of a delivery is durable, or did not commit. */
  protected abstract moveEnded(committed: boolean): void;

  get status(): SubscriptionStatus {
    return { subscription: this.name, publisher: this.#inlet.publisher, position: this.position, underWay: this.#underWay, parked: this.parking.count };
  }

  /** Starts reading; returns when the place is known. */
  async start(): Promise<void> {
    const era = ++this.#era;
    this.#underWay = 0;
    const [cursor] = await this.setting.store.cursors([{ subscription: this.name, start: 0 }]);
    await this.begin(cursor!);
    await this.parking.start();
    this.#stream = new MessageStream(this.#inlet, cursor!.position, { timers: this.setting.timers, page: this.#page });
    this.#pumping = this.#pump(this.#stream, era);
  }

  /** Stops reading. Work that is under way goes on. */
  async stop(): Promise<void> {
    this.#era++;
    this.parking.stop();
    this.#stream?.close();
    for (const go of this.#roomWaiters.splice(0)) go();
    await this.#pumping;
  }

  async #pump(stream: MessageStream, era: number): Promise<void> {
    let failures = 0;
    let cancelSettle: (() => void) | undefined;
    while (era === this.#era) {
      try {
        const stretch = await stream.next();
        cancelSettle?.();
        if (!stretch || era !== this.#era) break;
        await this.take(stretch.messages, stretch.upTo, era);
        cancelSettle = this.setting.timers.after(200, () => era === this.#era && this.#settle(era));
        failures = 0;
      } catch (error) {
        failures++;
        if (failures === 1) this.setting.journal.warn('a subscription cannot go on, trying again', { subscription: this.name, error: String(error) });
        await pause(this.setting, failures, { firstMs: 50, mostMs: 1_000 });
        if (!isMetesError(error, 'METES_STORE_UNAVAILABLE') && era === this.#era) return this.restart(error);
      }
    }
    cancelSettle?.();
  }

  /** Begins again from the stored place: somebody else has moved it, or the memory of it is not to be trusted. */
  protected restart(reason: unknown): void {
    const era = ++this.#era;
    this.#stream?.close();
    this.parking.stop();
    this.parking.forgetAssumed();
    for (const go of this.#roomWaiters.splice(0)) go();
    this.setting.journal.warn('a subscription begins again from its stored place', { subscription: this.name, reason: String(reason) });
    void (async () => {
      for (let attempt = 1; era === this.#era; attempt++) {
        await pause(this.setting, attempt, { firstMs: 50, mostMs: 1_000 });
        if (era !== this.#era) return;
        try {
          return await this.start();
        } catch (error) {
          this.setting.journal.warn('a subscription cannot begin yet', { subscription: this.name, error: String(error) });
          if (this.#era === era + 1) this.#era = era;
        }
      }
    })();
  }

  protected isOld(era: number): boolean {
    return era !== this.#era;
  }

  /** Waits until fewer than `most` messages are under way, then counts these in. */
  protected async room(count: number): Promise<void> {
    while (this.#underWay >= this.most) await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
    this.#underWay += count;
  }

  /** These are no longer under way. */
  protected leave(count: number, era: number): void {
    if (this.isOld(era)) return;
    this.#underWay -= count;
    if (this.#underWay < this.most) for (const go of this.#roomWaiters.splice(0)) go();
  }

  /** Hands work to the executor, waiting while it is full. */
  protected async submit(work: Work, era: number): Promise<void> {
    for (let attempt = 1; !this.isOld(era); attempt++) {
      try {
        return this.setting.executor.submit(work);
      } catch (error) {
        if (!isMetesError(error, 'METES_RUNTIME_OVERLOADED')) return;
        await pause(this.setting, attempt, { firstMs: 5, mostMs: 100 });
      }
    }
  }

  /** Writes the place when nothing else does, so that a restart does not look through the same stretch again. */
  #settle(era: number): void {
    void this.submit(
      {
        origin: { correlation: this.name, causation: this.name },
        steps: [],
        dropped: () => this.isOld(era),
        marks: () => ({ cursors: this.idleMove() }),
        beyondRetry: (conflicts) => (conflicts.cursors ?? []).includes(this.name),
        rolledBack: () => this.moveEnded(false),
        committed: () => this.moveEnded(true),
        failed: (error) => this.isOld(era) || this.restart(error),
      },
      era,
    );
  }
}
