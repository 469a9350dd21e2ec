import { MetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { AnswerKey, Batch, Committed, ParkedState } from '../runtime/ports/batch.ts';
import type { Boundary } from '../runtime/ports/boundary.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type {
  AggregateKey,
  Begun,
  ContextStore,
  DeadlineFailure,
  LogPage,
  ParkedPage,
  ParkedPlace,
  PublishedRecord,
  RowQuery,
  ReachedCursor,
  StoredAggregate,
  StoredAnswer,
  StoredCursor,
  StoredDeadline,
  StoredParked,
  StoreStatus,
  WantedHeads,
} from '../runtime/ports/context-store.ts';
import type { LogRecord } from '../runtime/ports/log-record.ts';
import { checkBatch } from '../runtime/ports/storable.ts';
import { memoryBoundary } from './memory-boundary.ts';
import { apply, conflictsOf, isFenced, rowsInTheWay, staleProjections } from './memory-commit.ts';
import { byCodePoints, keyOf, MemoryDatabase, type ContextData } from './memory-database.ts';
import {
  countDeadlines,
  deadDeadlines,
  dueDeadlines,
  failDeadline,
  redriveDeadlines,
} from './memory-deadlines.ts';
import { parkedHeads, parkedPlaces } from './memory-parked.ts';
import { parsed, pastOf, publishedPage, recordOf, storedParked } from './memory-records.ts';
import { beginGeneration, finishGeneration, listRows, readGeneration, rowsOf } from './memory-rows.ts';

/** What a store in memory is opened with. */
export interface MemoryStoreOptions {
  readonly context: string;
  /** The clock of the store, by which deadlines and leases run. */
  readonly clock: Clock;
  /** Where the data lives; a database of its own without it. */
  readonly database?: MemoryDatabase;
  readonly tallies?: readonly { readonly tally: string; readonly accounts: readonly string[] }[];
  readonly projections?: readonly { readonly projection: string; readonly indexes: readonly string[] }[];
  /** How long answers to idempotent requests are kept, milliseconds; 30 days by default. */
  readonly answersKeptMs?: number;
  /**
   * Passed before and after each operation. A throw before means that it did not happen; a throw after, that it did and
   * its caller does not know.
   */
  readonly faults?: (operation: keyof ContextStore, phase: 'before' | 'after') => void | Promise<void>;
}

/**
 * Opens the store of a context in memory: the same behaviour as in PostgreSQL, for tests and simulation. Nothing
 * outlives the process.
 *
 * @example
 * const store = memoryStore({ context: 'ordering', clock: { now: () => 0 } });
 */
export function memoryStore(
  options: MemoryStoreOptions,
): ContextStore & { readonly cleanUp: (most: number) => Promise<number>; readonly boundary: Boundary } {
  return new MemoryStore(options);
}

const dayMs = 86_400_000;

class MemoryStore implements ContextStore {
  readonly context: string;
  readonly boundary: Boundary;
  readonly #options: MemoryStoreOptions;
  readonly #data: ContextData;
  readonly #indexes: ReadonlyMap<string, readonly string[]>;
  readonly #accounts: ReadonlyMap<string, number>;
  #closed = false;

  constructor(options: MemoryStoreOptions) {
    this.context = options.context;
    this.#options = options;
    this.#data = (options.database ?? new MemoryDatabase()).context(options.context);
    this.boundary = memoryBoundary(options.context, this.#data.boundary, options.clock);
    this.#indexes = new Map(
      (options.projections ?? []).map(({ projection, indexes }) => [projection, indexes]),
    );
    this.#accounts = new Map((options.tallies ?? []).map(({ tally, accounts }) => [tally, accounts.length]));
  }

