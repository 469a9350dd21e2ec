import { MetesError } from '../base/errors.ts';
import type { Projection } from '../model/projection.ts';
import type { Inlet } from './inlet.ts';
import type { Message } from './message.ts';
import type { ContextStore } from './ports/context-store.ts';
import { emptyBatch } from './ports/empty-batch.ts';
import { Projector } from './projector.ts';
import { RowCache } from './row-cache.ts';

/** What a rebuild works with. */
export interface RebuildSetting {
  readonly store: ContextStore;
  /** One inlet for each publisher that the projection listens to, with the name of the subscription. */
  readonly sources: readonly { readonly subscription: string; readonly inlet: Inlet }[];
  readonly writerId: string;
  /** Told after each page. */
  readonly onProgress?: (progress: {
    readonly subscription: string;
    readonly position: number;
    readonly events: number;
  }) => void;
}

/** How many events are folded for each commit of a rebuild. */
const page = 10_000;
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
  const ends: { subscription: string; position: number }[] = [];
  let sequence = 0;
  let events = 0;
  for (const { subscription, inlet } of sources) {
    let position = 0;
    for (;;) {
      const { messages, upTo } = await inlet.read(position, page);
      if (upTo === position) break;
      const written = new Map<string, unknown>();
      const relevant = messages.filter((message) => projector.concerns(message));
      const keys = relevant.flatMap((message) => named(projection, message, () => projector.keys(message)));
      for (const key of keys) if (!ever.has(key) && !cache.has(key)) cache.put(key, null);
      await cache.load(keys);
      for (const message of relevant)
        named(projection, message, () => projector.apply(message, cache, written));
      for (const key of written.keys()) ever.add(key);
      if (written.size > 0) {
        const rows = projector.writes(written, generation);
        await store.commit({ ...emptyBatch, writer: writerId, sequence: ++sequence, rows });
      }
      cache.trim();
      position = upTo;
      events += relevant.length;
      onProgress?.({ subscription, position, events });
    }
    ends.push({ subscription, position });
  }
  await store.finishGeneration(projection.projection, generation, ends);
  return { events, rows: ever.size };
}

/** Says which event it was that could not be folded. */
function named<T>({ projection }: Projection, { id, position }: Message, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new MetesError('METES_RUNTIME_REBUILD_FOLD', { projection, event: id, position }, { cause });
  }
}
