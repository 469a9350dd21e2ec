import type { Json } from '../../base/json.ts';
import type { AnswerKey, Batch, Committed, ParkedCause, ParkedState, SavedAnswer } from './batch.ts';
import type { LogRecord, PublishedForm } from './log-record.ts';

/** Which aggregate. */
export interface AggregateKey {
  readonly type: string;
  readonly id: string;
}

/** An aggregate as the store has it: its state, or its past when it is event-sourced. */
export interface StoredAggregate extends AggregateKey {
  readonly version: number;
  readonly state: Json;
  /** For event-sourced aggregates, oldest first. */
  readonly past: readonly { readonly type: string; readonly typeVersion: number; readonly data: Json }[];
}

/** A kept answer with the fingerprint of the request it was given to. */
export interface StoredAnswer extends AnswerKey {
  readonly fingerprint: string;
  readonly answer: SavedAnswer;
}

/** Where a subscription stands. */
export interface StoredCursor {
  readonly subscription: string;
  readonly position: number;
  /** What was handled ahead of the position. */
  readonly handled: readonly number[];
  /** The identity of the log along which it was moved last, as given with the move. */
  readonly epoch?: string;
}

/** How far the build of a generation has come along a log. */
export interface ReachedCursor {
  readonly subscription: string;
  readonly position: number;
  /** The identity of the log, for another context's. */
  readonly epoch?: string;
}

/** A parked message as the store has it. */
export interface StoredParked {
  readonly subscription: string;
  readonly key: string;
  readonly position: number;
  readonly eventId: string;
  readonly message: Json;
  readonly reactions: readonly string[];
  readonly state: ParkedState;
  readonly attempts: number;
  /** Milliseconds until it is due, by the clock of the store; 0 or less when it is. */
  readonly dueInMs: number;
  readonly cause: ParkedCause | undefined;
  /** Milliseconds since the epoch. */
  readonly parkedAt: number;
}

/** Where a message is parked. */
export interface ParkedPlace {
  readonly key: string;
  readonly position: number;
  readonly state: ParkedState;
}

/** Which stretch of the places is asked for. */
export interface ParkedPage {
  /** The last one of the stretch before. */
  readonly after?: Pick<ParkedPlace, 'key' | 'position'> | undefined;
  readonly limit: number;
}

/** Which heads are asked for: those of the named keys, and of all others those that are retried soon. */
export interface WantedHeads {
  readonly keys: readonly string[];
  /** How soon they are due, milliseconds. */
  readonly withinMs: number;
  /** How many of those that are retried soon. */
  readonly limit: number;
}

/** A deadline that is due. */
export interface StoredDeadline {
  readonly deadline: string;
  readonly aggregateId: string;
  /** How often it could not be answered. */
  readonly attempts: number;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly typeVersion: number;
    readonly data: Json;
    readonly version: number;
    readonly time: number;
    readonly correlation: string;
  };
}

/** A try to answer a deadline that failed. */
export interface DeadlineFailure {
  readonly deadline: string;
  readonly aggregateId: string;
  /** The id of the event that started it. */
  readonly startedBy: string;
  /** Which try it was: 1, 2, ... */
  readonly attempts: number;
  /** When it is due again, from now, milliseconds; undefined makes it a dead letter. */
  readonly againInMs: number | undefined;
  readonly cause: ParkedCause;
}

/** A published event as subscribers read it. */
export interface PublishedRecord {
  readonly position: number;
  readonly id: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly published: readonly PublishedForm[];
  readonly causation: string;
  readonly correlation: string;
  readonly traceparent?: string | undefined;
  readonly time: number;
}

/** A stretch of a log. */
export interface LogPage<R> {
  readonly records: readonly R[];
  /** The last position that was looked at, whether or not its event is among the records. */
  readonly upTo: number;
}

/** How many there are of what is not done yet. */
export interface StoreStatus {
  /** Last position of the log. */
  readonly head: number;
  /** The identity of the log. */
  readonly epoch: string;
  /** With the identity of the log along which each was moved last; empty for one never moved, and along the own log. */
  readonly cursors: readonly {
    readonly subscription: string;
    readonly position: number;
    readonly epoch: string;
  }[];
  readonly parked: Readonly<Record<ParkedState, number>>;
  /** Without those that are dead letters. */
  readonly deadlines: number;
  /** With those that could not be answered and are to be tried again. */
  readonly deadlinesDue: number;
  /** Those that are dead letters. */
  readonly deadlinesDead: number;
}

/** A batch that is carried out and not durable. Either `finish` or `abandon` is to be called. */
export interface Begun {
  /** Waits until the store is done with it for the time being, however that went. */
  carriedOut(): Promise<void>;
  /** Commits it, and throws what `commit` throws; may be given again as that may. */
  finish(): Promise<Committed>;
  /** Leaves nothing of it. */
  abandon(): void;
}

