import { isMetesError, MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import { defaultRetry, type Retry } from '../model/call.ts';
import { isContract, type Source } from '../model/source.ts';
import type { Executor } from './executor.ts';
import type { Inlet } from './inlet.ts';
import { isReplaced, type LogEnd } from './log-end.ts';
import type { LogWatch } from './log-watch.ts';
import type { Message } from './message.ts';
import { MessageStream, type Stretch } from './message-stream.ts';
import { Parking } from './parking.ts';
import { pause } from './pause.ts';
import { Place } from './place.ts';
import type { Assumption } from './ports/assumption.ts';
import type { CursorWrite, Fence } from './ports/batch.ts';
import type { ContextStore, StoredCursor, StoredParked } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { Random } from './ports/random.ts';
import type { Timers } from './ports/timers.ts';
import type { TrafficMeter } from './traffic-meter.ts';
import type { Marks, Work } from './work.ts';

/** What every subscription of a context works with. */
export interface SubscriptionSetting {
  readonly context: string;
  readonly store: ContextStore;
  readonly executor: Executor;
  readonly timers: Timers;
  readonly random: Random;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
  /** The lease by which this process handles deliveries. */
  readonly fence: () => Fence;
  /** Who watches the end of a publisher's log; nobody where that lies in another process. */
  readonly watch?: (publisher: string) => LogWatch | undefined;
  /** Counts what comes from other contexts; nothing is counted without it. */
  readonly traffic?: TrafficMeter | undefined;
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
  /** Why it does not go on until an operator has decided: METES_RUNTIME_LOG_REPLACED. */
  readonly halted?: string;
}

/** After how long without messages the place is written on its own, milliseconds. */
const settleAfterMs = 200;

/**
 * The way of one publisher's messages to the reactions of one context: reads them in order, hands them on, and keeps the
 * place. What a kind of reaction does with a message is up to the subclass.
 */
export abstract class Subscription {
  readonly name: string;
  protected readonly setting: SubscriptionSetting;
  protected readonly parking: Parking;
  protected readonly place: Place;
  readonly #inlet: Inlet;
  readonly #page: number;
  readonly #assumes: boolean;
  /** The contracts of others that come here. */
  readonly #sources: readonly Contract[];
  #stream: MessageStream | undefined;
  #pumping: Promise<void> | undefined;
  /** Counts beginnings and ends; work of an earlier era is dropped. */
  #era = 0;
  /** How often it began again since the last time that things went well. */
  #restarts = 0;
  #underWay = 0;
  #halted: string | undefined;
  #roomWaiters: (() => void)[] = [];

  constructor(
    name: string,
    inlet: Inlet,
    setting: SubscriptionSetting,
    options: {
      readonly page: number;
      /** True when nothing leaves the process before its work is durable: then it may take in what is only assumed. */
      readonly assumes: boolean;
      readonly most: number;
      readonly retry?: Retry;
      readonly sources: readonly Source[];
    },
  ) {
    this.name = name;
    this.place = new Place(name);
    this.setting = setting;
    this.#inlet = inlet;
    this.#page = options.page;
    this.#assumes = options.assumes;
    this.most = options.most;
    const contracts = options.sources.filter(isContract).filter((each) => each.context === inlet.publisher);
    // One line for each version that is read: what passes is counted by message, not by reaction.
    const distinct = new Map(contracts.map((each) => [`${each.contract} ${each.reads}`, each]));
    this.#sources = inlet.publisher === setting.context ? [] : [...distinct.values()];
    const { store, timers, random, journal } = setting;
    this.parking = new Parking({
      subscription: name,
      store,
      timers,
      random,
      journal,
      retry: options.retry ?? defaultRetry,
      again: (parked, done) => this.again(parked, this.#era, done),
    });
  }

  /** The most messages that are under way at once. */
  protected readonly most: number;

  /** Forgets what was before and prepares to go on from the cursor; nothing by default. */
  protected begin(_cursor: StoredCursor, _era: number): void | Promise<void> {}
  /** Takes messages in; its `upTo` is how far the log has been looked through. */
  protected abstract take(stretch: Stretch, era: number): Promise<void>;
  /** Handles a parked message again. */
  protected abstract again(parked: StoredParked, era: number, done: () => void): void;
  /** The move of the place when nothing more has come after `upTo`, and all up to there was handed on before. */
  protected abstract idleMove(upTo: number): readonly CursorWrite[];
  /** These messages have been dealt with, durably, for the first time. */
  protected dealtWith(messages: readonly Message[]): void {
    const { traffic } = this.setting;
    if (!traffic || this.#sources.length === 0) return;
    for (const message of messages) traffic.passed(this.name, this.#sources, message);
  }

  /** These marks are durable; others may be on their way. */
  protected moved({ cursors }: Marks): void {
    this.place.committed(cursors);
  }

  /** The marks that are not durable by now did not commit. */
  protected movedBack(): void {
    this.place.rolledBack();
  }

  get status(): SubscriptionStatus {
    const { name, parking, place } = this;
    return {
      subscription: name,
      publisher: this.#inlet.publisher,
      position: place.durable,
      underWay: this.#underWay,
      parked: parking.count,
      ...(this.#halted === undefined ? {} : { halted: this.#halted }),
    };
  }

  /** Starts reading; returns when the place is known. @throws METES_STORE_UNAVAILABLE */
  async start(): Promise<void> {
    await this.#open(this.#newEra());
  }

  /** Stops reading. Work that is under way goes on. */
  async stop(): Promise<void> {
    this.#newEra();
    await this.#pumping;
  }

  /** Ends everything of the era before. */
  #newEra(): number {
    this.#era++;
    this.#underWay = 0;
    this.#halted = undefined;
    this.#stream?.close();
    this.parking.stop();
    for (const go of this.#roomWaiters.splice(0)) go();
    return this.#era;
  }

  async #open(era: number): Promise<void> {
    const [cursor] = await this.setting.store.cursors([{ subscription: this.name, start: 0 }]);
    if (this.isOld(era)) return;
    this.place.begin(cursor!.position);
    await this.begin(cursor!, era);
    if (!this.isOld(era)) await this.parking.start();
    if (!this.isOld(era)) this.#pumping = this.#pump(cursor!, era);
  }

  async #pump(cursor: StoredCursor, era: number): Promise<void> {
    const log = await this.#read(async () => ({ end: await this.#inlet.end?.() }), era);
    if (!log || this.isOld(era)) return;
    if (log.end && isReplaced(cursor, log.end)) return this.#halt(cursor, log.end);
    this.place.follow(log.end?.epoch);
    const stream = new MessageStream(this.#inlet, cursor.position, {
      timers: this.setting.timers,
      page: this.#page,
      assumes: this.#assumes,
      watch: this.setting.watch?.(this.#inlet.publisher),
    });
    this.#stream = stream;
    let cancelSettle = (): void => {};
    while (!this.isOld(era)) {
      const stretch = await this.#read(() => stream.next(), era);
      cancelSettle();
      if (!stretch || this.isOld(era)) return;
      const { restsOn, upTo } = stretch;
      try {
        await this.take(stretch, era);
      } catch (error) {
        return this.restart(error, era);
      }
      cancelSettle = this.setting.timers.after(settleAfterMs, () => this.#settle(upTo, era, restsOn));
    }
    cancelSettle();
  }

  /** Stays where it is: what the positions of this log mean, only an operator can say. */
  #halt(cursor: StoredCursor, { head }: LogEnd): void {
    const { journal } = this.setting;
    const { publisher } = this.#inlet;
    const error = new MetesError('METES_RUNTIME_LOG_REPLACED', {
      subscription: this.name,
      publisher,
      position: cursor.position,
      head,
    });
    this.parking.stop();
    this.#halted = error.code;
    journal.error('a subscription is halted until an operator decides', {
      subscription: this.name,
      code: error.code,
      reason: error.message,
      hint: error.hint,
    });
  }

  /** Reads from the publisher, as often as it takes; undefined when that has become pointless. */
  async #read<T>(action: () => Promise<T>, era: number): Promise<T | undefined> {
    for (let attempt = 1; !this.isOld(era); attempt++) {
      try {
        return await action();
      } catch (error) {
        if (this.isOld(era)) return undefined;
        if (!isMetesError(error, 'METES_STORE_UNAVAILABLE')) {
          this.restart(error, era);
          return undefined;
        }
        if (attempt === 1)
          this.setting.journal.warn('a subscription cannot read on, trying again', {
            subscription: this.name,
            error: String(error),
          });
        await pause(this.setting, attempt, { firstMs: 50, mostMs: 1_000 });
      }
    }
    return undefined;
  }

  /** Begins again from the stored place: somebody else has moved it, or the memory of it is not to be trusted. */
  protected restart(reason: unknown, ofEra: number): void {
    if (this.isOld(ofEra)) return;
    const era = this.#newEra();
    this.setting.journal.warn('a subscription begins again from its stored place', {
      subscription: this.name,
      reason: String(reason),
    });
    void this.#reopen(era);
  }

  async #reopen(era: number): Promise<void> {
    for (;;) {
      this.#restarts++;
      await pause(this.setting, this.#restarts, { firstMs: 50, mostMs: 5_000 });
      if (this.isOld(era)) return;
      try {
        return await this.#open(era);
      } catch (error) {
        this.setting.journal.warn('a subscription cannot begin yet', {
          subscription: this.name,
          error: String(error),
        });
      }
    }
  }

  protected isOld(era: number): boolean {
    return era !== this.#era;
  }

  /** Counts these messages in; while `most` are under way there is something to wait for first. */
  protected room(count: number, era: number): Promise<void> | undefined {
    if (this.#underWay >= this.most) return this.#roomLater(count, era);
    if (!this.isOld(era)) this.#underWay += count;
    return undefined;
  }

  async #roomLater(count: number, era: number): Promise<void> {
    while (this.#underWay >= this.most && !this.isOld(era))
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
    if (!this.isOld(era)) this.#underWay += count;
  }

  /** These are no longer under way. */
  protected leave(count: number, era: number): void {
    if (this.isOld(era)) return;
    this.#underWay -= count;
    if (this.#underWay < this.most) for (const go of this.#roomWaiters.splice(0)) go();
  }

  /** Hands work to the executor; while that is full there is something to wait for. */
  protected submit(work: Work, era: number): Promise<void> | undefined {
    return this.isOld(era) || this.#isTaken(work) ? undefined : this.#submitLater(work, era);
  }

  async #submitLater(work: Work, era: number): Promise<void> {
    for (let attempt = 1; !this.isOld(era); attempt++) {
      await pause(this.setting, attempt, { firstMs: 5, mostMs: 100 });
      if (this.isOld(era) || this.#isTaken(work)) return;
    }
  }

  /** False while the executor is full; one that is being stopped takes nothing more, and nobody needs to know. */
  #isTaken(work: Work): boolean {
    try {
      this.setting.executor.submit(work);
      return true;
    } catch (error) {
      return !isMetesError(error, 'METES_RUNTIME_OVERLOADED');
    }
  }

  /**
   * Writes the place when nothing else does, so that a restart does not look through the same stretch again. It goes as
   * far as was handed on before it: what is handed on while it waits may be committed after it.
   */
  #settle(upTo: number, era: number, restsOn: Assumption | undefined): void {
    if (restsOn?.isOpen) return restsOn.onSettled(() => this.#settle(upTo, era, restsOn));
    // What was handed on before what was refuted stands, and its own move was given up when more came.
    const to = restsOn?.isRefuted ? restsOn.firstPosition - 1 : upTo;
    let marks: Marks = {};
    void this.submit(
      {
        origin: { correlation: this.name, causation: this.name },
        steps: [],
        dropped: () => this.isOld(era),
        marks: () => (marks = { cursors: this.idleMove(to) }),
        beyondRetry: (conflicts) => (conflicts.cursors ?? []).includes(this.name),
        rolledBack: () => this.movedBack(),
        committed: () => {
          if (!this.isOld(era)) this.moved(marks);
          this.#restarts = 0;
        },
        failed: (error) => this.restart(error, era),
      },
      era,
    );
  }
}
