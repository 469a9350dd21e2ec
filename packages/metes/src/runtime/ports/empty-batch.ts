import type { Batch } from './batch.ts';

/** A batch that changes nothing, to be filled in. */
export const emptyBatch: Omit<Batch, 'writer' | 'sequence'> = {
  aggregates: [],
  events: [],
  tallies: [],
  answers: [],
  cursors: [],
  handled: [],
  parked: [],
  unparked: [],
  deadlines: [],
  deadlinesDone: [],
  rows: [],
};
