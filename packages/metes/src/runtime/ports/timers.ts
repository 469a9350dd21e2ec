/** Waiting, within the process. What must outlive the process is a deadline in the store. */
export interface Timers {
  /** Runs `action` once after `ms` milliseconds; the function that is returned cancels it. */
  after(ms: number, action: () => void): () => void;
}
