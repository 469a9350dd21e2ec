import { MetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { AnswerKey, Batch, Committed, ParkedState } from '../runtime/ports/batch.ts';
import type { Boundary } from '../runtime/ports/boundary.ts';
import type {
  AggregateKey,
  Begun,
  ContextStore,
  DeadlineFailure,
  LogPage,
  ParkedPage,
  ParkedPlace,
  PublishedRecord,
  Quiet,
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
import { Committing, conflictOf } from './committing.ts';
import { sqlState } from './faults.ts';
import { IndexedFields, comparable, mostIndexes } from './indexed-fields.ts';
import { migrations } from './migrations/index.ts';
import { Nudge } from './nudge.ts';
import { toCommit, toRead } from './on-connect.ts';
import * as read from './reading.ts';
import { postgresBoundary } from './reading-boundary.ts';
import * as readDeadlines from './reading-deadlines.ts';
import * as readLog from './reading-log.ts';
import * as readRows from './reading-rows.ts';
import type { Run } from './run.ts';
import { Session } from './session.ts';
import type { PostgresStoreOptions } from './store-options.ts';
import { Sweeper } from './sweeper.ts';

/**
 * Opens the store of one context. Its schema must have been provisioned.
 *
 * @throws METES_STORE_NOT_PROVISIONED, METES_STORE_SCHEMA_NEWER, METES_STORE_TOO_MANY_INDEXES, METES_STORE_UNAVAILABLE
 */
export async function postgresStore(
  options: PostgresStoreOptions,
): Promise<
  ContextStore & { readonly cleanUp: (most: number) => Promise<number>; readonly boundary: Boundary }
> {
  const store = new PostgresStore(options);
  try {
    await store.open();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

class PostgresStore implements ContextStore {
  readonly context: string;
  /** What is kept about the boundary of the context. */
  readonly boundary: Boundary;
  readonly #options: PostgresStoreOptions;
  readonly #writer: Session;
  readonly #readers: readonly Session[];
  readonly #nudge: Nudge | undefined;
  readonly #sweeper: Sweeper;
  readonly #fields = new IndexedFields();
  readonly #accounts: ReadonlyMap<string, number>;
  readonly #committing: Committing;
  #turn = 0;

  constructor(options: PostgresStoreOptions) {
    const { url, context, timeoutMs = 5_000, readers = 2 } = options;
    this.context = context;
    this.boundary = postgresBoundary(context, (name, text, values) => this.#read(name, text, values));
    this.#options = options;
    const setting = { url, context, timeoutMs };
    this.#writer = new Session({
      ...setting,
      purpose: `metes ${context} commit`,
      pipeline: true,
      onConnect: toCommit,
      begins: true,
    });
    this.#readers = Array.from(
      { length: Math.max(1, readers) },
      (_, index) =>
        new Session({
          ...setting,
          purpose: `metes ${context} read ${index + 1}`,
          pipeline: true,
          onConnect: toRead,
        }),
    );
    this.#nudge = options.nudge ? new Nudge({ ...setting, purpose: `metes ${context} nudge` }) : undefined;
    this.#sweeper = new Sweeper(
      { ...setting, purpose: `metes ${context} sweep` },
      { read: this.#run, writer: this.#writer },
    );
    this.#accounts = new Map((options.tallies ?? []).map(({ tally, accounts }) => [tally, accounts.length]));
    this.#committing = new Committing(context, this.#writer, {
      answersKeptFor: `${options.answersKeptMs ?? 30 * 86_400_000} milliseconds`,
      fields: this.#fields,
    });
  }

  /** The connection that commits is there before the first commit, which would wait for it. */
  async open(): Promise<void> {
    await Promise.all([this.#declare(), this.#writer.open()]);
  }

  async #declare(): Promise<void> {
    const known = migrations.at(-1)!.number;
    const { found, needs } = await this.#state();
    if (needs > known)
      throw new MetesError('METES_STORE_SCHEMA_NEWER', { context: this.context, found: needs, known });
    if (found < known)
      throw new MetesError('METES_STORE_NOT_PROVISIONED', { context: this.context, found, known });
    for (const { projection, indexes } of this.#options.projections ?? []) {
      const tooMany = () =>
        new MetesError('METES_STORE_TOO_MANY_INDEXES', {
          projection,
          count: indexes.length,
          most: mostIndexes,
        });
      if (indexes.length > mostIndexes) throw tooMany();
      try {
        const [row] = await this.#read('declare', `select declare_projection_1($1, $2::text[]) as fields`, [
          projection,
          indexes,
        ]);
        this.#fields.assign(projection, row.fields);
      } catch (error) {
        throw sqlState(error) === 'MF001' ? tooMany() : error;
      }
    }
  }

  prepare(batch: Batch): void {
    this.#committing.prepare(batch);
  }

  async commit(batch: Batch): Promise<Committed> {
    return this.#wrote(batch, await this.#committing.commit(batch));
  }

  begin(batch: Batch): Begun | undefined {
    const begun = this.#committing.begin(batch);
    return (
      begun && {
        ...begun,
        finish: async () => this.#wrote(batch, await begun.finish()),
        abandon: () => {
          // What is rolled back is dead as well.
          this.#sweeper.wrote(batch);
          begun.abandon();
        },
      }
    );
  }

  #wrote(batch: Batch, committed: Committed): Committed {
    this.#sweeper.wrote(batch);
    if (batch.events.length > 0) this.#nudge?.give(this.context);
    return committed;
  }

  /** How far the schema is; found 0 when there is none. */
  async #state(): Promise<{ found: number; needs: number }> {
    try {
      const [row] = await this.#read(
        'state',
        `select coalesce(max(number), 0) as found, coalesce(max(needs), 0) as needs from migrations where kind = 'toolkit'`,
        [],
      );
      return row;
    } catch (error) {
      // No such schema or table, or no right to see them: nobody has provisioned for this role.
      if (['3F000', '42P01', '42501'].includes(sqlState(error) ?? '')) return { found: 0, needs: 0 };
      throw error;
    }
  }

  #read(name: string, text: string, values: readonly unknown[]): Promise<readonly any[]> {
    this.#turn = (this.#turn + 1) % this.#readers.length;
    return this.#readers[this.#turn]!.rows({ name, text }, values);
  }

  aggregates(
    keys: readonly (AggregateKey & { readonly eventSourced: boolean })[],
  ): Promise<readonly (StoredAggregate | undefined)[]> {
    return readLog.aggregates(this.#run, keys);
  }

  tallies(
    keys: readonly { readonly tally: string; readonly key: string }[],
  ): Promise<readonly (readonly number[])[]> {
    return read.tallies(this.#run, keys, this.#accounts);
  }

  answer(key: AnswerKey): Promise<StoredAnswer | undefined> {
    return read.answer(this.#run, key);
  }

  log(after: number, limit: number, types?: readonly string[]): Promise<LogPage<LogRecord>> {
    return readLog.log(this.#run, after, limit, types);
  }

  events(after: number, limit: number, types: readonly string[]): Promise<LogPage<LogRecord>> {
    return readLog.events(this.#run, after, limit, types);
  }

  published(after: number, limit: number): Promise<LogPage<PublishedRecord>> {
    return readLog.publishedLog(this.#run, after, limit);
  }

  history(key: AggregateKey): Promise<readonly LogRecord[]> {
    return readLog.history(this.#run, key);
  }

  async head(): Promise<number> {
    const [row] = await this.#read('head', 'select position from published_head', []);
    return row.position;
  }

  async epoch(): Promise<string> {
    const [row] = await this.#read('epoch', 'select epoch::text as epoch from published_head', []);
    return row.epoch;
  }

  cursors(
    wanted: readonly { readonly subscription: string; readonly start: number }[],
  ): Promise<readonly StoredCursor[]> {
    return read.cursors(this.#run, wanted).then((found) => this.#committing.noting(found));
  }

  parked(filter: {
    readonly subscription?: string;
    readonly state?: ParkedState;
    readonly limit: number;
  }): Promise<readonly StoredParked[]> {
    return read.parked(this.#run, filter);
  }

  parkedPlaces(subscription: string, page: ParkedPage): Promise<readonly ParkedPlace[]> {
    return read.parkedPlaces(this.#run, subscription, page);
  }

  parkedHeads(subscription: string, wanted: WantedHeads): Promise<readonly StoredParked[]> {
    return read.parkedHeads(this.#run, subscription, wanted);
  }

  async redrive(filter: { readonly subscription?: string; readonly position?: number }): Promise<number> {
    const [row] = await this.#read('redrive', 'select redrive_1($1, $2) as count', [
      filter.subscription ?? null,
      filter.position ?? null,
    ]);
    return row.count;
  }

  dueDeadlines(limit: number): Promise<readonly StoredDeadline[]> {
    return readDeadlines.dueDeadlines(this.#run, limit);
  }

  failDeadline(failure: DeadlineFailure): Promise<boolean> {
    return readDeadlines.failDeadline(this.#run, failure);
  }

  async row(projection: string, key: string): Promise<Json | undefined> {
    const [row] = await this.#read(
      'row',
      `select content from rows where projection = $1 and key = $2 and generation = ${readRows.generationOf('$1')}`,
      [projection, key],
    );
    return row && JSON.parse(row.content);
  }

  async rows(query: RowQuery): Promise<readonly { readonly key: string; readonly row: Json }[]> {
    const where = Object.entries(query.where).map(([field, value]) => ({
      column: this.#fields.column(query.projection, field),
      value: comparable(value),
    }));
    return readRows.rows(this.#run, query, where);
  }

  rowsByKey(
    projection: string,
    generation: number,
    keys: readonly string[],
  ): Promise<readonly (Json | undefined)[]> {
    return readRows.rowsByKey(this.#run, projection, generation, keys);
  }

  async generation(projection: string): Promise<number> {
    const [row] = await this.#read('generation', `select ${readRows.generationOf('$1')} as generation`, [
      projection,
    ]);
    return row.generation;
  }

  async beginGeneration(projection: string): Promise<number> {
    const [row] = await this.#read('begin_generation', 'select begin_generation_1($1) as generation', [
      projection,
    ]);
    await this.#dropGenerations(projection);
    return row.generation;
  }

  async finishGeneration(
    projection: string,
    generation: number,
    cursors: readonly ReachedCursor[],
  ): Promise<void> {
    const names = cursors.map(({ subscription }) => subscription);
    const positions = cursors.map(({ position }) => position);
    const epochs = cursors.map(({ epoch }) => epoch ?? '');
    try {
      await this.#read(
        'finish_generation',
        'select finish_generation_1($1, $2, $3::text[], $4::bigint[], $5::text[])',
        [projection, generation, names, positions, epochs],
      );
    } catch (error) {
      throw sqlState(error) === 'MC001' ? conflictOf(this.context, error) : error;
    }
    await this.#dropGenerations(projection);
  }

  /** In portions, so that no statement runs into its time limit and no lock is held for long. */
  async #dropGenerations(projection: string): Promise<void> {
    const most = 5_000;
    for (;;) {
      const [row] = await this.#read('drop_generations', 'select drop_generations_1($1, $2) as count', [
        projection,
        most,
      ]);
      if (row.count < most) return;
    }
  }

  async lease(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const [row] = await this.#read('lease', 'select take_lease_1($1, $2, $3) as taken', [
      name,
      holder,
      Math.round(ttlMs),
    ]);
    return row.taken;
  }

  async renewLease(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const [row] = await this.#read('renew_lease', 'select renew_lease_1($1, $2, $3) as renewed', [
      name,
      holder,
      Math.round(ttlMs),
    ]);
    return row.renewed;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#read('release', 'select release_lease_1($1, $2)', [name, holder]);
  }

  status(): Promise<StoreStatus> {
    return read.status(this.#run);
  }

  async now(): Promise<number> {
    const [row] = await this.#read(
      'now',
      'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
      [],
    );
    return row.now;
  }

  /** Forgets expired answers and what ended writers left, at most so many of each; returns how many. */
  async cleanUp(most: number): Promise<number> {
    const [row] = await this.#read('clean_up', 'select clean_up_2($1) as count', [most]);
    return row.count;
  }

  sweep(quiet: Quiet): Promise<void> {
    return this.#sweeper.sweep(quiet);
  }

  async close(): Promise<void> {
    await Promise.all([
      this.#sweeper.close(),
      this.#writer.close(),
      ...this.#readers.map((each) => each.close()),
      this.#nudge?.close(),
    ]);
  }

  readonly #run: Run = (name, text, values) => this.#read(name, text, values);
}
