import { isMetesError, MetesError } from '../base/errors.ts';
import { CommitsAhead, type OnSent } from './commits-ahead.ts';
import { type ExecutorCounts, noCounts } from './executor-counts.ts';
import { Flight, type Landed, type Landing } from './flight.ts';
import { liveKey } from './live-aggregates.ts';
import type { RetryPause } from './pause.ts';
import type { Batch } from './ports/batch.ts';
import type { Begun } from './ports/context-store.ts';
import type { Failpoints } from './ports/failpoints.ts';
import type { Journal } from './ports/journal.ts';
import type { NewEvent } from './ports/log-record.ts';
import { areConfirmed, unconfirmed } from './resting.ts';
import { Round, type RoundSetting } from './round.ts';
import { large, type Turn, type Turns } from './turns.ts';
import { StoreReach } from './store-reach.ts';
import { Vigil } from './vigil.ts';
import { type Conflicts, conflictsOf, type Work } from './work.ts';
import { weightOf, WorkQueue } from './work-queue.ts';

/** What bounds an executor. */
export interface ExecutorLimits {
  /** The most pieces of work that share one commit, each message of a projection that catches up one of them. Larger: more throughput; smaller: less delay for each. */
  readonly batch: number;
  /** The most pieces of work that wait; more are refused. */
  readonly waiting: number;
}

/** What an executor works with. */
export interface ExecutorSetting extends RoundSetting, RetryPause {
  readonly writerId: string;
  readonly limits: ExecutorLimits;
  /** The longest that the process stays awake for the answer to a commit when it has nothing else to do, milliseconds; 0 is never. */
  readonly awakeMs: number;
  readonly journal: Journal;
  readonly failpoints: Failpoints;
  /** Shared by the contexts of a process. */
  readonly turns: Turns;
  readonly onSent: OnSent;
  /** Told of the events of each commit, with the position of the first. */
  readonly onCommitted: (firstPosition: number, events: readonly NewEvent[]) => void;
}

/** How often work of one round is tried together before its members are tried alone, and then in all. */
const triesTogether = 2;
const triesInAll = 8;

/** How long a stop waits for a store that is out of reach, milliseconds. */
const stopWithinMs = 5_000;

/**
 * Carries out all work of one context, in the order in which it came: what waits while a commit is on its way leaves
 * together with the next one (group commit, without a timer). When much waits, the next round is put together meanwhile,
 * as if the one on its way had committed. A failure of one member never harms the others; a round that conflicts is read
 * again and tried again, at last member by member.
 */
export class Executor {
  readonly counts: ExecutorCounts = noCounts();
  readonly #setting: ExecutorSetting;
  readonly #queue = new WorkQueue(() => this.#stirred?.());
  /** How many works are in rounds. */
  #taken = 0;
  #sequence = 0;
  readonly #ahead: CommitsAhead;
  readonly #reach: StoreReach;
  readonly #vigil: Vigil;
  #busy = false;
  #stopping = false;
  #idle: (() => void)[] = [];
  #between: (() => void)[] = [];
  /** Called when enough waits for a round. */
  #enough: (() => void) | undefined;
  #wanted = 0;
  /** Called when something comes while all that waits rests on what takes long. */
  #stirred: (() => void) | undefined;
  /** How many works at the front of the queue are to be tried alone. */
  #alone = 0;
  readonly #tries = new WeakMap<Work, number>();

