import type { Assumption } from './assumption.ts';
import type { LogPage, PublishedRecord } from './context-store.ts';

/** What a subscriber sees of a publisher's log: published events only. A transport carries it between processes. */
export interface Feed {
  /** The context that publishes. */
  readonly publisher: string;
  /**
   * Published events after a position, oldest first.
   *
   * @param epoch the identity of the log that the reader follows; not to be given by one who follows none yet
   * @throws METES_STORE_UNAVAILABLE; METES_STORE_LOG_RESET when the log no longer reaches to that position, or is not
   *   the one that the reader follows
   */
  read(after: number, limit: number, epoch?: string): Promise<LogPage<PublishedRecord>>;
  head(): Promise<number>;
  /** The identity of the log: another one means that it was restored, and positions in it are not what they were. */
  epoch(): Promise<string>;
  /** Tells that the log has grown, with the new records when they are at hand; returns how to stop listening. */
  onGrowth(listener: (grown: Growth) => void): () => void;
  /**
   * Tells of what is on its way to the log, before it is durable; absent where the publisher runs in another process.
   * All of it that is confirmed is told as growth too. Returns how to stop listening.
   */
  onAssumed?(listener: (growing: AssumedGrowth) => void): () => void;
}

/** A stretch by which a log has grown: after position `after`, up to `upTo`, these records were published. */
export interface Growth {
  readonly after: number;
  readonly upTo: number;
  readonly records: readonly PublishedRecord[];
  /** The identity of the log, unless it cannot become another one while this process runs. */
  readonly epoch?: string;
}

/** A stretch by which a log is assumed to grow. */
export interface AssumedGrowth extends Growth {
  readonly restsOn: Assumption;
}
