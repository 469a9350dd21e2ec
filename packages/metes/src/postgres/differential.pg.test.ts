import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { MemoryDatabase, memoryStore } from '../memory/index.ts';
import type { Batch, ParkedState } from '../runtime/ports/batch.ts';
import type { ContextStore, StoredParked, StoreStatus } from '../runtime/ports/context-store.ts';
import { eventOf } from '../testing/store-conformance/rig.ts';
import { rigProjections, rigTallies } from '../testing/store-conformance.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore } from './index.ts';

/** One run takes some 150 ms; a longer search is a matter of these variables. */
const numRuns = Number(process.env['METES_DIFFERENTIAL_RUNS'] ?? 40);
const seed = process.env['METES_SEED'] === undefined ? {} : { seed: Number(process.env['METES_SEED']) };

const hourMs = 3_600_000;
const ids = fc.constantFrom('a', 'b', 'ü', '😀');
const keys = fc.constantFrom('k1', 'k2', '', '\uff5e', '😀');
const subscriptions = fc.constantFrom<string>('s', 't');
const positions = fc.integer({ min: 1, max: 8 });
const generations = fc.integer({ min: 0, max: 3 });
const filter = fc.record(
  {
    subscription: subscriptions,
    state: fc.constantFrom<ParkedState>('retrying', 'waiting', 'dead'),
    limit: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: ['limit'] },
);
const content = fc.record(
  {
    customer: fc.constantFrom('ann', 'bob', '5', 'x'.repeat(400)),
    amount: fc.constantFrom<unknown>(5, 0.5, -1, null, '5'),
    note: fc.string({ unit: 'binary' }),
  },
  { requiredKeys: [] },
);

