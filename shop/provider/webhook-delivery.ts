import type { Books } from './books.ts';
import { DeliveredMarks } from './delivered-marks.ts';
import type { FaultDesk } from './fault-desk.ts';
import { forgeWebhook } from './forge-webhook.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { spoil } from './spoil.ts';
import { eventOf, eventTypeOf } from './webhook-event.ts';
import type { WebhookEndpoint, WebhookPolicy, WebhookReport } from './webhook-endpoint.ts';
import { type WebhookJob, WebhookQueue } from './webhook-queue.ts';
import { WebhookPost } from './webhook-post.ts';
import { signWebhook } from './webhook-signature.ts';

/** Tells the endpoint of every entry it is owed, at least once, trying again with growing pauses. */
export class WebhookDelivery {
  endpoint: WebhookEndpoint | undefined;
  readonly #books: Books;
  readonly #faults: FaultDesk;
  readonly #policy: WebhookPolicy;
  readonly #marks: DeliveredMarks;
  readonly #post: WebhookPost;
  readonly #now: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #queue = new WebhookQueue();
  #givenUp: WebhookJob[] = [];
  #underWay = 0;
  #closed = false;
  readonly #counts = { delivered: 0, attempts: 0, duplicates: 0, forged: 0, late: 0 };

  private constructor(
    books: Books,
    faults: FaultDesk,
    marks: DeliveredMarks,
    policy: WebhookPolicy,
    now: () => number,
  ) {
    this.#books = books;
    this.#faults = faults;
    this.#marks = marks;
    this.#policy = policy;
    this.#post = new WebhookPost(policy.timeoutMs);
    this.#now = now;
  }

  /** Opens the delivery and takes up what an earlier life still owed. */
  static async open(
    folder: string,
    books: Books,
    faults: FaultDesk,
    policy: WebhookPolicy,
    endpoint: WebhookEndpoint | undefined,
    now: () => number,
  ): Promise<WebhookDelivery> {
    const delivery = new WebhookDelivery(books, faults, await DeliveredMarks.open(folder), policy, now);
    delivery.endpoint = endpoint;
    for (const entry of books.entries) {
      if (entry.notify === true && !delivery.#marks.has(entry.seq))
        delivery.#queue.push({ entry, attempt: 0 });
    }
    delivery.#pump();
    return delivery;
  }

  /** Tells the endpoint of a durable entry. */
  tell(entry: LedgerEntry): void {
    if (entry.notify !== true) return;
    const occasion = { event: eventTypeOf(entry), ...this.#about(entry) };
    const late = this.#faults.take('lateWebhook', occasion);
    if (late !== undefined) this.#counts.late += 1;
    this.#enqueue({ entry, attempt: 0 }, late?.ms ?? 0);
  }

  /** Points delivery somewhere else, or nowhere; what was given up is tried again. */
  pointTo(endpoint: WebhookEndpoint | undefined): void {
    this.endpoint = endpoint;
    for (const { entry } of this.#givenUp) this.#queue.push({ entry, attempt: 0 });
    this.#givenUp = [];
    this.#pump();
  }

  /** Counters since the start. */
  report(): WebhookReport {
    return {
      url: this.endpoint?.url ?? null,
      secrets: this.endpoint?.secrets.length ?? 0,
      pending: this.#queue.length + this.#underWay + this.#timers.size,
      ...this.#counts,
      givenUp: this.#givenUp.length,
    };
  }

  /** Stops; what is still owed is taken up at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#post.close();
    await this.#marks.close();
  }

  #enqueue(job: WebhookJob, afterMs: number): void {
    if (afterMs === 0) {
      this.#queue.push(job);
      this.#pump();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#queue.push(job);
      this.#pump();
    }, afterMs);
    this.#timers.add(timer);
  }

  #pump(): void {
    while (!this.#closed && this.endpoint !== undefined && this.#underWay < this.#policy.parallel) {
      const job = this.#queue.take();
      if (job === undefined) return;
      this.#underWay += 1;
      void this.#deliver(job, this.endpoint).finally(() => {
        this.#underWay -= 1;
        this.#pump();
      });
    }
  }

  async #deliver(job: WebhookJob, endpoint: WebhookEndpoint): Promise<void> {
    const event = eventOf(this.#books, job.entry);
    const occasion = { event: event.type, ...this.#about(job.entry) };
    const object = spoil(this.#faults, occasion, event.object, 'webhook');
    const rawBody = JSON.stringify({ ...event.body, data: { object } });
    const seconds = Math.floor(this.#now() / 1000);

    if (job.attempt === 0) await this.#sendBeside(rawBody, seconds, endpoint, occasion);
    this.#counts.attempts += 1;
    const status = await this.#post.send(
      endpoint.url,
      rawBody,
      signWebhook(rawBody, endpoint.secrets, seconds),
    );
    if (this.#closed) return;
    if (status >= 200 && status < 300) {
      this.#counts.delivered += 1;
      this.#marks.add(job.entry.seq);
      return;
    }
    job.attempt += 1;
    if (job.attempt >= this.#policy.attempts) this.#givenUp.push(job);
    else
      this.#enqueue(
        job,
        Math.min(this.#policy.longestPauseMs, this.#policy.pauseMs * 2 ** (job.attempt - 1)),
      );
  }

  /** The faults that send more than the event itself; once per event, or retries would multiply them. */
  async #sendBeside(
    rawBody: string,
    seconds: number,
    endpoint: WebhookEndpoint,
    occasion: { event: string },
  ): Promise<void> {
    const forged = this.#faults.take('forgedWebhook', occasion);
    if (forged !== undefined) {
      this.#counts.forged += 1;
      const forgery = forgeWebhook(forged.how, rawBody, endpoint.secrets, seconds);
      await this.#post.send(endpoint.url, forgery.rawBody, forgery.signature);
    }
    const duplicate = this.#faults.take('duplicateWebhook', occasion);
    for (let copy = 0; copy < (duplicate?.copies ?? 0); copy += 1) {
      this.#counts.duplicates += 1;
      await this.#post.send(endpoint.url, rawBody, signWebhook(rawBody, endpoint.secrets, seconds));
    }
  }

  #about(entry: LedgerEntry): { metadata: Readonly<Record<string, string>> } {
    return { metadata: this.#books.intents.get(entry.intent)?.intent.metadata ?? {} };
  }
}