  /** Runs an operation in one go, between the faults that were planned around it. */
  async #do<T>(operation: keyof ContextStore, run: (data: ContextData, now: number) => T): Promise<T> {
    await this.#options.faults?.(operation, 'before');
    if (this.#closed)
      throw new MetesError('METES_STORE_UNAVAILABLE', {
        context: this.context,
        reason: 'the store was closed',
      });
    const result = run(this.#data, this.#options.clock.now());
    await this.#options.faults?.(operation, 'after');
    return result;
  }

  /** Nothing is gained by beginning here; it is offered so that what uses it is tried in memory, too. */
  begin(batch: Batch): Begun {
    return {
      carriedOut: () => Promise.resolve(),
      finish: () => this.commit(batch),
      abandon: () => undefined,
    };
  }

  commit(batch: Batch): Promise<Committed> {
    return this.#do('commit', (data, now) => {
      checkBatch(this.context, batch);
      const name = keyOf(batch.writer, batch.sequence);
      const before = data.commits.get(name);
      if (before !== undefined) return { firstPosition: before };
      const inTheWay = rowsInTheWay(data, batch);
      if (inTheWay.length > 0) throw this.#conflict({ rows: inTheWay.toSorted(byCodePoints) });
      if (isFenced(data, batch)) throw this.#conflict({ leases: [batch.fence!.lease] });
      const conflicts = conflictsOf(data, batch, now);
      if (conflicts)
        throw this.#conflict({ ...conflicts, cursors: conflicts.cursors.toSorted(byCodePoints) });
      const stale = staleProjections(data, batch);
      if (stale.length > 0) throw this.#conflict({ projections: stale.toSorted(byCodePoints) });
      const firstPosition = apply(data, batch, {
        now,
        answersKeptMs: this.#options.answersKeptMs ?? 30 * dayMs,
      });
      data.commits.set(name, firstPosition);
      data.commits.delete(keyOf(batch.writer, batch.sequence - 1024));
      if (firstPosition > 0) for (const listener of data.listeners) queueMicrotask(listener);
      return { firstPosition };
    });
  }

  #conflict(conflicts: Readonly<Record<string, readonly string[]>>): MetesError {
    const what = Object.values(conflicts).flat().slice(0, 5).join(', ');
    return new MetesError('METES_STORE_CONFLICT', { context: this.context, what, conflicts });
  }

  aggregates(
    keys: readonly (AggregateKey & { readonly eventSourced: boolean })[],
  ): Promise<readonly (StoredAggregate | undefined)[]> {
    return this.#do('aggregates', (data) =>
      keys.map(({ type, id, eventSourced }) => {
        const found = data.aggregates.get(keyOf(type, id));
        if (!found) return undefined;
        const past = eventSourced
          ? pastOf(data, { type, id }).map((record) => ({
              type: record.type,
              typeVersion: record.typeVersion,
              data: record.data as Json,
            }))
          : [];
        return {
          type,
          id,
          version: found.version,
          state: found.state === undefined ? null : (JSON.parse(found.state) as Json),
          past,
        };
      }),
    );
  }

  tallies(
    keys: readonly { readonly tally: string; readonly key: string }[],
  ): Promise<readonly (readonly number[])[]> {
    return this.#do('tallies', (data) =>
      keys.map(({ tally, key }) => {
        const held = data.tallies.get(keyOf(tally, key)) ?? [];
        return Array.from({ length: this.#accounts.get(tally) ?? 6 }, (_, account) => held[account] ?? 0);
      }),
    );
  }

  answer({ principal, route, key }: AnswerKey): Promise<StoredAnswer | undefined> {
    return this.#do('answer', (data, now) => {
      const found = data.answers.get(keyOf(principal, route, key));
      if (!found || found.keptUntil <= now) return undefined;
      return { principal, route, key, fingerprint: found.fingerprint, answer: JSON.parse(found.answer) };
    });
  }

  log(after: number, limit: number, types?: readonly string[]): Promise<LogPage<LogRecord>> {
    return this.#do('log', (data) => {
      const records: LogRecord[] = [];
      for (let index = after; index < data.log.length && records.length < limit; index++) {
        const event = data.log[index]!;
        if (!types || types.includes(event.type)) records.push(recordOf(event, index + 1));
      }
      return {
        records,
        upTo:
          records.length >= limit ? (records.at(-1)?.position ?? after) : Math.max(after, data.log.length),
      };
    });
  }

  async events(after: number, limit: number, types: readonly string[]): Promise<LogPage<LogRecord>> {
    const { records, upTo } = await this.log(after, limit, types);
    return { records: records.map((record) => ({ ...record, published: [] })), upTo };
  }

  published(after: number, limit: number): Promise<LogPage<PublishedRecord>> {
    return this.#do('published', (data) => publishedPage(data, after, limit));
  }

  history(key: AggregateKey): Promise<readonly LogRecord[]> {
    return this.#do('history', (data) => pastOf(data, key));
  }

  head(): Promise<number> {
    return this.#do('head', (data) => data.log.length);
  }

  epoch(): Promise<string> {
    return this.#do('epoch', (data) => data.epoch);
  }

  cursors(
    wanted: readonly { readonly subscription: string; readonly start: number }[],
  ): Promise<readonly StoredCursor[]> {
    return this.#do('cursors', (data) =>
      wanted.map(({ subscription, start }) => {
        const found = data.cursors.get(subscription) ?? { position: start, epoch: '' };
        data.cursors.set(subscription, found);
        const handled = [...(data.handled.get(subscription) ?? [])].filter((mark) => mark > found.position);
        return { subscription, ...found, handled: handled.toSorted((a, b) => a - b) };
      }),
    );
  }

  parked(filter: {
    readonly subscription?: string;
    readonly state?: ParkedState;
    readonly limit: number;
  }): Promise<readonly StoredParked[]> {
    const isWanted = ({ subscription, state }: Pick<StoredParked, 'subscription' | 'state'>): boolean =>
      subscription === (filter.subscription ?? subscription) && state === (filter.state ?? state);
    return this.#do('parked', (data, now) => {
      const messages = [...data.parked.values()].filter(isWanted).map((each) => storedParked(each, now));
      return [...messages, ...deadDeadlines(data, this.context).filter(isWanted)]
        .toSorted((a, b) => a.position - b.position || byCodePoints(a.subscription, b.subscription))
        .slice(0, filter.limit);
    });
  }

  parkedPlaces(subscription: string, page: ParkedPage): Promise<readonly ParkedPlace[]> {
    return this.#do('parkedPlaces', (data) => parkedPlaces(data, subscription, page));
  }

  parkedHeads(subscription: string, wanted: WantedHeads): Promise<readonly StoredParked[]> {
    return this.#do('parkedHeads', (data, now) => parkedHeads(data, now, subscription, wanted));
  }

  redrive(filter: { readonly subscription?: string; readonly position?: number }): Promise<number> {
    const isWanted = (subscription: string, position: number): boolean =>
      subscription === (filter.subscription ?? subscription) && position === (filter.position ?? position);
    return this.#do('redrive', (data, now) => {
      let count = redriveDeadlines(data, now, isWanted, this.context);
      for (const [name, each] of data.parked) {
        if (each.state !== 'dead' || !isWanted(each.subscription, each.position)) continue;
        data.parked.set(name, { ...each, state: 'retrying', attempts: 0, dueAt: now });
        count++;
      }
      return count;
    });
  }

  dueDeadlines(limit: number): Promise<readonly StoredDeadline[]> {
    return this.#do('dueDeadlines', (data, now) => dueDeadlines(data, now, limit));
  }

  failDeadline(failure: DeadlineFailure): Promise<boolean> {
    return this.#do('failDeadline', (data, now) => failDeadline(data, now, failure));
  }

  row(projection: string, key: string): Promise<Json | undefined> {
    return this.#do('row', (data) =>
      parsed(rowsOf(data, projection, readGeneration(data, projection)).get(key)),
    );
  }

  rows({
    projection,
    where,
    limit,
    after,
  }: RowQuery): Promise<readonly { readonly key: string; readonly row: Json }[]> {
    return this.#do('rows', (data) => {
      for (const field of Object.keys(where)) {
        if (!this.#indexes.get(projection)?.includes(field))
          throw new MetesError('METES_STORE_FIELD_NOT_INDEXED', { projection, field });
      }
      return listRows(data, { projection, where, limit, after });
    });
  }

  rowsByKey(
    projection: string,
    generation: number,
    keys: readonly string[],
  ): Promise<readonly (Json | undefined)[]> {
    return this.#do('rowsByKey', (data) =>
      keys.map((key) => parsed(rowsOf(data, projection, generation).get(key))),
    );
  }

  generation(projection: string): Promise<number> {
    return this.#do('generation', (data) => readGeneration(data, projection));
  }

  beginGeneration(projection: string): Promise<number> {
    return this.#do('beginGeneration', (data) => {
      return beginGeneration(data, projection);
    });
  }

  finishGeneration(projection: string, generation: number, cursors: readonly ReachedCursor[]): Promise<void> {
    return this.#do('finishGeneration', (data) => {
      const conflicts = finishGeneration(data, projection, generation, cursors);
      if (conflicts) throw this.#conflict(conflicts);
    });
  }

  lease(name: string, holder: string, ttlMs: number): Promise<boolean> {
    return this.#do('lease', (data, now) => {
      const held = data.leases.get(name);
      if (held && held.holder !== holder && held.until > now) return false;
      data.leases.set(name, { holder, until: now + Math.round(ttlMs) });
      return true;
    });
  }

  renewLease(name: string, holder: string, ttlMs: number): Promise<boolean> {
    return this.#do('renewLease', (data, now) => {
      if (data.leases.get(name)?.holder !== holder) return false;
      data.leases.set(name, { holder, until: now + Math.round(ttlMs) });
      return true;
    });
  }

  release(name: string, holder: string): Promise<void> {
    return this.#do('release', (data) => {
      if (data.leases.get(name)?.holder === holder) data.leases.delete(name);
    });
  }

  status(): Promise<StoreStatus> {
    return this.#do('status', (data, now) => {
      const parked = { retrying: 0, waiting: 0, dead: 0 };
      for (const { state } of data.parked.values()) parked[state]++;
      return {
        head: data.log.length,
        epoch: data.epoch,
        cursors: [...data.cursors]
          .map(([subscription, { position, epoch }]) => ({ subscription, position, epoch }))
          .toSorted((a, b) => byCodePoints(a.subscription, b.subscription)),
        parked,
        ...countDeadlines(data, now),
      };
    });
  }

  now(): Promise<number> {
    return this.#do('now', (_, now) => now);
  }

  /** Forgets at most so many expired answers; returns how many. */
  async cleanUp(most: number): Promise<number> {
    const now = this.#options.clock.now();
    const over = [...this.#data.answers].filter(([, { keptUntil }]) => keptUntil <= now).slice(0, most);
    for (const [name] of over) this.#data.answers.delete(name);
    return over.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
