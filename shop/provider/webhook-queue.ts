import type { LedgerEntry } from './ledger-entry.ts';

/** An event waiting for its next attempt. */
export interface WebhookJob {
  readonly entry: LedgerEntry;
  attempt: number;
}

/** First in, first out, in constant time: a long outage of the endpoint must not slow the provider down. */
export class WebhookQueue {
  #jobs: WebhookJob[] = [];
  #head = 0;

  /** Jobs waiting. */
  get length(): number {
    return this.#jobs.length - this.#head;
  }

  /** Puts a job at the end. */
  push(job: WebhookJob): void {
    this.#jobs.push(job);
  }

  /** Takes the oldest job. */
  take(): WebhookJob | undefined {
    const job = this.#jobs[this.#head];
    if (job === undefined) return undefined;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#jobs.length) {
      this.#jobs = this.#jobs.slice(this.#head);
      this.#head = 0;
    }
    return job;
  }
}
