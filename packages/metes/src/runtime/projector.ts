import { MetesError } from '../base/errors.ts';
import { checkJson } from '../base/json.ts';
import type { Fold, Projection } from '../model/projection.ts';
import type { EventFacts } from '../model/source.ts';
import { carries, factsOf, type Message, received } from './message.ts';
import type { RowWrite } from './ports/batch.ts';
import { isStorable } from './ports/storable.ts';
import type { RowCache } from './row-cache.ts';

/** One touch of a row by an event that was validated: the same event for every try to fold it. */
export class Touch {
  readonly key: string;
  readonly #line: Fold;
  readonly #event: unknown;
  readonly #facts: EventFacts;

  constructor(line: Fold, event: unknown, facts: EventFacts) {
    this.key = line.key(event, facts);
    this.#line = line;
    this.#event = event;
    this.#facts = facts;
  }

  /** What becomes of the row: the next one, `null` to remove it, `undefined` to leave it. */
  apply(row: unknown): unknown {
    return this.#line.fold(row, this.#event, this.#facts);
  }
}

/** What becomes of a row. */
export interface Folded {
  /** `null` when there is none any more. */
  readonly row: unknown;
  /** True when it was made from nothing without a look: the store must not have it. */
  readonly fresh: boolean;
}

/** Says that a row that was not looked for is not there, where nothing else in the batch says so. */
const absent: Folded = { row: null, fresh: true };

const none: readonly Touch[] = [];

/** Folds messages into the rows of a projection. */
export class Projector {
  readonly #projection: Projection;

  constructor(projection: Projection) {
    this.#projection = projection;
  }

  /** True when the projection has a line for it. */
  concerns(message: Message): boolean {
    for (const { source } of this.#projection.folds) if (carries(message, source)) return true;
    return false;
  }

  /** Which rows a message touches, its event validated. May throw for messages that cannot be read. */
  touches(message: Message): readonly Touch[] {
    const facts = factsOf(message);
    let touches: readonly Touch[] = none;
    for (const line of this.#projection.folds) {
      if (!carries(message, line.source)) continue;
      const touch = new Touch(line, received(message, line.source), facts);
      // Nearly always the only one, for which a list that grows would have room for seventeen.
      touches = touches === none ? [touch] : [...touches, touch];
    }
    return touches;
  }

  /**
   * Folds what one message touches into the cache, whose rows must be loaded; `written` collects what changed, all of it
   * or nothing, and what was taken for absent, even when the fold leaves it or throws: that rests on it as well.
   *
   * @throws METES_STORE_TEXT_REFUSED, METES_JSON_UNSUPPORTED for what no store keeps, and what the fold throws
   */
  apply(touches: readonly Touch[], cache: RowCache, written: Map<string, Folded>): void {
    for (const { key } of touches)
      if (cache.isTakenForAbsent(key) && !written.has(key)) written.set(key, absent);
    if (touches.length === 1) {
      const [{ key }] = touches as readonly [Touch];
      const row = this.#next(touches[0]!, cache.get(key));
      if (row !== undefined) this.#keep(key, row, cache, written);
      return;
    }
    const next = new Map<string, {} | null>();
    for (const touch of touches) {
      const { key } = touch;
      const row = this.#next(touch, next.has(key) ? (next.get(key) ?? undefined) : cache.get(key));
      if (row !== undefined) next.set(key, row);
    }
    for (const [key, row] of next) this.#keep(key, row, cache, written);
  }

  /** What was written, for the batch. */
  writes(written: Iterable<readonly [string, Folded]>, generation: number): readonly RowWrite[] {
    const { projection } = this.#projection;
    const rows: RowWrite[] = [];
    for (const [key, { row, fresh }] of written) rows.push({ projection, generation, key, row, fresh });
    return rows;
  }

  #keep(key: string, row: {} | null, cache: RowCache, written: Map<string, Folded>): void {
    cache.put(key, row);
    written.set(key, { row, fresh: written.get(key)?.fresh === true });
  }

  /** What no store keeps is refused here, where one message is to blame, and not at the commit. */
  #next(touch: Touch, before: unknown): {} | null | undefined {
    const row = evenly(touch.apply(before));
    if (row === undefined) return undefined;
    if (!isStorable(touch.key))
      throw new MetesError('METES_STORE_TEXT_REFUSED', {
        field: 'key',
        subject: this.#projection.projection,
      });
    checkJson(row);
    return row;
  }
}

/**
 * V8 gives each object that was made by spreading another one (`{ ...row, total }`, as most folds do) a hidden class of
 * its own, and freezing, checking and writing such a row is several times dearer. A copy field by field shares one.
 */
function evenly(row: unknown): {} | null | undefined {
  return typeof row === 'object' && row !== null && Object.getPrototypeOf(row) === Object.prototype
    ? Object.assign({}, row)
    : row;
}
