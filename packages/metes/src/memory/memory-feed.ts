import { MetesError } from '../base/errors.ts';
import type { Feed } from '../runtime/ports/feed.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { publishedOf, publishedPage } from './memory-records.ts';

/** What a feed in memory is made of. */
export interface MemoryFeedOptions {
  readonly database: MemoryDatabase;
  /** The context that publishes. */
  readonly publisher: string;
}

/**
 * What a subscriber sees of a publisher's log in the same database in memory.
 *
 * @example
 * const feed = memoryFeed({ database, publisher: 'ordering' });
 */
export function memoryFeed({ database, publisher }: MemoryFeedOptions): Feed {
  const data = database.context(publisher);
  return {
    publisher,
    async read(after, limit, epoch) {
      if (after > data.log.length || (epoch !== undefined && epoch !== data.epoch))
        throw new MetesError('METES_STORE_LOG_RESET', { publisher, position: after, head: data.log.length });
      return publishedPage(data, after, limit);
    },
    async head() {
      return data.log.length;
    },
    async epoch() {
      return data.epoch;
    },
    onGrowth(listener) {
      let told = data.log.length;
      const tell = (): void => {
        if (data.log.length <= told) return;
        const after = told;
        told = data.log.length;
        const records = data.log
          .slice(after, told)
          .flatMap((event, index) =>
            event.published === undefined ? [] : [publishedOf(event, after + index + 1)],
          );
        listener({ after, upTo: told, records, epoch: data.epoch });
      };
      data.listeners.add(tell);
      return () => data.listeners.delete(tell);
    },
  };
}
