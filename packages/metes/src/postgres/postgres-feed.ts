import { MetesError } from '../base/errors.ts';
import type { LogPage, PublishedRecord } from '../runtime/ports/context-store.ts';
import type { Feed, Growth } from '../runtime/ports/feed.ts';
import type { Journal } from '../runtime/ports/journal.ts';
import type { Timers } from '../runtime/ports/timers.ts';
import { quoted } from './identifiers.ts';
import { Listening } from './listening.ts';
import { pageRow, type PageTexts, publishedPage, publishedRecords } from './log-page.ts';
import { channelOf } from './nudge.ts';
import { Session } from './session.ts';

/** What a feed over a publisher's log in PostgreSQL is opened with. */
export interface PostgresFeedOptions {
  /** The URL of the transport role. */
  readonly url: string;
  /** The context that publishes. */
  readonly publisher: string;
  /** Growth is found after this time at the latest; 250 ms by default. */
  readonly pollMs?: number;
  /** False does without being told of commits in between; true by default. */
  readonly listen?: boolean;
  /** The longest that a statement may take; 5,000 ms by default. */
  readonly timeoutMs?: number;
  readonly timers?: Timers;
  readonly journal?: Journal;
}

/** A feed that holds connections. */
export interface PostgresFeed extends Feed {
  /** Stops polling and listening, ends the connections. */
  close(): Promise<void>;
}

/** How many events a poll takes at once. */
const pageSize = 1_000;
/** How far a page looks at most, as a multiple of its limit, when few of the events are published. */
const lookAhead = 20;

const systemTimers: Timers = {
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * What a subscriber in another process sees of a publisher's log. It asks for growth every `pollMs`, which is the
 * guarantee, and at once when the publisher tells of it, which is the speed.
 *
 * @example
 * const feed = postgresFeed({ url: urls.transport, publisher: 'ordering' });
 */
export function postgresFeed(options: PostgresFeedOptions): PostgresFeed {
  return new PollingFeed(options);
}

/** A place in a log, and in which one. */
interface LogPlace {
  readonly position: number;
  readonly epoch: string;
}

class PollingFeed implements PostgresFeed {
  readonly publisher: string;
  readonly #options: PostgresFeedOptions;
  readonly #pollMs: number;
  readonly #timers: Timers;
  readonly #session: Session;
  readonly #listening: Listening | undefined;
  readonly #listeners = new Set<(grown: Growth) => void>();
  readonly #page: PageTexts;
  readonly #top: string;
  /** Up to where growth was told, and of which log; undefined until the first poll, and when the log became another. */
  #told: LogPlace | undefined;
  #polling: Promise<void> | undefined;
  #again = false;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: PostgresFeedOptions) {
    const { url, publisher, timeoutMs = 5_000, listen = true } = options;
    this.publisher = publisher;
    this.#options = options;
    this.#pollMs = options.pollMs ?? 250;
    this.#timers = options.timers ?? systemTimers;
    this.#session = new Session({
      url,
      context: publisher,
      timeoutMs,
      purpose: `metes feed ${publisher}`,
      pipeline: true,
    });
    if (listen) {
      this.#listening = new Listening({
        url,
        channel: channelOf(publisher),
        purpose: `metes listen ${publisher}`,
        timers: this.#timers,
        heard: () => this.#poll(),
      });
    }
    const schema = quoted(publisher);
    this.#top = `select position, epoch::text as epoch from ${schema}.published_head`;
    const { usual, bounded } = publishedPage(
      `${schema}.published where position > $1 and position <= $1 + $2::bigint * ${lookAhead} order by position limit $2`,
    );
    const behind = (page: string): string =>
      `select h.position as head, h.epoch::text as epoch, p.* from ${schema}.published_head h cross join lateral (${page}) p`;
    this.#page = { usual: behind(usual), bounded: behind(bounded) };
  }

  async read(after: number, limit: number, follows?: string): Promise<LogPage<PublishedRecord>> {
    const found = await pageRow(this.#page, (way, text) =>
      this.#session.rows({ name: `page_${way}`, text }, [after, limit]),
    );
    const { head, epoch } = found as { head: number; epoch: string };
    if (after > head || (follows !== undefined && epoch !== follows))
      throw new MetesError('METES_STORE_LOG_RESET', { publisher: this.publisher, position: after, head });
    const { records, cut } = publishedRecords(found);
    return {
      records,
      upTo:
        cut || records.length >= limit
          ? (records.at(-1)?.position ?? after)
          : Math.min(head, after + limit * lookAhead),
    };
  }

  async head(): Promise<number> {
    return (await this.#end()).position;
  }

  async epoch(): Promise<string> {
    return (await this.#end()).epoch;
  }

  async #end(): Promise<LogPlace> {
    const [row] = await this.#session.rows({ name: 'head', text: this.#top }, []);
    return row;
  }

  onGrowth(listener: (grown: Growth) => void): () => void {
    this.#listeners.add(listener);
    this.#listening?.start();
    this.#poll();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#cancel?.();
      this.#told = undefined;
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    this.#cancel?.();
    await this.#listening?.close();
    await this.#session.close();
    await this.#polling;
  }

  /** Looks for growth now; a second call while one is under way makes it look once more. */
  #poll(): void {
    if (this.#closed || this.#listeners.size === 0) return;
    if (this.#polling) {
      this.#again = true;
      return;
    }
    this.#cancel?.();
    this.#polling = this.#look().finally(() => {
      this.#polling = undefined;
      if (this.#closed || this.#listeners.size === 0) return;
      if (this.#again) {
        this.#again = false;
        this.#poll();
      } else this.#cancel = this.#timers.after(this.#pollMs, () => this.#poll());
    });
  }

  async #look(): Promise<void> {
    try {
      this.#told ??= await this.#end();
      for (;;) {
        const { position: after, epoch }: LogPlace = this.#told;
        const { records, upTo } = await this.read(after, pageSize, epoch);
        if (upTo <= after || this.#told === undefined) return;
        this.#told = { position: upTo, epoch };
        for (const listener of this.#listeners) listener({ after, upTo, records, epoch });
      }
    } catch (error) {
      if (!this.#closed)
        this.#options.journal?.warn('the log of a publisher cannot be read, trying again', {
          publisher: this.publisher,
          error: String(error),
        });
      // Who subscribes reads by itself and meets the same error there; told from the end of the log as it is then.
      if ((error as { code?: unknown }).code === 'METES_STORE_LOG_RESET') this.#told = undefined;
    }
  }
}
