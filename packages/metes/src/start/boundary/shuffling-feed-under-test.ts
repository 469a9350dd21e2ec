import type { Feed, Growth } from '../../runtime/ports/feed.ts';
import type { PublishedRecord } from '../../runtime/ports/context-store.ts';
import type { Timers } from '../../runtime/ports/timers.ts';
import type { SeededRandom } from '../../testing/seeded-random.ts';

/** How often each of these happened; a run in which they did not proves nothing. */
export interface Shuffled {
  late: number;
  twice: number;
  lost: number;
  split: number;
  swapped: number;
}

/** What a bad network makes of a feed: growth is told late, twice, in pieces, out of order or not at all, and the forms of an event lie in any order. */
export function shufflingFeed(feed: Feed, random: SeededRandom, timers: Timers, seen: Shuffled): Feed {
  const forms = (record: PublishedRecord): PublishedRecord => {
    if (!random.chance(0.5)) return record;
    seen.swapped++;
    return { ...record, published: record.published.toReversed() };
  };
  const pieces = ({ after, upTo, records }: Growth): readonly Growth[] => {
    const mid = after + random.below(upTo - after + 1);
    if (mid === after || mid === upTo) return [{ after, upTo, records: records.map(forms) }];
    seen.split++;
    const part = (from: number, to: number): Growth => ({
      after: from,
      upTo: to,
      records: records.filter(({ position }) => position > from && position <= to).map(forms),
    });
    return [part(after, mid), part(mid, upTo)];
  };
  return {
    publisher: feed.publisher,
    read: async (after, limit, epoch) => {
      const page = await feed.read(after, limit, epoch);
      return { ...page, records: page.records.map(forms) };
    },
    head: () => feed.head(),
    epoch: () => feed.epoch(),
    onGrowth: (listener) =>
      feed.onGrowth((growth) => {
        for (const piece of pieces(growth)) {
          if (random.chance(0.25)) {
            seen.lost++;
            continue;
          }
          const copies = random.chance(0.3) ? 2 : 1;
          if (copies === 2) seen.twice++;
          for (let copy = 0; copy < copies; copy++) {
            const ms = random.below(40);
            if (ms > 0) seen.late++;
            timers.after(ms, () => listener(piece));
          }
        }
      }),
  };
}

/** Nothing seen yet. */
export function nothingShuffled(): Shuffled {
  return { late: 0, twice: 0, lost: 0, split: 0, swapped: 0 };
}