/** The store of one context: the only thing through which the runtime keeps anything. Adapters pass one conformance suite. */
export interface ContextStore {
  readonly context: string;
  /** Commits the batch whole or not at all. @throws METES_STORE_CONFLICT, METES_STORE_UNAVAILABLE (outcome unknown: give it again) */
  commit(batch: Batch): Promise<Committed>;
  /**
   * Does ahead what the commit of this very batch needs and what touches nothing, so that it leaves at once when its turn
   * has come. Optional to have and to call.
   *
   * @throws what `commit` throws for a batch that no store takes
   */
  prepare?(batch: Batch): void;
  /**
   * Carries the batch out without making it durable, while something else has to be waited for; undefined when that
   * cannot be done now. One batch at a time: whatever else is written ends it, and so does a second without word; then
   * `finish` commits it as `commit` does. Throws nothing for a batch that was prepared. Optional to have and to call.
   */
  begin?(batch: Batch): Begun | undefined;
  /** In the order of the keys, undefined where there is none. `past` is filled only for keys with `eventSourced`. */
  aggregates(
    keys: readonly (AggregateKey & { readonly eventSourced: boolean })[],
  ): Promise<readonly (StoredAggregate | undefined)[]>;
  /** What the accounts hold, in the order of the keys; zeros for keys never used. */
  tallies(
    keys: readonly { readonly tally: string; readonly key: string }[],
  ): Promise<readonly (readonly number[])[]>;
  answer(key: AnswerKey): Promise<StoredAnswer | undefined>;
  /** Events after a position, oldest first, all of them or those of the named types. */
  log(after: number, limit: number, types?: readonly string[]): Promise<LogPage<LogRecord>>;
  /** The same of the named types, without what was published of them: a reader that does not need it need not pay for it. */
  events(after: number, limit: number, types: readonly string[]): Promise<LogPage<LogRecord>>;
  /** The published events after a position as other contexts may see them, oldest first. */
  published(after: number, limit: number): Promise<LogPage<PublishedRecord>>;
  /** The past of one aggregate, oldest first. */
  history(key: AggregateKey): Promise<readonly LogRecord[]>;
  head(): Promise<number>;
  /** The identity of the log: another one means that it was restored, and positions in it are not what they were. */
  epoch(): Promise<string>;
  /** Where the named subscriptions stand, in their order; a new one starts at `start` and is stored with that. */
  cursors(
    wanted: readonly { readonly subscription: string; readonly start: number }[],
  ): Promise<readonly StoredCursor[]>;
  /**
   * Parked messages of a subscription (of all without one), in the order of positions. Deadlines that are dead letters
   * are among them, each under the name that `deadlineSubscription` gives it and at the position of the event that started it.
   */
  parked(filter: {
    readonly subscription?: string;
    readonly state?: ParkedState;
    readonly limit: number;
  }): Promise<readonly StoredParked[]>;
  /** Where messages of a subscription are parked, in the order of keys and positions; cheap, however many there are. */
  parkedPlaces(subscription: string, page: ParkedPage): Promise<readonly ParkedPlace[]>;
  /** Parked messages that are the first of their key and not dead; those due longest come first. */
  parkedHeads(subscription: string, wanted: WantedHeads): Promise<readonly StoredParked[]>;
  /** Makes dead letters due again, messages in order and deadlines. Returns how many. */
  redrive(filter: { readonly subscription?: string; readonly position?: number }): Promise<number>;
  /** Deadlines that are due by the clock of the store, oldest first; dead letters are not. */
  dueDeadlines(limit: number): Promise<readonly StoredDeadline[]>;
  /** Notes that a try failed; false when the deadline is no longer there, or the try was noted before. */
  failDeadline(failure: DeadlineFailure): Promise<boolean>;
  row(projection: string, key: string): Promise<Json | undefined>;
  /** Rows of the generation that is read, by equal fields, in the order of keys. */
  rows(query: RowQuery): Promise<readonly { readonly key: string; readonly row: Json }[]>;
  /** The rows with these keys of one generation, in their order, undefined where there is none. */
  rowsByKey(
    projection: string,
    generation: number,
    keys: readonly string[],
  ): Promise<readonly (Json | undefined)[]>;
  /** The generation that is read. 0 for a projection never built. */
  generation(projection: string): Promise<number>;
  /** Starts another generation, empty, and gives its number; one begun and never finished is dropped. */
  beginGeneration(projection: string): Promise<number>;
  /**
   * Makes a generation the one that is read, with the cursors it has reached, and drops the others.
   *
   * @throws METES_STORE_CONFLICT naming the projection when it is not the one being built, and the cursors that stand
   *   further on along the same log: events that only the generation before has seen must not be lost from sight
   */
  finishGeneration(projection: string, generation: number, cursors: readonly ReachedCursor[]): Promise<void>;
  /** Takes a lease by the clock of the store, or renews it; false while somebody else holds it. */
  lease(name: string, holder: string, ttlMs: number): Promise<boolean>;
  /** Renews a lease that nobody else has had since this holder took it, even if it has run out; false when it is gone. */
  renewLease(name: string, holder: string, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
  status(): Promise<StoreStatus>;
  /** Milliseconds since the epoch by the clock of the store. */
  now(): Promise<number>;
  /**
   * Removes what commits have left dead, where the store keeps such things and it is worth it; when little was committed
   * since the last time nothing is asked of the server. May be called again before it is done. Optional to have.
   *
   * @throws METES_STORE_UNAVAILABLE
   */
  sweep?(quiet: Quiet): Promise<void>;
  close(): Promise<void>;
}

/** Begins something in a moment in which this process commits nothing, and gives what comes of it; the moment is short. */
export type Quiet = <T>(action: () => Promise<T>) => Promise<T>;

/** Which rows of a projection. */
export interface RowQuery {
  readonly projection: string;
  readonly where: Readonly<Record<string, string | number>>;
  readonly limit: number;
  /** The last key of the page before. */
  readonly after?: string | undefined;
}
