import assert from 'node:assert/strict';
import {
  batchOf,
  changeOf,
  conflictsOf,
  eventOf,
  expectCode,
  only,
  storeCase,
  type StoreCase,
} from './rig.ts';

const answer = {
  principal: 'ann',
  route: 'POST /orders',
  key: 'key-1',
  fingerprint: 'f1',
  answer: { status: 201, headers: { location: '/orders/1' }, body: '{"id":1}' },
};

/** Commits: all or nothing, once, in order. */
export const commitCases: readonly StoreCase[] = [
  storeCase('a commit of a new aggregate can be read back', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0, 2, { total: 3 })));
    assert.deepEqual(await store.aggregates([{ type: 'Order', id: 'o1', eventSourced: false }]), [
      { type: 'Order', id: 'o1', version: 2, state: { total: 3 }, past: [] },
    ]);
  }),
  storeCase('the first position of a commit is the one after the head', async (store) => {
    assert.deepEqual(await store.commit(batchOf(changeOf('o1', 0, 3))), { firstPosition: 1 });
    assert.deepEqual(await store.commit(batchOf(changeOf('o2', 0, 2))), { firstPosition: 4 });
    assert.equal(await store.head(), 5);
  }),
  storeCase('a commit without events has the first position 0', async (store) => {
    assert.deepEqual(
      await store.commit(batchOf({ tallies: [{ tally: 'stock', key: 'k', deltas: [1, 0, 0] }] })),
      { firstPosition: 0 },
    );
    assert.equal(await store.head(), 0);
  }),
  storeCase('an empty batch commits', async (store) => {
    assert.deepEqual(await store.commit(batchOf({})), { firstPosition: 0 });
  }),
  storeCase('positions follow the order of the events in the batch', async (store) => {
    const events = [eventOf('b', 1), eventOf('a', 1), eventOf('b', 2), eventOf('a', 2)];
    await store.commit(
      batchOf({
        events,
        aggregates: ['a', 'b'].map((id) => ({ type: 'Order', id, expected: 0, version: 2, state: {} })),
      }),
    );
    const { records } = await store.log(0, 10);
    assert.deepEqual(
      records.map(({ id }) => id),
      events.map(({ id }) => id),
    );
    assert.deepEqual(
      records.map(({ position }) => position),
      [1, 2, 3, 4],
    );
  }),
  storeCase('positions have no gap after refused commits', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    await conflictsOf(store.commit(batchOf(changeOf('o1', 0, 5))));
    assert.deepEqual(await store.commit(batchOf(changeOf('o2', 0))), { firstPosition: 2 });
  }),
  storeCase('concurrent commits get positions without gaps or doubles', async (store, rig) => {
    const others = [store, await rig.open(), await rig.open()];
    const committed = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        others[index % 3]!.commit(batchOf({ writer: `w${index}`, ...changeOf(`o${index}`, 0, 2) })),
      ),
    );
    const firsts = committed.map(({ firstPosition }) => firstPosition).toSorted((a, b) => a - b);
    assert.deepEqual(
      firsts,
      Array.from({ length: 60 }, (_, index) => index * 2 + 1),
    );
  }),
  storeCase('a new aggregate that exists is a conflict', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf(changeOf('o1', 0)))),
      only({ aggregates: ['Order/o1'] }),
    );
  }),
  storeCase('a change of an aggregate that does not exist is a conflict', async (store) => {
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf(changeOf('o1', 3)))),
      only({ aggregates: ['Order/o1'] }),
    );
  }),
  storeCase('of several aggregates only those that moved are named', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    await store.commit(batchOf(changeOf('o2', 0)));
    await store.commit(batchOf(changeOf('o2', 1)));
    const both = batchOf({
      events: [],
      aggregates: ['o1', 'o2', 'o3'].map((id) => ({ type: 'Order', id, expected: 1, version: 2, state: {} })),
    });
    assert.deepEqual(await conflictsOf(store.commit(both)), only({ aggregates: ['Order/o2', 'Order/o3'] }));
  }),
  storeCase('aggregates of one id and different types do not meet', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    await store.commit(
      batchOf({
        aggregates: [{ type: 'Parcel', id: 'o1', expected: 0, version: 1, state: { parcel: true } }],
        events: [eventOf('o1', 1, { aggregateType: 'Parcel' })],
      }),
    );
    const found = await store.aggregates([
      { type: 'Parcel', id: 'o1', eventSourced: false },
      { type: 'Order', id: 'o1', eventSourced: false },
    ]);
    assert.deepEqual(
      found.map((each) => each?.state),
      [{ parcel: true }, { id: 'o1', version: 1 }],
    );
  }),
  storeCase('a refused commit leaves no trace of any kind', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    await store.cursors([{ subscription: 's', start: 0 }]);
    const before = await store.status();
    const event = { id: 'e', type: 't', typeVersion: 1, data: {}, version: 1, time: 1, correlation: 'c' };
    const refused = batchOf({
      aggregates: [...changeOf('o2', 0).aggregates, ...changeOf('o1', 7).aggregates],
      events: [eventOf('o2', 1)],
      tallies: [{ tally: 'stock', key: 'k', deltas: [5, 0, 0] }],
      answers: [answer],
      cursors: [{ subscription: 's', from: 0, to: 9 }],
      handled: [{ subscription: 's', position: 3, eventId: 'e' }],
      parked: [
        {
          subscription: 's',
          key: 'k',
          position: 2,
          eventId: 'e',
          message: {},
          reactions: [],
          state: 'dead',
          attempts: 1,
          dueInMs: 0,
        },
      ],
      deadlines: [{ deadline: 'd', aggregateId: 'o2', afterMs: 0, event }],
      rows: [{ projection: 'orders', generation: 0, key: 'k', row: {} }],
    });
    assert.deepEqual(await conflictsOf(store.commit(refused)), only({ aggregates: ['Order/o1'] }));
    assert.deepEqual(await store.status(), before);
    assert.deepEqual(await store.aggregates([{ type: 'Order', id: 'o2', eventSourced: false }]), [undefined]);
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[0, 0, 0]]);
    assert.equal(await store.answer(answer), undefined);
    assert.deepEqual((await store.cursors([{ subscription: 's', start: 5 }]))[0]?.handled, []);
    assert.equal(await store.row('orders', 'k'), undefined);
  }),
  storeCase('conflicts of all kinds are named together', async (store) => {
    await store.commit(batchOf({ ...changeOf('o1', 0), answers: [answer] }));
    await store.cursors([{ subscription: 's', start: 2 }]);
    const refused = batchOf({
      ...changeOf('o1', 0),
      tallies: [{ tally: 'stock', key: 'k', deltas: [-1, 0, 0] }],
      answers: [answer],
      cursors: [{ subscription: 's', from: 1, to: 3 }],
      unparked: [{ subscription: 'r', position: 1 }],
      deadlinesDone: [{ deadline: 'd', aggregateId: 'o1', mustExist: true }],
    });
    assert.deepEqual(await conflictsOf(store.commit(refused)), {
      aggregates: ['Order/o1'],
      tallies: ['stock/k'],
      answers: ['key-1'],
      cursors: ['r', 's'],
      deadlines: ['d/o1'],
    });
  }),
  storeCase('a batch given again under its number takes effect once', async (store) => {
    const batch = batchOf({
      ...changeOf('o1', 0, 2),
      tallies: [{ tally: 'stock', key: 'k', deltas: [5, 0, 0] }],
    });
    const first = await store.commit(batch);
    assert.deepEqual(await store.commit(batch), first);
    assert.equal(await store.head(), 2);
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[5, 0, 0]]);
  }),
  storeCase('a batch given again after others still gives its own position', async (store) => {
    const batch = batchOf(changeOf('o1', 0));
    const first = await store.commit(batch);
    await store.commit(batchOf(changeOf('o2', 0)));
    assert.deepEqual(await store.commit(batch), first);
  }),
  storeCase('one number used by two writers is two batches', async (store) => {
    await store.commit(batchOf({ writer: 'w1', sequence: 1, ...changeOf('o1', 0) }));
    await store.commit(batchOf({ writer: 'w2', sequence: 1, ...changeOf('o2', 0) }));
    assert.equal(await store.head(), 2);
  }),
  storeCase('a refused batch may be changed and given again under its number', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    const refused = batchOf(changeOf('o1', 0));
    await conflictsOf(store.commit(refused));
    assert.deepEqual(await store.commit({ ...refused, ...changeOf('o1', 1) }), { firstPosition: 2 });
  }),
  storeCase('a commit whose answer was lost is found when it is given again', async (store, rig) => {
    const batch = batchOf({
      ...changeOf('o1', 0),
      tallies: [{ tally: 'stock', key: 'k', deltas: [1, 0, 0] }],
    });
    rig.loseNextAnswer();
    await expectCode(store.commit(batch), 'METES_STORE_UNAVAILABLE');
    assert.deepEqual(await store.commit(batch), { firstPosition: 1 });
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[1, 0, 0]]);
    assert.equal(await store.head(), 1);
  }),
  storeCase(
    'a commit whose answer was lost is found when its aggregate has moved on since',
    async (store, rig) => {
      await store.cursors([{ subscription: 's', start: 0 }]);
      const batch = batchOf({
        ...changeOf('o1', 0),
        answers: [answer],
        cursors: [{ subscription: 's', from: 0, to: 1 }],
      });
      rig.loseNextAnswer();
      await expectCode(store.commit(batch), 'METES_STORE_UNAVAILABLE');
      const other = await rig.open();
      await other.commit(batchOf({ writer: 'other', ...changeOf('o1', 1) }));
      assert.deepEqual(await store.commit(batch), { firstPosition: 1 });
      assert.equal(await store.head(), 2);
    },
  ),
  storeCase(
    'a commit of several aggregates whose answer was lost is found when its lease is in other hands since',
    async (store, rig) => {
      const other = await rig.open();
      for (const [index, sequence] of [7, 2048].entries()) {
        const [first, second] = [`first-${index}`, `second-${index}`];
        const [lease, changes] = [`lease-${index}`, [changeOf(first, 0, 2), changeOf(second, 0)]];
        assert.equal(await store.lease(lease, 'me', 60_000), true);
        const batch = batchOf({
          writer: 'late',
          sequence,
          aggregates: changes.flatMap(({ aggregates }) => aggregates),
          events: changes.flatMap(({ events }) => events),
          fence: { lease, holder: 'me' },
        });
        rig.loseNextAnswer();
        await expectCode(store.commit(batch), 'METES_STORE_UNAVAILABLE');
        await store.release(lease, 'me');
        assert.equal(await other.lease(lease, 'you', 60_000), true);
        await other.commit(batchOf({ writer: 'other', ...changeOf(first, 2) }));
        const head = await store.head();
        assert.deepEqual(await store.commit(batch), { firstPosition: head - 3 });
        assert.equal(await store.head(), head);
      }
    },
  ),
  storeCase(
    'one event is refused by whatever is not as expected beside it, without a trace',
    async (store) => {
      await store.cursors([{ subscription: 's', start: 0 }]);
      await store.commit(batchOf({ ...changeOf('o1', 0), answers: [answer] }));
      const before = await store.status();
      const tallies = [{ tally: 'stock', key: 'k', deltas: [1, 0, 0] }];
      const refusals = [
        [only({ tallies: ['stock/k'] }), { tallies: [{ ...tallies[0]!, deltas: [-1, 0, 0] }] }],
        [only({ answers: ['key-1'] }), { tallies, answers: [answer] }],
        [only({ cursors: ['s'] }), { tallies, cursors: [{ subscription: 's', from: 1, to: 2 }] }],
      ] as const;
      for (const [conflicts, parts] of refusals) {
        const batch = batchOf({ ...changeOf('o2', 0), ...parts });
        assert.deepEqual(await conflictsOf(store.commit(batch)), conflicts);
        assert.deepEqual(await store.aggregates([{ type: 'Order', id: 'o2', eventSourced: false }]), [
          undefined,
        ]);
        assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[0, 0, 0]]);
      }
      assert.deepEqual(await store.status(), before);
      assert.deepEqual(await store.commit(batchOf({ ...changeOf('o2', 0), tallies })), { firstPosition: 2 });
    },
  ),
  storeCase('an event that is too large is refused before anything is written', async (store) => {
    const note = 'x'.repeat(1_200_000);
    await expectCode(
      store.commit(batchOf({ ...changeOf('o1', 0), events: [eventOf('o1', 1, { data: { note } })] })),
      'METES_STORE_TOO_LARGE',
    );
    await expectCode(
      store.commit(
        batchOf({
          ...changeOf('o1', 0),
          events: [eventOf('o1', 1, { published: [{ contract: 'a.b', version: 1, data: { note } }] })],
        }),
      ),
      'METES_STORE_TOO_LARGE',
    );
    assert.deepEqual(await store.aggregates([{ type: 'Order', id: 'o1', eventSourced: false }]), [undefined]);
  }),
  storeCase('an event of nearly the largest size is kept', async (store) => {
    const note = 'é'.repeat(490_000);
    await store.commit(batchOf({ ...changeOf('o1', 0), events: [eventOf('o1', 1, { data: { note } })] }));
    assert.deepEqual((await store.log(0, 1)).records[0]?.data, { note });
  }),
  storeCase('an id that no store could keep as it is is refused', async (store) => {
    for (const id of ['a\u0000b', 'a\u001fb', 'a\ud800b'])
      await expectCode(store.commit(batchOf(changeOf(id, 0))), 'METES_STORE_TEXT_REFUSED');
    assert.equal(await store.head(), 0);
  }),
  storeCase('after close everything is refused as unavailable', async (store) => {
    await store.close();
    await expectCode(store.commit(batchOf({})), 'METES_STORE_UNAVAILABLE');
    await expectCode(store.head(), 'METES_STORE_UNAVAILABLE');
  }),
];
