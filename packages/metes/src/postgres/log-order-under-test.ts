import { isMetesError } from '../base/errors.ts';
import type { Batch } from '../runtime/ports/batch.ts';
import type { ContextStore } from '../runtime/ports/context-store.ts';
import { emptyBatch } from '../runtime/ports/empty-batch.ts';
import { postgresStore } from './postgres-store.ts';

/** What the writers of one process do. */
export interface WritersOptions {
  readonly url: string;
  readonly context: string;
  /** Part of every id, so that processes do not meet. */
  readonly name: string;
  readonly writers: number;
  /** How many stores, each with its own connections, they share. */
  readonly stores: number;
  readonly seed: number;
  /** How many aggregates all writers of all processes fight for. */
  readonly aggregates: number;
}

/** One acknowledged event. */
export interface Acknowledged {
  readonly id: string;
  readonly position: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the writers of one process did. */
export interface WritersReport {
  readonly acknowledged: readonly Acknowledged[];
  readonly conflicts: number;
  /** Commits whose outcome was unknown and which were given again. */
  readonly repeated: number;
}

/** Writers that run until they are stopped. */
export interface Writers {
  stop(): Promise<WritersReport>;
}

/** Starts writers that change shared aggregates with random pauses; every seventh batch is made to be refused. */
export async function startWriters(options: WritersOptions): Promise<Writers> {
  const stores = await Promise.all(
    Array.from({ length: options.stores }, () =>
      postgresStore({ url: options.url, context: options.context, nudge: true, readers: 1 }),
    ),
  );
  const report = { acknowledged: [] as Acknowledged[], conflicts: 0, repeated: 0 };
  let stopping = false;
  const running = Array.from({ length: options.writers }, async (_, index) => {
    const random = seededRandom(options.seed * 1_000 + index);
    const writer = `${options.name}-${index}`;
    const store = stores[index % stores.length]!;
    for (let sequence = 1; !stopping; sequence++) {
      const batch = await untilReached(report, () =>
        batchOf({ store, writer, sequence, random, aggregates: options.aggregates }),
      );
      try {
        const { firstPosition } = await untilReached(report, () => store.commit(batch));
        const at = Date.now();
        batch.events.forEach(({ id }, offset) =>
          report.acknowledged.push({ id, position: firstPosition + offset, at }),
        );
      } catch (error) {
        if (!isMetesError(error, 'METES_STORE_CONFLICT')) throw error;
        report.conflicts++;
      }
      await pause(random() * 30);
    }
  });
  return {
    async stop() {
      stopping = true;
      await Promise.all(running);
      await Promise.all(stores.map((store) => store.close()));
      return report;
    },
  };
}

async function batchOf(from: {
  store: ContextStore;
  writer: string;
  sequence: number;
  random: () => number;
  aggregates: number;
}): Promise<Batch> {
  const { store, writer, sequence, random } = from;
  const pick = () => `o${Math.floor(random() * from.aggregates)}`;
  const ids = [...new Set(random() < 0.5 ? [pick()] : [pick(), pick()])];
  const found = await store.aggregates(ids.map((id) => ({ type: 'Order', id, eventSourced: false })));
  const stale = sequence % 7 === 0 ? 1 : 0;
  const changes = ids.map((id, index) => ({
    id,
    expected: (found[index]?.version ?? 0) + stale,
    count: 1 + Math.floor(random() * 2),
  }));
  return {
    ...emptyBatch,
    writer,
    sequence,
    aggregates: changes.map(({ id, expected, count }) => ({
      type: 'Order',
      id,
      expected,
      version: expected + count,
      state: {},
    })),
    events: changes.flatMap(({ id, expected, count }) =>
      Array.from({ length: count }, (_, index) => ({
        id: uuidOf(random),
        aggregateType: 'Order',
        aggregateId: id,
        version: expected + index + 1,
        type: 'OrderChanged',
        typeVersion: 1,
        data: { note: 'x'.repeat(100) },
        published: [{ contract: 'ordering.order-changed', version: 1, data: {} }],
        causation: writer,
        correlation: `${writer}-${sequence}`,
        time: Date.now(),
      })),
    ),
  };
}

/** Repeats while the store is out of reach; what took effect unseen is found again by the number of the batch. */
export async function untilReached<T>(report: { repeated: number }, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
      report.repeated++;
      await pause(10);
    }
  }
}

/** A repeatable sequence of numbers from 0 (included) to 1 (excluded). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function uuidOf(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
