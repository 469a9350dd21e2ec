import { isMetesError, MetesError } from '../base/errors.ts';
import type { Projection } from '../model/projection.ts';
import type { Inlet } from './inlet.ts';
import type { Message } from './message.ts';
import type { ContextStore, ReachedCursor } from './ports/context-store.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { Projector } from './projector.ts';
import { RowCache } from './row-cache.ts';
import { conflictsOf } from './work.ts';

/** Where the events of one publisher come in. */
export interface RebuildSource {
  readonly subscription: string;
  readonly inlet: Inlet;
}

/** What a rebuild works with. */
export interface RebuildSetting {
  readonly store: ContextStore;
  /** One inlet for each publisher that the projection listens to, with the name of the subscription. */
  readonly sources: readonly RebuildSource[];
  readonly writerId: string;
  /** Told after each page. */
  readonly onProgress?: (progress: {
    readonly subscription: string;
    readonly position: number;
    readonly events: number;
  }) => void;
}

/** How many events are folded for each commit of a rebuild. */
const page = 2_000;
/** How many rows stay in memory; more than the rows of most projections, so that they are not read back. */
const mostRows = 200_000;

/**
 * Builds a projection again from zero, beside the rows that are read meanwhile, and puts the new ones in their place at
 * the end. A rebuild that was interrupted leaves nothing that is read; start it again.
 *
 * @throws METES_RUNTIME_REBUILD_FOLD naming the event that cannot be folded
 */
export async function rebuild(
  projection: Projection,
  setting: RebuildSetting,
): Promise<{ readonly events: number; readonly rows: number }> {
  const { store, sources, writerId, onProgress } = setting;
  const generation = await store.beginGeneration(projection.projection);
  const projector = new Projector(projection);
  const cache = new RowCache(projection, store, mostRows);
  cache.begin(generation);
  // A new generation is empty, so a row that is not in the cache and was never written cannot be in the store.
  const ever = new Set<string>();
  let sequence = 0;
  let events = 0;
  const follow = async ({ subscription, inlet }: RebuildSource, from: number): Promise<number> => {
    // The next page is read, and the one before is written, while one is folded.
    let ahead = inlet.read(from, page);
    let writing: Promise<unknown> = Promise.resolve();
    for (let position = from; ;) {
      const { messages, upTo } = await ahead;
      if (upTo === position) {
        await writing;
        return position;
      }
      ahead = awaitedLater(inlet.read(upTo, page));
      const written = new Map<string, unknown>();
      const relevant = messages.filter((message) => projector.concerns(message));
      const keys = relevant.flatMap((message) => named(projection, message, () => projector.keys(message)));
      for (const key of keys) if (!ever.has(key) && !cache.has(key)) cache.put(key, null);
      // A row that had to leave memory may be on its way to the store.
      if (keys.some((key) => !cache.has(key))) await writing;
      await cache.load(keys);
      for (const message of relevant)
        named(projection, message, () => projector.apply(message, cache, written));
      for (const key of written.keys()) ever.add(key);
      if (written.size > 0) {
        const rows = projector.writes(written, generation);
        await writing;
        writing = awaitedLater(store.commit({ ...emptyBatch, writer: writerId, sequence: ++sequence, rows }));
      }
      cache.trim();
      position = upTo;
      events += relevant.length;
      onProgress?.({ subscription, position, events });
    }
  };
  const reached: ReachedCursor[] = [];
  for (const source of sources) {
    const epoch = (await source.inlet.end?.())?.epoch;
    reached.push({
      subscription: source.subscription,
      position: 0,
      ...(epoch === undefined ? {} : { epoch }),
    });
  }
  for (;;) {
    for (const [index, source] of sources.entries())
      reached[index] = { ...reached[index]!, position: await follow(source, reached[index]!.position) };
    try {
      await store.finishGeneration(projection.projection, generation, reached);
      return { events, rows: ever.size };
    } catch (error) {
      // The subscription has gone on meanwhile, and so does this: what comes in between the two gets less and less.
      if (!isMetesError(error, 'METES_STORE_CONFLICT') || !conflictsOf(error).cursors?.length) throw error;
    }
  }
}

/** A promise that is awaited only after something else, which may fail first. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Says which event it was that could not be folded. */
function named<T>({ projection }: Projection, { id, position }: Message, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new MetesError('METES_RUNTIME_REBUILD_FOLD', { projection, event: id, position }, { cause });
  }
}
