import type { Json } from '../../base/json.ts';
import type { NewEvent } from './log-record.ts';

/** The change of one aggregate. */
export interface AggregateWrite {
  readonly type: string;
  readonly id: string;
  /** The version that the store must have; 0 when the aggregate must not exist. */
  readonly expected: number;
  /** The version after the batch: `expected` plus the number of its events in the batch. */
  readonly version: number;
  /** The state to keep, JSON-able; undefined for event-sourced aggregates, whose events are their state. */
  readonly state: unknown;
}

/** The change of one key of a tally. */
export interface TallyWrite {
  readonly tally: string;
  readonly key: string;
  /** What to add to each account, in the order in which the tally declares them. No account may end below zero. */
  readonly deltas: readonly number[];
  /** What the accounts must hold before, when a decision rests on it (somebody was told that there is not enough). */
  readonly expected?: readonly number[];
}

/** An HTTP answer kept with the effect, to be given again byte for byte. */
export interface SavedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it went out. */
  readonly body: string;
}

/** Whose idempotency key it is, and where it was used. */
export interface AnswerKey {
  readonly principal: string;
  /** Method and path pattern of the route. */
  readonly route: string;
  readonly key: string;
}

/** An idempotency record. */
export interface AnswerWrite extends AnswerKey {
  /** Hash of what was asked; another request under the same key is refused. */
  readonly fingerprint: string;
  readonly answer: SavedAnswer;
}

/** The move of a subscription along a log. */
export interface CursorWrite {
  readonly subscription: string;
  /** Where it must stand: another position means that somebody else moved it, and the whole batch is refused. */
  readonly from: number;
  readonly to: number;
  /** The identity of the log it moves along, kept with it; see `Feed.epoch`. */
  readonly epoch?: string;
}

/** The mark that a subscription has handled an event ahead of its cursor. */
export interface HandledWrite {
  readonly subscription: string;
  readonly position: number;
  readonly eventId: string;
}

/** A message that could not be handled, set aside with its key. */
export interface ParkedWrite {
  readonly subscription: string;
  /** Messages of one key keep their order: a parked one holds its successors back. */
  readonly key: string;
  /** Position in the log of the publisher. */
  readonly position: number;
  readonly eventId: string;
  /** The message as it was received, to be handled again and to be shown. */
  readonly message: Json;
  /** The reactions that have still to handle it. */
  readonly reactions: readonly string[];
  readonly state: ParkedState;
  readonly attempts: number;
  /** From now, milliseconds; only for `retrying`. */
  readonly dueInMs: number;
  /** Why it is here: code, message and stack of the last error; undefined for one that only waits. */
  readonly cause?: ParkedCause | undefined;
}

/** `retrying`: tried again when due. `waiting`: behind another of its key. `dead`: a person decides. */
export type ParkedState = 'retrying' | 'waiting' | 'dead';

/** Why a message was parked. */
export interface ParkedCause {
  readonly code: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** Which parked message is done with. */
export interface ParkedKey {
  readonly subscription: string;
  readonly position: number;
}

/** A deadline to keep. Setting one that exists changes nothing. */
export interface DeadlineWrite {
  /** Name of the deadline and id of the aggregate together. */
  readonly deadline: string;
  readonly aggregateId: string;
  /** Milliseconds from the commit, by the clock of the store. */
  readonly afterMs: number;
  /** What the command is made from. */
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly typeVersion: number;
    readonly data: unknown;
    readonly version: number;
    readonly time: number;
    readonly correlation: string;
  };
}

/** Which deadline is cancelled or has been answered. */
export interface DeadlineKey {
  readonly deadline: string;
  readonly aggregateId: string;
  /** Refuses the batch when it is no longer there. */
  readonly mustExist?: boolean;
  /** The id of the event that started it: one that another event has started since is another deadline, and stays. */
  readonly startedBy?: string;
}

/** The change of one row of a projection; `null` removes it. */
export interface RowWrite {
  readonly projection: string;
  /** Which build of the projection: a rebuild writes the next generation beside the one that is read. */
  readonly generation: number;
  readonly key: string;
  readonly row: unknown;
  /**
   * True refuses the batch when there is such a row before it: it was made from nothing without a look. Of several writes
   * of a row the first one counts.
   */
  readonly fresh?: boolean;
}

/** A lease that must be in these hands when the batch commits. */
export interface Fence {
  readonly lease: string;
  readonly holder: string;
}

/** Everything that commits together: all of it or nothing. */
export interface Batch {
  /** Identity of this run of the process. */
  readonly writer: string;
  /** 1, 2, 3, ... for each writer and context. A batch given again under its number takes effect once. */
  readonly sequence: number;
  readonly aggregates: readonly AggregateWrite[];
  readonly events: readonly NewEvent[];
  readonly tallies: readonly TallyWrite[];
  readonly answers: readonly AnswerWrite[];
  readonly cursors: readonly CursorWrite[];
  readonly handled: readonly HandledWrite[];
  readonly parked: readonly ParkedWrite[];
  readonly unparked: readonly ParkedKey[];
  readonly deadlines: readonly DeadlineWrite[];
  readonly deadlinesDone: readonly DeadlineKey[];
  readonly rows: readonly RowWrite[];
  /** For what rests on memory that only the holder of a lease may trust, and that nothing else in the batch checks. */
  readonly fence?: Fence;
}

/** What a commit gives back. */
export interface Committed {
  /** The position of the first event of the batch; the others follow in their order. 0 when it had none. */
  readonly firstPosition: number;
}
