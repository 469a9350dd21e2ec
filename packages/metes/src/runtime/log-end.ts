import type { StoredCursor } from './ports/context-store.ts';

/** Which log it is, and where it ends. */
export interface LogEnd {
  readonly epoch: string;
  /** The last position. */
  readonly head: number;
}

/**
 * True when a cursor was moved along another log than this one: the publisher was restored to an earlier state, so that
 * positions no longer mean the events that they meant. A cursor that was never moved fits every log.
 */
export function isReplaced(cursor: Pick<StoredCursor, 'position' | 'epoch'>, log: LogEnd): boolean {
  return cursor.position > log.head || (!!cursor.epoch && cursor.epoch !== log.epoch);
}
