import { isMetesError, MetesError } from '../base/errors.ts';
import type { Projection } from '../model/projection.ts';
import { GrowingRows } from './growing-rows.ts';
import type { Inlet } from './inlet.ts';
import type { Message } from './message.ts';
import type { ContextStore, ReachedCursor } from './ports/context-store.ts';
import { Projector } from './projector.ts';
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

/** How many events are read at once. */
const page = 1_000;

/**
 * Builds a projection again from zero, beside the rows that are read meanwhile, and puts the new ones in their place at
 * the end. A rebuild that was interrupted leaves nothing that is read; start it again.
 *
 * In memory are two pages of 1,000 events and 32 MB at most, and 200,000 rows.
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
  const rows = new GrowingRows(projection, generation, { projector, store, writerId });
  let events = 0;
  const follow = async ({ subscription, inlet }: RebuildSource, from: number): Promise<number> => {
    // The next page is read, and rows are written, while one is folded.
    let ahead = inlet.read(from, page);
    for (let position = from; ;) {
      const { messages, upTo } = await ahead;
      if (upTo === position) return position;
      ahead = awaitedLater(inlet.read(upTo, page));
      const relevant = messages.filter((message) => projector.concerns(message));
      const touches = relevant.map((message) => named(projection, message, () => projector.touches(message)));
      await rows.load(touches.flat());
      for (const [index, message] of relevant.entries())
        named(projection, message, () => rows.fold(touches[index]!));
      await rows.relieve();
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
    await rows.writeAll();
    try {
      await store.finishGeneration(projection.projection, generation, reached);
      return { events, rows: rows.count };
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
