/** Where events go. */
export interface WebhookEndpoint {
  readonly url: string;
  /** Active secrets; an event carries one signature for each. */
  readonly secrets: readonly string[];
}

/** How long and how hard delivery is tried. */
export interface WebhookPolicy {
  /** Attempts per event before it is given up. */
  readonly attempts: number;
  /** First pause between attempts; it doubles each time. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  /** Deliveries under way at the same time. */
  readonly parallel: number;
}

/** How delivery is going. */
export interface WebhookReport {
  readonly url: string | null;
  readonly secrets: number;
  /** Events not yet accepted and not given up. */
  readonly pending: number;
  readonly delivered: number;
  readonly attempts: number;
  readonly duplicates: number;
  readonly forged: number;
  readonly late: number;
  readonly givenUp: number;
}
