/** The counters of an executor since the start. */
export interface ExecutorCounts {
  commits: number;
  works: number;
  events: number;
  conflicts: number;
  storeRetries: number;
  /** Commits whose events others could work on before they were durable. */
  assumed: number;
  /** Those of them that did not go as expected. */
  refuted: number;
}

/** All counters at zero. */
export function noCounts(): ExecutorCounts {
  return { commits: 0, works: 0, events: 0, conflicts: 0, storeRetries: 0, assumed: 0, refuted: 0 };
}
