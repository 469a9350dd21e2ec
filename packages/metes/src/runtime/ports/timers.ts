/** Waiting, within the process. What must outlive the process is a deadline in the store. */
export interface Timers {
  /** Runs `action` once after `ms` milliseconds; the function that is returned cancels it. */
  after(ms: number, action: () => void): () => void;
  /**
   * Keeps the process from falling asleep, for so many milliseconds at most or until the function that is returned is
   * called; that says whether it was in time. Absent where sleeping costs nothing.
   */
  stayAwake?(ms: number): () => boolean;
}