  constructor(setting: ExecutorSetting) {
    this.#setting = setting;
    this.#ahead = new CommitsAhead(setting.onSent, this.counts, setting.timers);
    this.#reach = new StoreReach(setting, this.counts, this.#queue);
    this.#vigil = new Vigil(setting.timers, setting.awakeMs, () => setting.turns.underWay);
    setting.turns.count(() => this.#queue.length + this.#taken);
  }

  /** How many pieces of work wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** True while anything waits or is being carried out. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Takes a piece of work. @throws METES_RUNTIME_STOPPING, METES_RUNTIME_OVERLOADED */
  submit(work: Work): void {
    const { context, limits } = this.#setting;
    if (this.#stopping) throw new MetesError('METES_RUNTIME_STOPPING', { context });
    if (this.#queue.length >= limits.waiting)
      throw new MetesError('METES_RUNTIME_OVERLOADED', { context, waiting: this.#queue.length });
    this.#queue.push(work);
    if (this.#enough && this.#queue.isReadyFor(this.#wanted)) this.#enough();
    this.#stirred?.();
    if (!this.#busy) {
      this.#busy = true;
      queueMicrotask(() => void this.#run());
    }
  }

  /** Runs an action when no round is under way: what a round rests on stays as it is until it has ended. */
  between(action: () => void): void {
    if (!this.#busy) return action();
    this.#between.push(action);
    this.#stirred?.();
  }

  /** Takes nothing more and finishes what waits; what a store out of reach holds up for long is given up. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (!this.busy) return;
    const cancel = this.#setting.timers.after(stopWithinMs, () => {
      this.#reach.giveUp();
      this.#stirred?.();
    });
    await new Promise<void>((resolve) => this.#idle.push(resolve));
    cancel();
  }

  async #run(): Promise<void> {
    let flight: Flight | undefined;
    while (flight || this.#queue.length > 0) {
      if (flight && !(await this.#fillsBefore(flight))) flight = await this.#land(flight);
      else if (flight || this.#queue.isReadyFor(1)) flight = await this.#next(flight);
      // What waits for another context is found again from the stored place.
      else if (this.#reach.gaveUp) this.#queue.takeAll();
      else await new Promise<void>((stirred) => (this.#stirred = stirred));
      this.#setting.live.trim(flight?.round.changed);
      if (!flight) for (const action of this.#between.splice(0)) action();
    }
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /**
   * Waits until there is enough for a round that is worth being put together while another one is on its way. False when
   * that one was answered before: until then more may gather.
   */
  async #fillsBefore(flight: Flight): Promise<boolean> {
    if (this.#alone > 0 || this.#between.length > 0) return false;
    const { limits, turns } = this.#setting;
    // About four groups keep the process and the store at work; more would be smaller ones.
    this.#wanted = Math.min(limits.batch, Math.max(large, turns.underWay / 4));
    if (!this.#queue.isReadyFor(this.#wanted)) {
      await Promise.race([flight.landing, new Promise<void>((enough) => (this.#enough = enough))]);
      this.#enough = undefined;
    }
    if (flight.isOver || this.#between.length > 0) return false;
    return this.#queue.isReadyFor(this.#wanted);
  }

  /** Waits for the answer and tells it. */
  async #land(flight: Flight): Promise<undefined> {
    const landing = await flight.landing;
    if ('error' in landing) this.#recover(flight.round, flight.works, landing.error);
    else await this.#tell(flight, landing);
  }

  /**
   * Puts the next round together and sends it, if there is anything to commit. It builds on the one before it: it is sent
   * when that one has landed and what its works rest on is confirmed, and dropped when that one did not commit.
   */
  async #next(latest: Flight | undefined): Promise<Flight | undefined> {
    const turn = await this.#setting.turns.take();
    const before = latest?.isOver ? await this.#land(latest) : latest;
    const isAlone = this.#alone > 0;
    const works = this.#takeWorks(before !== undefined);
    // Who waits for the round before is told too when the store cannot be read for long: nobody hears of it until then.
    const waiting = before ? [...before.works, ...works] : works;
    const reach = <T>(action: () => Promise<T>): Promise<T> => this.#reach.untilReachable(waiting, action);
    const round = new Round(this.#setting, reach, before?.round);
    let batch: Batch | undefined;
    let failure: { readonly error: unknown } | undefined;
    try {
      batch = await this.#putTogether(round, works, before);
    } catch (error) {
      failure = { error };
    }
    if (batch) turn.ready();
    else void turn.end();
    const begun = batch && this.#begin(batch, round, works, before);
    const landing = before && (await this.#landingOf(before, works));
    if (landing && 'error' in landing) {
      begun?.abandon();
      this.#giveUp(turn, round, works);
      this.#recover(before.round, before.works, landing.error);
      return undefined;
    }
    const rests = failure ? [] : openRests(round, works);
    if (rests.length > 0) {
      // Who waits for the round before need not wait for that.
      if (landing) await this.#tell(before, landing);
      if (!(await areConfirmed(rests))) {
        begun?.abandon();
        this.#giveUp(turn, round, works);
        // What was to be tried alone still is.
        if (isAlone) this.#alone++;
        return undefined;
      }
    }
    const place = batch && turn.commit(works.reduce((sum, work) => sum + weightOf(work), 0));
    // While it is somebody else's turn, there is time to tell.
    if (landing && place) await this.#tell(before, landing);
    await place;
    const flight = batch && new Flight({ round, works, turn }, this.#commit(batch, works, turn, begun));
    if (landing) await this.#tell(before, landing);
    if (failure) this.#recover(round, works, failure.error);
    else if (!flight) this.#settle(round, works);
    return flight;
  }

  /** While a round has to wait for what it rests on, the store carries it out already, if it can. */
  #begin(batch: Batch, round: Round, works: readonly Work[], before: Flight | undefined): Begun | undefined {
    const { store, turns } = this.#setting;
    if (!store.begin || ((!before || before.isOver) && openRests(round, works).length === 0))
      return undefined;
    const leave = turns.beside();
    const begun = leave && store.begin(batch);
    if (begun) void begun.carriedOut().then(leave);
    else leave?.();
    return begun;
  }

  /** The works of a round that cannot be sent are put together anew. */
  #giveUp(turn: Turn, round: Round, works: readonly Work[]): void {
    void turn.end();
    round.rolledBack();
    this.#taken -= works.length;
    this.#queue.putBack(works.filter((work) => !round.isOver(work)));
  }

  /**
   * When nothing is on its way and much waits, half of it: while that is being committed, the other half is put together.
   */
  #takeWorks(isBehind: boolean): readonly Work[] {
    const { batch } = this.#setting.limits;
    const waiting = this.#queue.weight;
    let count = !isBehind && waiting >= 2 * large ? Math.min(batch, Math.ceil(waiting / 2)) : batch;
    if (this.#alone > 0) {
      count = 1;
      this.#alone--;
    }
    const works = this.#queue.take(count);
    this.#taken += works.length;
    return works;
  }

  async #putTogether(
    round: Round,
    works: readonly Work[],
    before: Flight | undefined,
  ): Promise<Batch | undefined> {
    await this.#load(round, works, before);
    for (const work of works) {
      // Nearly always there is nothing to wait for, and then nothing is.
      const adding = round.add(work);
      if (adding) await adding;
    }
    const proving = round.prove();
    if (proving) await proving;
    const batch = round.batch(this.#setting.writerId, this.#sequence + 1);
    if (batch) this.#setting.store.prepare?.(batch);
    round.seal();
    return batch;
  }

  /** Reads what works need. Who waits for the round before is not kept waiting by that, once it is durable. */
  async #load(round: Round, works: readonly Work[], before: Flight | undefined): Promise<void> {
    const loading = round.load(works);
    if (!before || (await isFirst(loading, before.landing))) return loading;
    const landing = await before.landing;
    if (!('error' in landing)) await this.#tell(before, landing);
    await loading;
    // Telling drops rows from memory, maybe of those that had been read.
    await round.load(works);
  }

  /** Waits for the answer to a flight, with works that wait behind it. */
  async #landingOf(flight: Flight, works: readonly Work[]): Promise<Landing> {
    const stopTelling = this.#reach.tellWhoWaits(works);
    try {
      return await flight.landing;
    } finally {
      stopTelling();
    }
  }

  /** Gives the position of the first event. */
  async #commit(batch: Batch, works: readonly Work[], turn: Turn, begun: Begun | undefined): Promise<number> {
    const { store, failpoints, journal, context } = this.#setting;
    // A number is never used for another batch: this one may have been committed even if nobody ever hears of it.
    this.#sequence = batch.sequence;
    try {
      const before = failpoints.pass('commit.before', context);
      if (before) {
        // Whatever it waits for is nobody else's concern.
        turn.sent();
        await before;
      }
    } catch (error) {
      begun?.abandon();
      throw error;
    }
    const committing = this.#vigil.over(
      this.#reach.untilReachable(
        works,
        async () => (await (begun ? begun.finish() : store.commit(batch))).firstPosition,
      ),
    );
    turn.sent();
    const firstPosition = await this.#ahead.follow(committing, batch.events);
    this.counts.commits++;
    await failpoints
      .pass('commit.after', context)
      ?.catch((error: unknown) =>
        journal.warn('a failpoint was reached after a commit', { context, error: String(error) }),
      );
    return firstPosition;
  }

  /** Tells what a flight has made durable. Nothing of it may lead to another try. */
  async #tell(flight: Flight, { firstPosition, passedOn }: Landed): Promise<void> {
    if (flight.isTold) return;
    flight.isTold = true;
    const { round, works } = flight;
    if (passedOn) await passedOn;
    if (round.events.length > 0) this.#setting.onCommitted(firstPosition, round.events);
    this.#settle(round, works);
  }

  #settle(round: Round, works: readonly Work[]): void {
    this.#taken -= works.length;
    this.counts.works += round.members.length;
    this.counts.events += round.events.length;
    round.committed();
  }

  #recover(round: Round, works: readonly Work[], error: unknown): void {
    round.rolledBack();
    this.#taken -= works.length;
    const conflicts = isMetesError(error, 'METES_STORE_CONFLICT') ? conflictsOf(error) : undefined;
    // Thrown only when a stop has given up waiting: then nothing that waits has a chance.
    const unreachable = isMetesError(error, 'METES_STORE_UNAVAILABLE');
    if (conflicts) this.#doubt(conflicts);
    else if (!unreachable)
      this.#setting.journal.warn('a round did not commit', {
        context: this.#setting.context,
        works: works.length,
        error: String(error),
      });
    const retry: Work[] = [];
    for (const work of works) {
      if (round.isOver(work)) continue;
      const tries = (this.#tries.get(work) ?? 0) + 1;
      this.#tries.set(work, tries);
      const hopeless = conflicts
        ? tries >= triesInAll || work.beyondRetry?.(conflicts)
        : unreachable || (works.length === 1 && !work.setAside?.(error));
      if (hopeless) work.failed(error);
      else retry.push(work);
    }
    if (unreachable) for (const work of this.#queue.takeAll()) work.failed(error);
    this.#queue.putBack(retry);
    const together = conflicts && retry.every((work) => (this.#tries.get(work) ?? 0) <= triesTogether);
    // Those behind it that are to be tried alone stay so: together, each would pay for the failures of the others.
    if (unreachable) this.#alone = 0;
    else if (!together || this.#alone > 0) this.#alone += retry.length;
  }

  #doubt(conflicts: Conflicts): void {
    this.counts.conflicts++;
    for (const key of conflicts.aggregates ?? []) {
      const cut = key.indexOf('/');
      this.#setting.live.doubt(liveKey(key.slice(0, cut), key.slice(cut + 1)));
    }
  }
}

/** What the works of a round rest on, as far as it is not confirmed. */
function openRests(round: Round, works: readonly Work[]): ReturnType<typeof unconfirmed> {
  return unconfirmed(works.filter((work) => !round.isOver(work)));
}

/** True when one promise is kept before another. */
function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  return Promise.race([one.then(() => true), other.then(() => false)]);
}
