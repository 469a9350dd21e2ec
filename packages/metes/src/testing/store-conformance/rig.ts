import assert from 'node:assert/strict';
import { isMetesError } from '../../base/errors.ts';
import type { ErrorCode } from '../../base/error-table.ts';
import type { Batch } from '../../runtime/ports/batch.ts';
import type { ContextStore } from '../../runtime/ports/context-store.ts';
import { emptyBatch } from '../../runtime/ports/empty-batch.ts';
import type { NewEvent } from '../../runtime/ports/log-record.ts';

/** The tallies that the store under test must be opened with. */
export const rigTallies = [{ tally: 'stock', accounts: ['available', 'reserved', 'shipped'] }] as const;
/** The projections that the store under test must be opened with. */
export const rigProjections = [
  { projection: 'orders', indexes: ['customer', 'amount'] },
  { projection: 'products', indexes: [] },
] as const;

/** An adapter under test: stores over one set of data, empty at first, and control over what happens to them. */
export interface StoreRig extends AsyncDisposable {
  /** Opens a further store over the same data, as another process would. The rig closes it. */
  open(settings?: { readonly answersKeptMs?: number }): Promise<ContextStore>;
  /** Lets so many milliseconds pass by the clock of the store. */
  pass(ms: number): Promise<void>;
  /** The next commit takes effect, and whoever gave it gets METES_STORE_UNAVAILABLE. */
  loseNextAnswer(): void;
}

/** One promise of the port. */
export interface StoreCase {
  readonly name: string;
  /** Rejects when the adapter does not keep it. */
  readonly run: (rig: StoreRig) => Promise<void>;
}

/** Declares a case; `store` is the first store of the rig. */
export function storeCase(
  name: string,
  run: (store: ContextStore, rig: StoreRig) => Promise<void>,
): StoreCase {
  return { name, run: async (rig) => run(await rig.open(), rig) };
}

let sequence = 0;

/** A batch with nothing in it but what is given, under a number of its own. */
export function batchOf(parts: Partial<Batch>): Batch {
  return {
    ...emptyBatch,
    writer: 'rig',
    sequence: ++sequence,
    ...parts,
  };
}

let ids = 0;

/** An event of an aggregate `Order`, with what is given instead. */
export function eventOf(aggregateId: string, version: number, parts: Partial<NewEvent> = {}): NewEvent {
  ids++;
  return {
    id: `01890000-0000-7000-8000-${ids.toString(16).padStart(12, '0')}`,
    aggregateType: 'Order',
    aggregateId,
    version,
    type: 'OrderPlaced',
    typeVersion: 1,
    data: { orderId: aggregateId, version },
    published: [],
    causation: 'request-1',
    correlation: 'correlation-1',
    time: 1_700_000_000_000 + ids,
    ...parts,
  };
}

/** A change of one aggregate by so many events, with its events. */
export function changeOf(
  id: string,
  expected: number,
  count = 1,
  state: unknown = { id, version: expected + count },
): Pick<Batch, 'aggregates' | 'events'> {
  return {
    aggregates: [{ type: 'Order', id, expected, version: expected + count, state }],
    events: Array.from({ length: count }, (_, index) => eventOf(id, expected + index + 1)),
  };
}

/** What a refused commit says was not as expected, every kind named. */
export async function conflictsOf(commit: Promise<unknown>): Promise<Record<string, readonly string[]>> {
  const error = await rejection(commit);
  assert.ok(
    isMetesError(error, 'METES_STORE_CONFLICT'),
    `METES_STORE_CONFLICT was expected, not ${String(error)}`,
  );
  return error.values['conflicts'] as Record<string, readonly string[]>;
}

/** Conflicts of the named kinds and none of the others. */
export function only(conflicts: Record<string, readonly string[]>): Record<string, readonly string[]> {
  return { aggregates: [], tallies: [], answers: [], cursors: [], deadlines: [], ...conflicts };
}

/** Checks that a promise rejects with a code. */
export async function expectCode(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await rejection(promise);
  assert.ok(isMetesError(error, code), `${code} was expected, not ${String(error)}`);
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('the operation was expected to be refused, and was not');
}
