/** The clock of the process. Deadlines never use it; they use the time of the store. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
