import type { LogEnd } from './log-end.ts';
import { foreignMessage, type Message, ownMessage, publishedRecord } from './message.ts';
import type { Assumption } from './ports/assumption.ts';
import type { ContextStore, LogPage, PublishedRecord } from './ports/context-store.ts';
import type { AssumedGrowth, Feed, Growth } from './ports/feed.ts';
import type { NewEvent, PublishedForm } from './ports/log-record.ts';

/** A stretch of messages that came into being. */
export interface MessageGrowth {
  readonly after: number;
  readonly upTo: number;
  readonly messages: readonly Message[];
  /** What has to be confirmed before anything that follows from it may be durable; nothing where it is durable itself. */
  readonly restsOn?: Assumption;
}

/** Where the messages of one publisher come in. */
export interface Inlet {
  readonly publisher: string;
  read(
    after: number,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly upTo: number }>;
  onGrowth(listener: (growth: MessageGrowth) => void): () => void;
  /** What is on its way to the log; absent where nobody can tell. */
  onAssumed?(listener: (growth: MessageGrowth) => void): () => void;
  /** Absent for the own log: it lies beside the cursors, and what restores the one restores the other. */
  end?(): Promise<LogEnd>;
}

/** The log of a context that runs in this process: its events for the context itself, its published events for the others. */
export class Outlet implements Feed {
  readonly publisher: string;
  readonly #store: ContextStore;
  readonly #own = new Set<(growth: MessageGrowth) => void>();
  readonly #others = new Set<(growth: Growth) => void>();
  readonly #ownAssumed = new Set<(growth: MessageGrowth) => void>();
  readonly #othersAssumed = new Set<(growth: AssumedGrowth) => void>();
  /** What was made of the events that were told of last: those that are confirmed are told of again. */
  #made: Made | undefined;

  constructor(store: ContextStore) {
    this.publisher = store.context;
    this.#store = store;
  }

  /** Tells everybody of the events of a commit. */
  grown(firstPosition: number, events: readonly NewEvent[]): void {
    const made = this.#madeOf(firstPosition, events);
    const stretch = { after: firstPosition - 1, upTo: firstPosition - 1 + events.length };
    for (const listener of this.#own) listener({ ...stretch, messages: made.messages });
    for (const listener of this.#others) listener({ ...stretch, records: made.records });
  }

  /** Tells those who can wait for the confirmation of the events of a commit that is on its way. */
  growing(firstPosition: number, events: readonly NewEvent[], restsOn: Assumption): void {
    const made = this.#madeOf(firstPosition, events);
    const stretch = { after: firstPosition - 1, upTo: firstPosition - 1 + events.length, restsOn };
    for (const listener of this.#ownAssumed) listener({ ...stretch, messages: made.messages });
    for (const listener of this.#othersAssumed) listener({ ...stretch, records: made.records });
  }

  #madeOf(firstPosition: number, events: readonly NewEvent[]): Made {
    if (!this.#made?.isOf(firstPosition, events)) this.#made = new Made(firstPosition, events);
    return this.#made;
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

  onAssumed(listener: (growing: AssumedGrowth) => void): () => void {
    this.#othersAssumed.add(listener);
    return () => void this.#othersAssumed.delete(listener);
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
      onAssumed: (listener) => {
        this.#ownAssumed.add(listener);
        return () => void this.#ownAssumed.delete(listener);
      },
    };
  }
}

/** The messages and records of the events of one commit, each kind made when somebody wants it. */
class Made {
  readonly #firstPosition: number;
  readonly #events: readonly NewEvent[];
  #messages: readonly Message[] | undefined;
  #records: readonly PublishedRecord[] | undefined;

  constructor(firstPosition: number, events: readonly NewEvent[]) {
    this.#firstPosition = firstPosition;
    this.#events = events;
  }

  isOf(firstPosition: number, events: readonly NewEvent[]): boolean {
    return events === this.#events && firstPosition === this.#firstPosition;
  }

  /** All events, for the context itself. */
  get messages(): readonly Message[] {
    return (this.#messages ??= this.#events.map((event, index) =>
      ownMessage(event, this.#firstPosition + index),
    ));
  }

  /** What is published of them. */
  get records(): readonly PublishedRecord[] {
    if (this.#records) return this.#records;
    const records: PublishedRecord[] = [];
    for (const [index, event] of this.#events.entries())
      if (event.published.length > 0) records.push(publishedRecord(event, this.#firstPosition + index));
    return (this.#records = records);
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
  // What was assumed and is confirmed comes again, as the same records.
  let last:
    | { readonly records: readonly PublishedRecord[]; readonly messages: readonly Message[] }
    | undefined;
  const messagesAgain = (records: readonly PublishedRecord[]): readonly Message[] => {
    if (last?.records !== records) last = { records, messages: messagesOf(records) };
    return last.messages;
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
        listener({ after, upTo, messages: messagesAgain(records) });
      }),
    ...(feed.onAssumed
      ? {
          onAssumed: (listener) =>
            feed.onAssumed!(({ after, upTo, records, restsOn }) =>
              listener({ after, upTo, messages: messagesAgain(records), restsOn }),
            ),
        }
      : {}),
    end: async () => {
      const [epoch, head] = await Promise.all([feed.epoch(), feed.head()]);
      followed = epoch;
      return { epoch, head };
    },
  };
}
