import type { LogEnd } from './log-end.ts';
import { foreignMessage, type Message, ownMessage } from './message.ts';
import type { ContextStore, LogPage, PublishedRecord } from './ports/context-store.ts';
import type { Feed, Growth } from './ports/feed.ts';
import type { LogRecord, NewEvent, PublishedForm } from './ports/log-record.ts';

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
    const records: readonly LogRecord[] = events.map((event, index) => ({
      ...event,
      position: firstPosition + index,
    }));
    if (this.#own.size > 0) {
      const messages = records.map(ownMessage);
      for (const listener of this.#own) listener({ after, upTo, messages });
    }
    if (this.#others.size > 0) {
      const published = records.filter((record) => record.published.length > 0);
      for (const listener of this.#others) listener({ after, upTo, records: published });
    }
  }

  async read(after: number, limit: number): Promise<LogPage<PublishedRecord>> {
    const { records, upTo } = await this.#store.log(after, limit);
    return { records: records.filter((record) => record.published.length > 0), upTo };
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

  /** The messages for the context itself, only those of the named domain events. */
  own(types: readonly string[]): Inlet {
    return {
      publisher: this.publisher,
      read: async (after, limit) => {
        const { records, upTo } = await this.#store.log(after, limit, types);
        return { messages: records.map(ownMessage), upTo };
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

/**
 * The messages that come from another context. Of what it sends, only forms of its own contracts are let in. From its
 * `end` on it follows that one log: another one in its place is METES_STORE_LOG_RESET to who reads, and its growth is not
 * told.
 */
export function feedInlet(feed: Feed, onForeign: OnForeignForm = () => undefined): Inlet {
  const own = `${feed.publisher}.`;
  const isOwn = ({ contract }: PublishedForm): boolean => contract.startsWith(own);
  const messageOf = (record: PublishedRecord): Message => {
    if (record.published.every(isOwn)) return foreignMessage(record);
    for (const form of record.published) if (!isOwn(form)) onForeign(form, record);
    return foreignMessage({ ...record, published: record.published.filter(isOwn) });
  };
  let followed: string | undefined;
  return {
    publisher: feed.publisher,
    read: async (after, limit) => {
      const { records, upTo } = await feed.read(after, limit, followed);
      return { messages: records.map(messageOf), upTo };
    },
    onGrowth: (listener) =>
      feed.onGrowth(({ after, upTo, records, epoch }) => {
        if (epoch !== undefined && followed !== undefined && epoch !== followed) return;
        listener({ after, upTo, messages: records.map(messageOf) });
      }),
    end: async () => {
      const [epoch, head] = await Promise.all([feed.epoch(), feed.head()]);
      followed = epoch;
      return { epoch, head };
    },
  };
}
