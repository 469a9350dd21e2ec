import assert from 'node:assert/strict';
import { batchOf, changeOf, conflictsOf, eventOf, only, storeCase, type StoreCase } from './rig.ts';

const odd = 'emoji 👩🏽‍🚀 \u2028 "quoted" \\ ünï \ufffd';
const answer = {
  principal: 'ann',
  route: 'POST /orders',
  key: 'key-1',
  fingerprint: 'f1',
  answer: { status: 201, headers: { location: '/orders/1' }, body: `{"note":"${odd}"}\n` },
};

const formOf = (orderId: string) => ({ contract: 'ordering.order-placed', version: 1, data: { orderId } });

/** What is read is what was written. */
export const readingCases: readonly StoreCase[] = [
  storeCase('aggregates come in the order of the keys, undefined where there is none', async (store) => {
    await store.commit(batchOf(changeOf('a', 0)));
    await store.commit(batchOf(changeOf('b', 0)));
    const keys = ['b', 'x', 'a'].map((id) => ({ type: 'Order', id, eventSourced: false }));
    assert.deepEqual(
      (await store.aggregates(keys)).map((each) => each?.id),
      ['b', undefined, 'a'],
    );
    assert.deepEqual(await store.aggregates([]), []);
  }),
  storeCase(
    'the past of an event-sourced aggregate comes oldest first, and only when it is asked for',
    async (store) => {
      await store.commit(batchOf({ ...changeOf('a', 0, 2, undefined) }));
      await store.commit(
        batchOf({
          aggregates: [{ type: 'Order', id: 'a', expected: 2, version: 3, state: undefined }],
          events: [eventOf('a', 3, { type: 'OrderPaid', typeVersion: 2, data: { paid: true } })],
        }),
      );
      const [sourced, plain] = await store.aggregates([
        { type: 'Order', id: 'a', eventSourced: true },
        { type: 'Order', id: 'a', eventSourced: false },
      ]);
      assert.equal(sourced?.version, 3);
      assert.deepEqual(sourced.past, [
        { type: 'OrderPlaced', typeVersion: 1, data: { orderId: 'a', version: 1 } },
        { type: 'OrderPlaced', typeVersion: 1, data: { orderId: 'a', version: 2 } },
        { type: 'OrderPaid', typeVersion: 2, data: { paid: true } },
      ]);
      assert.deepEqual(plain?.past, []);
    },
  ),
  storeCase('a record of the log has everything that was written', async (store) => {
    const event = eventOf('a', 1, {
      data: { text: odd, nested: [1, null, { deep: true }], big: Number.MAX_SAFE_INTEGER, small: -0.5 },
      published: [
        { contract: 'ordering.order-placed', version: 1, data: { text: odd } },
        { contract: 'ordering.order-placed', version: 2, data: {} },
      ],
      causation: 'cause',
      correlation: 'together',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await store.commit(batchOf({ ...changeOf('a', 0), events: [event] }));
    assert.deepEqual((await store.log(0, 5)).records, [{ ...event, position: 1 }]);
  }),
  storeCase('a record without trace context has none', async (store) => {
    await store.commit(batchOf(changeOf('a', 0)));
    assert.ok(!('traceparent' in (await store.log(0, 1)).records[0]!));
  }),
  storeCase('texts in JSON come back as they were, whatever their characters', async (store) => {
    const state = { text: `${odd}\u0000\u001f\ud800`, [odd]: odd };
    await store.commit(
      batchOf({
        ...changeOf('a', 0, 1, state),
        rows: [{ projection: 'products', generation: 0, key: odd, row: state }],
      }),
    );
    assert.deepEqual(
      (await store.aggregates([{ type: 'Order', id: 'a', eventSourced: false }]))[0]?.state,
      state,
    );
    assert.deepEqual(await store.row('products', odd), state);
  }),
  storeCase('ids may have any ordinary character', async (store) => {
    await store.commit(batchOf(changeOf(odd, 0)));
    assert.equal((await store.aggregates([{ type: 'Order', id: odd, eventSourced: false }]))[0]?.version, 1);
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf(changeOf(odd, 0)))),
      only({ aggregates: [`Order/${odd}`] }),
    );
  }),
  storeCase('what a caller changes after a commit or a read changes nothing in the store', async (store) => {
    const state = { lines: [1] };
    await store.commit(batchOf(changeOf('a', 0, 1, state)));
    state.lines.push(2);
    const [read] = await store.aggregates([{ type: 'Order', id: 'a', eventSourced: false }]);
    (read!.state as unknown as { lines: number[] }).lines.push(3);
    assert.deepEqual((await store.aggregates([{ type: 'Order', id: 'a', eventSourced: false }]))[0]?.state, {
      lines: [1],
    });
  }),
  storeCase('the log is read in pages', async (store) => {
    await store.commit(batchOf(changeOf('a', 0, 5)));
    const first = await store.log(0, 2);
    assert.deepEqual([first.records.map(({ position }) => position), first.upTo], [[1, 2], 2]);
    const last = await store.log(3, 10);
    assert.deepEqual([last.records.map(({ position }) => position), last.upTo], [[4, 5], 5]);
    assert.deepEqual(await store.log(5, 10), { records: [], upTo: 5 });
  }),
  storeCase('an empty log ends where the reader stands', async (store) => {
    assert.deepEqual(await store.log(0, 10), { records: [], upTo: 0 });
    assert.equal(await store.head(), 0);
  }),
  storeCase('the log is filtered by types, and the reader still learns how far it looked', async (store) => {
    await store.commit(
      batchOf({
        aggregates: [{ type: 'Order', id: 'a', expected: 0, version: 4, state: {} }],
        events: [
          eventOf('a', 1),
          eventOf('a', 2, { type: 'OrderPaid' }),
          eventOf('a', 3),
          eventOf('a', 4, { type: 'OrderShipped' }),
        ],
      }),
    );
    const paid = await store.log(0, 10, ['OrderPaid']);
    assert.deepEqual([paid.records.map(({ position }) => position), paid.upTo], [[2], 4]);
    const both = await store.log(0, 1, ['OrderPaid', 'OrderShipped']);
    assert.deepEqual([both.records.map(({ position }) => position), both.upTo], [[2], 2]);
    assert.deepEqual(await store.log(0, 10, ['Other']), { records: [], upTo: 4 });
    assert.deepEqual(await store.log(0, 10, []), { records: [], upTo: 4 });
  }),
  storeCase('events are read without what is published of them', async (store) => {
    await store.commit(
      batchOf({
        aggregates: [{ type: 'Order', id: 'a', expected: 0, version: 3, state: {} }],
        events: [
          eventOf('a', 1, { published: [formOf('a')], traceparent: '00-1-2-01' }),
          eventOf('a', 2, { type: 'OrderPaid' }),
          eventOf('a', 3),
        ],
      }),
    );
    const whole = await store.log(0, 10, ['OrderPlaced']);
    assert.deepEqual(await store.events(0, 10, ['OrderPlaced']), {
      ...whole,
      records: whole.records.map((record) => ({ ...record, published: [] })),
    });
    assert.deepEqual(await store.events(1, 1, ['OrderPlaced']), {
      records: whole.records.slice(1),
      upTo: 3,
    });
    assert.deepEqual(await store.events(3, 10, ['OrderPlaced']), { records: [], upTo: 3 });
  }),
  storeCase('of what is published only that is read, in pages', async (store) => {
    const odd = eventOf('a', 3, { published: [formOf('ü😀')], traceparent: '00-1-2-01', causation: '"' });
    await store.commit(
      batchOf({
        aggregates: [{ type: 'Order', id: 'a', expected: 0, version: 4, state: {} }],
        events: [
          eventOf('a', 1, { published: [formOf('a'), formOf('b')] }),
          eventOf('a', 2),
          odd,
          eventOf('a', 4),
        ],
      }),
    );
    const first = await store.published(0, 1);
    assert.deepEqual([first.records.map(({ position }) => position), first.upTo], [[1], 1]);
    assert.deepEqual(first.records[0]?.published, [formOf('a'), formOf('b')]);
    const { aggregateType: _, type: __, typeVersion: ___, data: ____, ...shared } = odd;
    assert.deepEqual(await store.published(1, 10), { records: [{ ...shared, position: 3 }], upTo: 4 });
    assert.ok(first.records.every((record) => !('traceparent' in record)));
    assert.deepEqual(await store.published(4, 10), { records: [], upTo: 4 });
  }),
  storeCase('rare types are found however far apart they lie', async (store) => {
    const events = Array.from({ length: 150 }, (_, index) =>
      eventOf('a', index + 1, index === 149 ? { type: 'OrderPaid' } : {}),
    );
    await store.commit(
      batchOf({ aggregates: [{ type: 'Order', id: 'a', expected: 0, version: 150, state: {} }], events }),
    );
    let after = 0;
    for (let reads = 0; reads < 200; reads++) {
      const { records, upTo } = await store.log(after, 2, ['OrderPaid']);
      if (records.length > 0)
        return assert.deepEqual(
          records.map(({ position }) => position),
          [150],
        );
      assert.ok(upTo > after, 'every page gets further');
      after = upTo;
    }
    assert.fail('the event was not found');
  }),
  storeCase('the history of an aggregate comes oldest first and holds nothing of others', async (store) => {
    await store.commit(batchOf(changeOf('a', 0, 2)));
    await store.commit(batchOf(changeOf('b', 0)));
    await store.commit(batchOf(changeOf('a', 2)));
    const history = await store.history({ type: 'Order', id: 'a' });
    assert.deepEqual(
      history.map(({ position, version }) => [position, version]),
      [
        [1, 1],
        [2, 2],
        [4, 3],
      ],
    );
    assert.deepEqual(await store.history({ type: 'Other', id: 'a' }), []);
  }),
  storeCase('an answer is given again byte for byte', async (store) => {
    await store.commit(batchOf({ answers: [answer] }));
    assert.deepEqual(await store.answer({ principal: 'ann', route: 'POST /orders', key: 'key-1' }), answer);
  }),
  storeCase('an answer belongs to principal, route and key together', async (store) => {
    await store.commit(
      batchOf({ answers: [answer, { ...answer, principal: '' }, { ...answer, route: 'POST /carts' }] }),
    );
    assert.equal(await store.answer({ ...answer, principal: 'bob' }), undefined);
    assert.equal((await store.answer({ ...answer, principal: '' }))?.principal, '');
  }),
  storeCase('a second answer under a key is a conflict', async (store) => {
    await store.commit(batchOf({ answers: [answer] }));
    const second = batchOf({
      answers: [
        { ...answer, key: 'key-2' },
        { ...answer, fingerprint: 'other' },
      ],
    });
    assert.deepEqual(await conflictsOf(store.commit(second)), only({ answers: ['key-1'] }));
    assert.equal(await store.answer({ ...answer, key: 'key-2' }), undefined);
  }),
  storeCase('two answers under one key in one batch are a conflict', async (store) => {
    const twice = batchOf({ ...changeOf('a', 0), answers: [answer, { ...answer, fingerprint: 'other' }] });
    assert.deepEqual(await conflictsOf(store.commit(twice)), only({ answers: ['key-1'] }));
    assert.equal(await store.head(), 0);
  }),
  storeCase('an expired answer is gone and its key is free', async (_, rig) => {
    const store = await rig.open({ answersKeptMs: 40 });
    await store.commit(batchOf({ answers: [answer] }));
    await rig.pass(60);
    assert.equal(await store.answer(answer), undefined);
    await store.commit(batchOf({ answers: [{ ...answer, fingerprint: 'f2' }] }));
    assert.equal((await store.answer(answer))?.fingerprint, 'f2');
  }),
  storeCase('several stores see the same data', async (store, rig) => {
    await store.commit(batchOf(changeOf('a', 0)));
    const other = await rig.open();
    assert.equal((await other.aggregates([{ type: 'Order', id: 'a', eventSourced: false }]))[0]?.version, 1);
    await other.commit(batchOf(changeOf('a', 1)));
    assert.equal((await store.aggregates([{ type: 'Order', id: 'a', eventSourced: false }]))[0]?.version, 2);
  }),
];