/** What a batch is made from: mostly right, sometimes wrong, told by what the store holds at that time. */
const wish = fc.record({
  /** Whether everything that the store would refuse is left out. */
  honest: often(true, fc.constant(false), 3),
  changes: fc.uniqueArray(
    fc.record({
      id: ids,
      count: fc.integer({ min: 1, max: 3 }),
      off: often(0, fc.constantFrom(-1, 1)),
      type: fc.constantFrom('OrderPlaced', 'OrderPaid'),
      data: fc.jsonValue(),
    }),
    { maxLength: 3, selector: ({ id }) => id },
  ),
  tallies: fc.uniqueArray(
    fc.record({
      key: keys,
      deltas: fc.array(fc.integer({ min: -3, max: 6 }), { minLength: 3, maxLength: 3 }),
      expects: fc.constantFrom('nothing', 'nothing', 'right', 'wrong'),
    }),
    { maxLength: 2, selector: ({ key }) => key },
  ),
  answers: fc.uniqueArray(
    fc.record({ principal: fc.constantFrom('', 'ann'), key: keys, body: fc.string() }),
    { maxLength: 1, selector: ({ principal, key }) => principal + key },
  ),
  cursors: fc.uniqueArray(
    fc.record({
      subscription: subscriptions,
      by: fc.integer({ min: 0, max: 3 }),
      off: often(0, fc.constant(1)),
    }),
    { maxLength: 1, selector: (each) => each.subscription },
  ),
  handled: fc.uniqueArray(
    fc.record({ subscription: subscriptions, ahead: often(2, fc.integer({ min: 0, max: 3 })) }),
    { maxLength: 1, selector: (each) => each.subscription },
  ),
  parked: fc.uniqueArray(
    fc.record({
      subscription: subscriptions,
      position: positions,
      key: keys,
      state: fc.constantFrom<ParkedState>('retrying', 'waiting', 'dead'),
      attempts: fc.nat(9),
      later: fc.boolean(),
      caused: fc.boolean(),
    }),
    { maxLength: 2, selector: (each) => each.subscription + each.position },
  ),
  unparked: fc.uniqueArray(fc.record({ subscription: subscriptions, position: positions }), {
    maxLength: 1,
    selector: (each) => each.position,
  }),
  deadlines: fc.uniqueArray(
    fc.record({ deadline: fc.constantFrom('d', 'e'), aggregateId: ids, later: fc.boolean() }),
    { maxLength: 2, selector: (each) => each.deadline + each.aggregateId },
  ),
  done: fc.uniqueArray(
    fc.record({
      deadline: fc.constantFrom('d', 'e'),
      aggregateId: ids,
      must: often(false, fc.constant(true)),
    }),
    { maxLength: 2, selector: (each) => each.deadline + each.aggregateId },
  ),
  rows: fc.array(
    fc.record({
      projection: often('orders', fc.constant('products')),
      generation: generations,
      key: keys,
      row: fc.option(content, { freq: 3 }),
      fresh: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
  fenced: often<string | undefined>(undefined, fc.constantFrom('p', 'q')),
  /** Whether it holds nothing but rows, cursors and a fence. */
  ofRows: fc.boolean(),
  again: often(false, fc.constant(true)),
});

const operation = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('commit' as const), wish }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cursors' as const),
      subscriptions: fc.array(subscriptions, { minLength: 1, maxLength: 3 }),
      start: fc.integer({ min: 0, max: 3 }),
    }),
  },
  fc.record({
    kind: fc.constant('aggregates' as const),
    ids: fc.array(ids, { maxLength: 4 }),
    eventSourced: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('log' as const),
    after: fc.nat(20),
    limit: fc.integer({ min: 1, max: 9 }),
    types: fc.option(fc.subarray(['OrderPlaced', 'OrderPaid', 'Other']), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('parked' as const), filter }),
  fc.record({
    kind: fc.constant('parkedHeads' as const),
    subscription: subscriptions,
    keys: fc.array(keys, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('parkedPlaces' as const),
    subscription: subscriptions,
    after: fc.option(fc.record({ key: keys, position: positions }), { nil: undefined }),
    limit: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('redrive' as const),
    filter: fc.record({ subscription: subscriptions, position: positions }, { requiredKeys: [] }),
  }),
  fc.record({ kind: fc.constant('dueDeadlines' as const) }),
  fc.record({
    kind: fc.constant('failDeadline' as const),
    deadline: fc.constantFrom('d', 'e'),
    aggregateId: ids,
    attempts: fc.constantFrom(1, 1, 2),
    againInMs: fc.constantFrom(undefined, 0, 60_000),
  }),
  fc.record({
    kind: fc.constant('rows' as const),
    where: fc.record(
      {
        customer: fc.constantFrom('ann', '5', 'x'.repeat(400)),
        amount: fc.constantFrom<string | number>(5, 0.5, '5'),
      },
      { requiredKeys: [] },
    ),
    limit: fc.integer({ min: 1, max: 4 }),
    after: fc.option(keys, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('rowsByKey' as const),
    generation: generations,
    keys: fc.array(keys, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('beginGeneration' as const) }),
  fc.record({
    kind: fc.constant('finishGeneration' as const),
    generation: often<number | 'begun'>('begun', generations, 2),
    cursor: fc.option(subscriptions),
    position: positions,
  }),
  fc.record({
    kind: fc.constant('lease' as const),
    name: fc.constantFrom('l', 'm'),
    holder: fc.constantFrom('p', 'q'),
    ttlMs: fc.constantFrom(0, hourMs),
  }),
  fc.record({
    kind: fc.constant('release' as const),
    name: fc.constantFrom('l', 'm'),
    holder: fc.constantFrom('p', 'q'),
  }),
  fc.record({ kind: fc.constant('status' as const) }),
  fc.record({ kind: fc.constant('reopen' as const) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

let database: ProvisionedDatabase;
let contexts = 0;
/** The generation begun last in this run. */
let begun = 0;

beforeAll(async () => {
  database = await provisionedDatabase([]);
});
afterAll(() => database.drop());

describe('the stores in memory and in PostgreSQL', () => {
  it('answer the same operations alike and end with the same data', { timeout: 600_000 }, async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { minLength: 10, maxLength: 60, size: 'max' }),
        async (operations) => {
          await using pair = await openPair();
          for (const [index, each] of operations.entries()) {
            const ask = await planned(each, pair.memory, index);
            const expected = await outcomeOf(ask(pair.memory));
            const operation = { index, ...each };
            expect({ operation, ...(await outcomeOf(ask(pair.postgres))) }).toEqual({
              operation,
              ...expected,
            });
            const name = `${each.kind} ${expected.refused ?? 'done'}`;
            seen.set(name, (seen.get(name) ?? 0) + 1);
            if (each.kind === 'reopen') await pair.reopen();
          }
          expect(await dump(pair.postgres)).toEqual(await dump(pair.memory));
        },
      ),
      // Each run makes a database of its own, so a search for the smallest difference is cut off, and what was found is told.
      { numRuns, ...seed, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true },
    );
    console.log('operations by outcome:', JSON.stringify(Object.fromEntries(seen)));
    // Without both kinds of outcome the comparison would prove little.
    expect(seen.get('commit done')).toBeGreaterThan(numRuns);
    expect(seen.get('commit METES_STORE_CONFLICT')).toBeGreaterThan(numRuns);
  });
});

/** The operation as a function of a store; a batch is made once, from what memory holds, so that both get the same. */
async function planned(
  each: Operation,
  memory: ContextStore,
  index: number,
): Promise<(store: ContextStore) => Promise<unknown>> {
  switch (each.kind) {
    case 'commit': {
      const batch = await batchFrom(each.wish, memory, index);
      return async (store) => [
        await store.commit(batch),
        each.wish.again ? await store.commit(batch) : undefined,
      ];
    }
    case 'cursors':
      return (store) =>
        store.cursors(each.subscriptions.map((subscription) => ({ subscription, start: each.start })));
    case 'aggregates':
      return (store) =>
        store.aggregates(each.ids.map((id) => ({ type: 'Order', id, eventSourced: each.eventSourced })));
    case 'log':
      return (store) => (each.types ? pagesOf(store, each, each.types) : store.log(each.after, each.limit));
    case 'parked':
      return async (store) => (await store.parked(each.filter)).map(timeless);
    case 'parkedHeads':
      // Their order depends on the milliseconds between commits.
      return async (store) =>
        (await store.parkedHeads(each.subscription, { keys: each.keys, withinMs: 600_000, limit: 50 }))
          .map(timeless)
          .toSorted((a, b) => a.position - b.position);
    case 'parkedPlaces':
      return (store) => store.parkedPlaces(each.subscription, { after: each.after, limit: each.limit });
    case 'redrive':
      return (store) => store.redrive(each.filter);
    case 'dueDeadlines':
      return async (store) => sorted(await store.dueDeadlines(50));
    case 'failDeadline': {
      const { deadline, aggregateId, attempts, againInMs } = each;
      const due = await memory.dueDeadlines(50);
      const startedBy =
        due.find((one) => one.deadline === deadline && one.aggregateId === aggregateId)?.event.id ?? 'nobody';
      const cause = { code: 'METES_X', message: 'broke' };
      return (store) => store.failDeadline({ deadline, aggregateId, startedBy, attempts, againInMs, cause });
    }
    case 'rows':
      return (store) =>
        store.rows({
          projection: 'orders',
          where: each.where,
          limit: each.limit,
          ...(each.after === undefined ? {} : { after: each.after }),
        });
    case 'rowsByKey':
      return (store) => store.rowsByKey('orders', each.generation, each.keys);
    case 'beginGeneration':
      return async (store) => (begun = await store.beginGeneration('orders'));
    case 'finishGeneration':
      return (store) =>
        store.finishGeneration(
          'orders',
          each.generation === 'begun' ? begun : each.generation,
          each.cursor === null ? [] : [{ subscription: each.cursor, position: each.position }],
        );
    case 'lease':
      return (store) => store.lease(each.name, each.holder, each.ttlMs);
    case 'release':
      return (store) => store.release(each.name, each.holder);
    case 'status':
      return async (store) => withoutEpoch(await store.status());
    case 'reopen':
      return async () => undefined;
  }
}

type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

async function batchFrom(asked: Wish, memory: ContextStore, index: number): Promise<Batch> {
  const wanted = asked.ofRows ? { ...asked, ...none } : asked;
  const from = asked.honest ? await honest(wanted, memory) : wanted;
  const current = await memory.aggregates(
    from.changes.map(({ id }) => ({ type: 'Order', id, eventSourced: false })),
  );
  const held = await memory.tallies(from.tallies.map(({ key }) => ({ tally: 'stock', key })));
  const { cursors } = await memory.status();
  const positionOf = (name: string) =>
    cursors.find(({ subscription }) => subscription === name)?.position ?? 0;
  const changes = from.changes.map(({ off, ...each }, at) => ({
    ...each,
    expected: Math.max(0, (current[at]?.version ?? 0) + off),
  }));
  const event = {
    id: 'e',
    type: 'OrderPlaced',
    typeVersion: 1,
    data: { index },
    version: 1,
    time: index,
    correlation: 'c',
  };
  return {
    writer: 'w',
    sequence: index + 1,
    aggregates: changes.map(({ id, count, expected, data }) => ({
      type: 'Order',
      id,
      expected,
      version: expected + count,
      state: index % 4 === 0 ? undefined : { data, index },
    })),
    events: changes.flatMap(({ id, count, expected, type, data }) =>
      Array.from({ length: count }, (_, at) =>
        eventOf(id, expected + at + 1, {
          type,
          data,
          published: at === 0 ? [{ contract: 'ordering.x', version: 1, data: data as Json }] : [],
          ...(at > 0 ? { traceparent: '00-1-1-01' } : {}),
        }),
      ),
    ),
    tallies: from.tallies.map(({ key, deltas, expects }, at) => {
      const right = held[at]!;
      return {
        tally: 'stock',
        key,
        deltas,
        ...(expects === 'nothing'
          ? {}
          : { expected: expects === 'right' ? right : right.map((each) => each + 1) }),
      };
    }),
    answers: from.answers.map(({ principal, key, body }) => ({
      principal,
      route: 'POST /orders',
      key,
      fingerprint: `f${index}`,
      answer: { status: 201, headers: { n: `${index}` }, body },
    })),
    cursors: from.cursors.map(({ subscription, by, off }) => ({
      subscription,
      from: positionOf(subscription) + off,
      to: positionOf(subscription) + by,
      ...(by > 1 ? { epoch: `e${by}` } : {}),
    })),
    handled: from.handled.map(({ subscription, ahead }) => ({
      subscription,
      position: positionOf(subscription) + ahead,
      eventId: `e${index}`,
    })),
    parked: from.parked.map(({ subscription, position, key, state, attempts, later, caused }) => ({
      subscription,
      position,
      key,
      eventId: `e${position}`,
      message: { index },
      reactions: ['r'],
      state,
      attempts,
      dueInMs: later ? hourMs : 0,
      ...(caused ? { cause: { code: 'METES_X', message: 'broke' } } : {}),
    })),
    unparked: from.unparked,
    deadlines: from.deadlines.map(({ deadline, aggregateId, later }) => ({
      deadline,
      aggregateId,
      afterMs: later ? hourMs : 0,
      event,
    })),
    deadlinesDone: from.done.map(({ deadline, aggregateId, must }) => ({
      deadline,
      aggregateId,
      mustExist: must,
    })),
    rows: from.rows,
    ...(from.fenced === undefined ? {} : { fence: { lease: 'l', holder: from.fenced } }),
  };
}

const none = {
  changes: [],
  tallies: [],
  answers: [],
  handled: [],
  parked: [],
  unparked: [],
  deadlines: [],
  done: [],
} satisfies Partial<Wish>;

/** The wish without what the store would refuse. */
async function honest(asked: Wish, memory: ContextStore): Promise<Wish> {
  const { cursors } = await memory.status();
  const known = (name: string) => cursors.some(({ subscription }) => subscription === name);
  const marks = new Map(
    (await memory.cursors(cursors.map(({ subscription }) => ({ subscription, start: 0 })))).map((each) => [
      each.subscription,
      each,
    ]),
  );
  const parked = await memory.parked({ limit: 50 });
  const held = await memory.tallies(asked.tallies.map(({ key }) => ({ tally: 'stock', key })));
  const used = await Promise.all(
    asked.answers.map((each) => memory.answer({ ...each, route: 'POST /orders' })),
  );
  const generation = await memory.generation('orders');
  return {
    ...asked,
    changes: asked.changes.map((each) => ({ ...each, off: 0 })),
    tallies: asked.tallies.map((each, at) => ({
      ...each,
      expects: each.expects === 'wrong' ? 'right' : each.expects,
      deltas: each.deltas.map((delta, account) => Math.max(delta, -(held[at]?.[account] ?? 0))),
    })),
    answers: asked.answers.filter((_, at) => !used[at]),
    cursors: asked.cursors
      .filter(({ subscription }) => known(subscription))
      .map((each) => ({ ...each, off: 0 })),
    handled: asked.handled
      .filter(({ subscription }) => known(subscription))
      .map((each) => ({
        ...each,
        ahead: Math.max(
          each.ahead,
          1,
          ...(marks.get(each.subscription)?.handled ?? []).map(
            (mark) => mark - marks.get(each.subscription)!.position + 1,
          ),
        ),
      })),
    unparked: parked
      .slice(0, asked.unparked.length)
      .map((each) => ({ subscription: each.subscription, position: each.position })),
    done: asked.done.map((each) => ({ ...each, must: false })),
    rows: await allowed(asked.rows, generation, memory),
    fenced: undefined,
  };
}

/** The rows in generations that may be written, as new ones only where there are none. */
async function allowed(rows: Wish['rows'], generation: number, memory: ContextStore): Promise<Wish['rows']> {
  const right = rows.map((each) => ({ ...each, generation: each.projection === 'orders' ? generation : 0 }));
  const there = await Promise.all(
    right.map((each) => memory.rowsByKey(each.projection, each.generation, [each.key])),
  );
  return right.map((each, at) => ({ ...each, fresh: each.fresh && there[at]![0] === undefined }));
}

/** The identity of a log is the store's own. */
function withoutEpoch({ epoch: _epoch, ...status }: StoreStatus): Omit<StoreStatus, 'epoch'> {
  return status;
}

/** Everything that a store holds, as far as the port shows it. */
async function dump(store: ContextStore): Promise<unknown> {
  const all = ['a', 'b', 'ü', '😀'];
  const keysOfRows = ['k1', 'k2', '', '\uff5e', '😀'];
  const status = await store.status();
  return {
    status: withoutEpoch(status),
    log: await store.log(0, 10_000),
    aggregates: await store.aggregates(
      all.flatMap((id) => [true, false].map((eventSourced) => ({ type: 'Order', id, eventSourced }))),
    ),
    histories: await Promise.all(all.map((id) => store.history({ type: 'Order', id }))),
    tallies: await store.tallies(keysOfRows.map((key) => ({ tally: 'stock', key }))),
    answers: await Promise.all(
      ['', 'ann'].flatMap((principal) =>
        keysOfRows.map((key) => store.answer({ principal, route: 'POST /orders', key })),
      ),
    ),
    cursors: await store.cursors(status.cursors.map(({ subscription }) => ({ subscription, start: 0 }))),
    parked: (await store.parked({ limit: 1_000 })).map(timeless),
    due: sorted(await store.dueDeadlines(1_000)),
    generation: await store.generation('orders'),
    rows: await store.rows({ projection: 'orders', where: {}, limit: 1_000 }),
    products: await store.rows({ projection: 'products', where: {}, limit: 1_000 }),
    row: await store.row('orders', 'k1'),
    generations: await Promise.all(
      [0, 1, 2, 3].map((generation) => store.rowsByKey('orders', generation, keysOfRows)),
    ),
  };
}

/** The two clocks differ by milliseconds: only whether something is due is compared. */
function timeless(parked: StoredParked) {
  return { ...parked, dueInMs: parked.dueInMs <= 0, parkedAt: 'some time' };
}

function sorted<T>(values: readonly T[]): readonly T[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function outcomeOf(
  work: Promise<unknown>,
): Promise<{ readonly done?: unknown; readonly refused?: string; readonly conflicts?: unknown }> {
  try {
    return { done: await work };
  } catch (error) {
    if (!isMetesError(error)) throw error;
    return { refused: error.code, conflicts: error.values['conflicts'] };
  }
}

/** Mostly the usual value. */
function often<T>(usual: T, other: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

interface Pair extends AsyncDisposable {
  memory: ContextStore;
  postgres: ContextStore;
  reopen(): Promise<void>;
}

async function openPair(): Promise<Pair> {
  const context = `ordering-${++contexts}`;
  const urls = await database.provision([context]);
  const kept = new MemoryDatabase();
  const settings = { context, tallies: rigTallies, projections: rigProjections };
  const inMemory = () => memoryStore({ ...settings, clock: { now: Date.now }, database: kept });
  const inPostgres = () => postgresStore({ ...settings, url: urls.contexts[context]!, readers: 1 });
  begun = 0;
  const pair: Pair = {
    memory: inMemory(),
    postgres: await inPostgres(),
    async reopen() {
      await Promise.all([pair.memory.close(), pair.postgres.close()]);
      pair.memory = inMemory();
      pair.postgres = await inPostgres();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([pair.memory.close(), pair.postgres.close()]);
      await database.query(`drop schema "${context}" cascade`);
    },
  };
  return pair;
}

/** How far one page looks for events of some types is up to the store; what the pages come to, and where they end, is not. */
async function pagesOf(
  store: ContextStore,
  { after, limit }: { readonly after: number; readonly limit: number },
  types: readonly string[],
): Promise<{ readonly positions: readonly number[]; readonly end: number }> {
  const positions: number[] = [];
  for (let at = after; ;) {
    const { records, upTo } = await store.log(at, limit, types);
    positions.push(...records.map(({ position }) => position));
    if (upTo <= at) return { positions, end: at };
    at = upTo;
  }
}
