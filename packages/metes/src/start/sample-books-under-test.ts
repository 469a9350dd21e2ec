import { expect } from 'vitest';
import type { ContextStore } from '../runtime/ports/context-store.ts';
import type { LogRecord } from '../runtime/ports/log-record.ts';

/** What is known outside of a system: which orders were acknowledged, and what the teller was asked. */
export interface Outside {
  readonly acknowledged: Iterable<string>;
  /** Idempotency keys by order, as the teller has them. */
  readonly told?: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Sample {
  readonly orders: ContextStore;
  readonly stock: ContextStore;
}

/** How the orders of a sample system ended. */
export interface SampleBooks {
  readonly placed: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly tooLate: number;
}

/** Checks what must hold of a sample system that is quiet, whatever happened to it before. */
export async function checkSampleBooks(stores: Sample, outside: Outside): Promise<SampleBooks> {
  // First: what was set aside says why an effect is missing.
  for (const store of [stores.orders, stores.stock]) expect(await store.parked({ limit: 10 })).toEqual([]);
  const orders = await everything(stores.orders);
  const stock = await everything(stores.stock);
  for (const [store, log] of [
    [stores.orders, orders],
    [stores.stock, stock],
  ] as const)
    await checkVersions(store, log);
  const byCause = groupBy([...orders, ...stock], (each) => each.causation);
  const caused = (by: LogRecord, types: readonly string[]): string[] =>
    (byCause.get(by.id) ?? []).map(({ type }) => type).filter((type) => types.includes(type));
  const ofType = (log: readonly LogRecord[], type: string): LogRecord[] =>
    log.filter((each) => each.type === type);
  const placed = new Set(ofType(orders, 'Placed').map(({ aggregateId }) => aggregateId));
  const tooLate = new Set(
    ofType(orders, 'Rejected')
      .filter(({ data }) => (data as { reason: string }).reason === 'too late')
      .map(({ aggregateId }) => aggregateId),
  );
  const confirmed = ofType(orders, 'Confirmed');
  for (const id of outside.acknowledged) expect(placed.has(id), `${id} was acknowledged`).toBe(true);
  expect(ofType(orders, 'Placed')).toHaveLength(placed.size);
  // Every reaction has had its effect, once.
  for (const each of ofType(orders, 'Placed'))
    expect([each.aggregateId, caused(each, ['Secured', 'Short'])]).toEqual([
      each.aggregateId,
      [expect.any(String)],
    ]);
  for (const each of ofType(stock, 'Secured')) {
    if (!tooLate.has(each.aggregateId))
      expect([each.aggregateId, caused(each, ['Confirmed'])]).toEqual([each.aggregateId, ['Confirmed']]);
  }
  for (const each of ofType(stock, 'Short'))
    expect([each.aggregateId, caused(each, ['Rejected'])]).toEqual([each.aggregateId, ['Rejected']]);
  for (const each of confirmed) {
    expect([each.aggregateId, caused(each, ['Told'])]).toEqual([each.aggregateId, ['Told']]);
    if (outside.told)
      expect([each.aggregateId, [...(outside.told.get(each.aggregateId) ?? [])]]).toEqual([
        each.aggregateId,
        [each.id],
      ]);
  }
  await checkStock(stores, stock, ofType(orders, 'Placed'));
  await checkRows(stores, orders);
  return {
    placed: placed.size,
    confirmed: confirmed.length,
    rejected: ofType(orders, 'Rejected').length,
    tooLate: tooLate.size,
  };
}

/** The events of each aggregate have the versions 1..n, and the store has it in version n. */
async function checkVersions(store: ContextStore, log: readonly LogRecord[]): Promise<void> {
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  const groups = [...groupBy(log, (each) => `${each.aggregateType}/${each.aggregateId}`).values()];
  for (const events of groups)
    expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
  const found = await store.aggregates(
    groups.map(([first]) => ({ type: first!.aggregateType, id: first!.aggregateId, eventSourced: false })),
  );
  expect(found.map((each) => each?.version)).toEqual(groups.map((events) => events.length));
}

/** What came in is there or reserved, and reserved is what orders were secured. */
async function checkStock(
  { stock }: Sample,
  log: readonly LogRecord[],
  placed: readonly LogRecord[],
): Promise<void> {
  const wanted = new Map(
    placed.map(({ aggregateId, data }) => [aggregateId, data as { sku: string; quantity: number }]),
  );
  const received = new Map<string, number>();
  const secured = new Map<string, number>();
  for (const { type, aggregateId, data } of log) {
    const { sku, quantity } =
      type === 'Received' ? (data as { sku: string; quantity: number }) : wanted.get(aggregateId)!;
    if (type === 'Received') received.set(sku, (received.get(sku) ?? 0) + quantity);
    if (type === 'Secured') secured.set(sku, (secured.get(sku) ?? 0) + quantity);
  }
  for (const [sku, quantity] of received) {
    const reserved = secured.get(sku) ?? 0;
    expect([sku, await stock.tallies([{ tally: 'units', key: sku }])]).toEqual([
      sku,
      [[quantity - reserved, reserved]],
    ]);
    expect(quantity - reserved).toBeGreaterThanOrEqual(0);
  }
}

/** The read model says what the events say. */
async function checkRows({ orders }: Sample, log: readonly LogRecord[]): Promise<void> {
  const status = new Map<string, string>();
  for (const { type, aggregateId } of log)
    if (type !== 'Told') status.set(aggregateId, type === 'Placed' ? 'pending' : type.toLowerCase());
  const rows = await orders.rows({ projection: 'order-list', where: {}, limit: 1_000_000 });
  expect(new Map(rows.map(({ key, row }) => [key, (row as { status: string }).status]))).toEqual(status);
}

async function everything(store: ContextStore): Promise<readonly LogRecord[]> {
  return (await store.log(0, 1_000_000)).records;
}

function groupBy<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(key(each));
    if (group) group.push(each);
    else groups.set(key(each), [each]);
  }
  return groups;
}
