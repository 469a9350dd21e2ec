import type { LogEnd } from './log-end.ts';
import { foreignMessage, type Message, ownMessage, publishedRecord } from './message.ts';
import type { ContextStore, LogPage, PublishedRecord } from './ports/context-store.ts';
import type { Feed, Growth } from './ports/feed.ts';
import type { NewEvent, PublishedForm } from './ports/log-record.ts';

/** A stretch of messages that came into being. */
export interface MessageGrowth {
  readonly after: number;
  readonly upTo: number;
  readonly messages: readonly Message[];
}

/** Where the messages of one publisher come in. */
export interface Inlet {
  readonly publisher: string;
  read(
    after: number,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly upTo: number }>;
  onGrowth(listener: (growth: MessageGrowth) => void): () => void;
  /** Absent for the own log: it lies beside the cursors, and what restores the one restores the other. */
  end?(): Promise<LogEnd>;
}

/** The log of a context that runs in this process: its events for the context itself, its published events for the others. */
export class Outlet implements Feed {
  readonly publisher: string;
  readonly #store: ContextStore;
  readonly #own = new Set<(growth: MessageGrowth) => void>();
  readonly #others = new Set<(growth: Growth) => void>();

  constructor(store: ContextStore) {
    this.publisher = store.context;
    this.#store = store;
  }

  /** Tells everybody of the events of a commit. */
  grown(firstPosition: number, events: readonly NewEvent[]): void {
    const after = firstPosition - 1;
    const upTo = after + events.length;
    if (this.#own.size > 0) {
      const messages = events.map((event, index) => ownMessage(event, firstPosition + index));
      for (const listener of this.#own) listener({ after, upTo, messages });
    }
    if (this.#others.size > 0) {
      const published: PublishedRecord[] = [];
      for (const [index, event] of events.entries())
        if (event.published.length > 0) published.push(publishedRecord(event, firstPosition + index));
      for (const listener of this.#others) listener({ after, upTo, records: published });
    }
  }

  read(after: number, limit: number): Promise<LogPage<PublishedRecord>> {
    return this.#store.published(after, limit);
  }

  head(): Promise<number> {
    return this.#store.head();
  }

  epoch(): Promise<string> {
    return this.#store.epoch();
  }

  onGrowth(listener: (grown: Growth) => void): () => void {
    this.#others.add(listener);
    return () => void this.#others.delete(listener);
  }

  /**
   * The messages for the context itself, only those of the named domain events.
   *
   * @param withPublished whether somebody needs what is published of them; what is read of the log comes without it else
   */
  own(types: readonly string[], withPublished: boolean): Inlet {
    return {
      publisher: this.publisher,
      read: async (after, limit) => {
        const store = this.#store;
        const page = withPublished ? store.log(after, limit, types) : store.events(after, limit, types);
        const { records, upTo } = await page;
        return { messages: records.map((record) => ownMessage(record, record.position)), upTo };
      },
      onGrowth: (listener) => {
        this.#own.add(listener);
        return () => void this.#own.delete(listener);
      },
    };
  }
}

/** Told of a form that a publisher sent and does not own. */
export type OnForeignForm = (form: PublishedForm, record: PublishedRecord) => void;

/** What is let in of what another context sends. */
export interface FeedFilter {
  /** The names of the contracts that somebody here hears; all of them without it. */
  readonly wanted?: ReadonlySet<string>;
  readonly onForeign?: OnForeignForm;
}

/**
 * The messages that come from another context. Of what it sends, only forms of its own contracts are let in. From its
 * `end` on it follows that one log: another one in its place is METES_STORE_LOG_RESET to who reads, and its growth is not
 * told.
 */
export function feedInlet(feed: Feed, { wanted, onForeign }: FeedFilter = {}): Inlet {
  const own = `${feed.publisher}.`;
  const isOwn = ({ contract }: PublishedForm): boolean => contract.startsWith(own);
  const isWanted = ({ contract }: PublishedForm): boolean => !wanted || wanted.has(contract);
  const messagesOf = (records: readonly PublishedRecord[]): readonly Message[] => {
    const messages: Message[] = [];
    for (const record of records) {
      const allOwn = record.published.every(isOwn);
      if (!allOwn) for (const form of record.published) if (!isOwn(form)) onForeign?.(form, record);
      if (!record.published.some(isWanted)) continue;
      messages.push(
        foreignMessage(allOwn ? record : { ...record, published: record.published.filter(isOwn) }),
      );
    }
    return messages;
  };
  let followed: string | undefined;
  return {
    publisher: feed.publisher,
    read: async (after, limit) => {
      const { records, upTo } = await feed.read(after, limit, followed);
      return { messages: messagesOf(records), upTo };
    },
    onGrowth: (listener) =>
      feed.onGrowth(({ after, upTo, records, epoch }) => {
        if (epoch !== undefined && followed !== undefined && epoch !== followed) return;
        listener({ after, upTo, messages: messagesOf(records) });
      }),
    end: async () => {
      const [epoch, head] = await Promise.all([feed.epoch(), feed.head()]);
      followed = epoch;
      return { epoch, head };
    },
  };
}
