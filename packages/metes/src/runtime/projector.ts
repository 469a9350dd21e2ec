import { MetesError } from '../base/errors.ts';
import { toJson } from '../base/json.ts';
import type { Projection } from '../model/projection.ts';
import { carries, factsOf, type Message, received } from './message.ts';
import type { RowWrite } from './ports/batch.ts';
import { isStorable } from './ports/storable.ts';
import type { RowCache } from './row-cache.ts';

/** One touch of a row by a message. */
interface Touch {
  readonly key: string;
  readonly apply: (row: unknown) => unknown;
}

/** Folds messages into the rows of a projection. */
export class Projector {
  readonly #projection: Projection;
  /** An event is validated once, though its keys are asked for before it is folded. */
  readonly #known = new WeakMap<Message, readonly Touch[]>();

  constructor(projection: Projection) {
    this.#projection = projection;
  }

  /** True when the projection has a line for it. */
  concerns(message: Message): boolean {
    return this.#projection.folds.some((each) => carries(message, each.source));
  }

  /** The keys of the rows that a message touches. May throw for messages that cannot be read. */
  keys(message: Message): readonly string[] {
    return this.#touches(message).map((touch) => touch.key);
  }

  /**
   * Folds one message into the cache, whose rows must be loaded; `written` collects what changed. All of it or nothing.
   *
   * @throws METES_STORE_TEXT_REFUSED, METES_JSON_UNSUPPORTED for what no store keeps, and what the fold throws
   */
  apply(message: Message, cache: RowCache, written: Map<string, unknown>): void {
    const next = new Map<string, unknown>();
    for (const { key, apply } of this.#touches(message)) {
      const row = apply(next.has(key) ? (next.get(key) ?? undefined) : cache.get(key));
      if (row === undefined) continue;
      if (!isStorable(key))
        throw new MetesError('METES_STORE_TEXT_REFUSED', {
          field: 'key',
          subject: this.#projection.projection,
        });
      // What has no JSON form is refused here, where one message is to blame, and not at the commit.
      toJson(row);
      next.set(key, row);
    }
    for (const [key, row] of next) {
      cache.put(key, row);
      written.set(key, row);
    }
  }

  /** What was written, for the batch. */
  writes(written: ReadonlyMap<string, unknown>, generation: number): readonly RowWrite[] {
    const { projection } = this.#projection;
    return [...written].map(([key, row]) => ({ projection, generation, key, row }));
  }

  #touches(message: Message): readonly Touch[] {
    const known = this.#known.get(message);
    if (known) return known;
    const touches: Touch[] = [];
    for (const { source, key, fold } of this.#projection.folds) {
      if (!carries(message, source)) continue;
      const event = received(message, source);
      const facts = factsOf(message);
      touches.push({ key: key(event, facts), apply: (row) => fold(row, event, facts) });
    }
    this.#known.set(message, touches);
    return touches;
  }
}
