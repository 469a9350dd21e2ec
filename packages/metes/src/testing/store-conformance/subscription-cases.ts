import assert from 'node:assert/strict';
import type { ParkedWrite } from '../../runtime/ports/batch.ts';
import { batchOf, conflictsOf, only, storeCase, type StoreCase } from './rig.ts';

function parkedOf(position: number, parts: Partial<ParkedWrite> = {}): ParkedWrite {
  return {
    subscription: 's',
    key: 'k',
    position,
    eventId: `e${position}`,
    message: { n: position },
    reactions: ['r'],
    state: 'retrying',
    attempts: 1,
    dueInMs: 1_000,
    ...parts,
  };
}

/** Cursors, marks and parked messages. */
export const subscriptionCases: readonly StoreCase[] = [
  storeCase('a new subscription starts where it is told, and keeps that', async (store) => {
    assert.deepEqual(
      (await store.cursors([{ subscription: 's', start: 7 }])).map(({ position, handled }) => [
        position,
        handled,
      ]),
      [[7, []]],
    );
    assert.equal((await store.cursors([{ subscription: 's', start: 99 }]))[0]?.position, 7);
  }),
  storeCase('cursors come in the order in which they are asked for', async (store) => {
    const wanted = ['b', 'a', 'c'].map((subscription, start) => ({ subscription, start }));
    assert.deepEqual(
      (await store.cursors(wanted)).map(({ subscription, position }) => [subscription, position]),
      [
        ['b', 0],
        ['a', 1],
        ['c', 2],
      ],
    );
    assert.deepEqual(await store.cursors([]), []);
  }),
  storeCase('a cursor moves with the batch', async (store) => {
    await store.cursors([{ subscription: 's', start: 0 }]);
    await store.commit(batchOf({ cursors: [{ subscription: 's', from: 0, to: 12 }] }));
    assert.equal((await store.cursors([{ subscription: 's', start: 0 }]))[0]?.position, 12);
  }),
  storeCase('a cursor that stands elsewhere is a conflict', async (store) => {
    await store.cursors([
      { subscription: 's', start: 3 },
      { subscription: 't', start: 0 },
    ]);
    const refused = batchOf({
      cursors: [
        { subscription: 's', from: 2, to: 5 },
        { subscription: 't', from: 0, to: 1 },
      ],
    });
    assert.deepEqual(await conflictsOf(store.commit(refused)), only({ cursors: ['s'] }));
    assert.deepEqual((await store.cursors([{ subscription: 't', start: 0 }]))[0]?.position, 0);
  }),
  storeCase('a cursor never opened is a conflict', async (store) => {
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf({ cursors: [{ subscription: 's', from: 0, to: 5 }] }))),
      only({ cursors: ['s'] }),
    );
  }),
  storeCase('a cursor keeps the identity of its log', async (store) => {
    await store.cursors([{ subscription: 's', start: 0 }]);
    await store.commit(batchOf({ cursors: [{ subscription: 's', from: 0, to: 1, epoch: 'e1' }] }));
    assert.equal((await store.cursors([{ subscription: 's', start: 0 }]))[0]?.epoch, 'e1');
  }),
  storeCase('marks ahead of the cursor are kept and go when it passes them', async (store) => {
    await store.cursors([{ subscription: 's', start: 0 }]);
    await store.commit(
      batchOf({
        handled: [3, 5, 9].map((position) => ({ subscription: 's', position, eventId: `e${position}` })),
      }),
    );
    assert.deepEqual((await store.cursors([{ subscription: 's', start: 0 }]))[0]?.handled, [3, 5, 9]);
    await store.commit(batchOf({ cursors: [{ subscription: 's', from: 0, to: 5 }] }));
    assert.deepEqual((await store.cursors([{ subscription: 's', start: 0 }]))[0]?.handled, [9]);
  }),
  storeCase('a batch may mark and pass the mark at once', async (store) => {
    await store.cursors([{ subscription: 's', start: 0 }]);
    await store.commit(
      batchOf({
        handled: [{ subscription: 's', position: 2, eventId: 'e2' }],
        cursors: [{ subscription: 's', from: 0, to: 2 }],
      }),
    );
    assert.deepEqual(
      (await store.cursors([{ subscription: 's', start: 0 }])).map(({ position, handled }) => [
        position,
        handled,
      ]),
      [[2, []]],
    );
  }),
  storeCase('what was handled once is not handled twice', async (store) => {
    await store.cursors([{ subscription: 's', start: 4 }]);
    const mark = (position: number) =>
      batchOf({
        handled: [{ subscription: 's', position, eventId: 'e' }],
        tallies: [{ tally: 'stock', key: 'k', deltas: [1, 0, 0] }],
      });
    await store.commit(mark(6));
    assert.deepEqual(await conflictsOf(store.commit(mark(6))), only({ cursors: ['s'] }));
    assert.deepEqual(await conflictsOf(store.commit(mark(4))), only({ cursors: ['s'] }));
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[1, 0, 0]]);
  }),
  storeCase('of two who move a cursor at once one is refused', async (store, rig) => {
    await store.cursors([{ subscription: 's', start: 0 }]);
    const stores = [store, await rig.open()];
    const outcomes = await Promise.allSettled(
      stores.map((each, index) =>
        each.commit(batchOf({ writer: `w${index}`, cursors: [{ subscription: 's', from: 0, to: 5 }] })),
      ),
    );
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  }),
  storeCase('parked messages come back whole, in the order of positions', async (store) => {
    const cause = { code: 'METES_X', message: 'broke', stack: 'at x' };
    await store.commit(
      batchOf({
        parked: [
          parkedOf(5, { cause }),
          parkedOf(2, { subscription: 't', state: 'dead', dueInMs: 0, attempts: 9, cause }),
          parkedOf(9, { state: 'waiting', dueInMs: 0, attempts: 0 }),
        ],
      }),
    );
    const parked = await store.parked({ limit: 10 });
    assert.deepEqual(
      parked.map(({ position }) => position),
      [2, 5, 9],
    );
    const { dueInMs, parkedAt, ...rest } = parked[1]!;
    assert.deepEqual(rest, {
      subscription: 's',
      key: 'k',
      position: 5,
      eventId: 'e5',
      message: { n: 5 },
      reactions: ['r'],
      state: 'retrying',
      attempts: 1,
      cause,
    });
    assert.ok(dueInMs > 0 && dueInMs <= 1_000 && Math.abs((await store.now()) - parkedAt) < 60_000);
    assert.equal(parked[2]?.cause, undefined);
  }),
  storeCase('parked messages are listed by subscription, state and number', async (store) => {
    await store.commit(
      batchOf({
        parked: [
          parkedOf(1),
          parkedOf(2, { state: 'dead' }),
          parkedOf(3, { subscription: 't' }),
          parkedOf(4),
        ],
      }),
    );
    const positions = async (filter: { subscription?: string; state?: 'retrying' | 'dead'; limit: number }) =>
      (await store.parked(filter)).map(({ position }) => position);
    assert.deepEqual(await positions({ subscription: 's', limit: 9 }), [1, 2, 4]);
    assert.deepEqual(await positions({ state: 'retrying', limit: 9 }), [1, 3, 4]);
    assert.deepEqual(await positions({ subscription: 's', state: 'retrying', limit: 1 }), [1]);
  }),
  storeCase('parking a message again replaces what is known of it', async (store) => {
    await store.commit(batchOf({ parked: [parkedOf(1)] }));
    const [before] = await store.parked({ limit: 1 });
    await store.commit(
      batchOf({ parked: [parkedOf(1, { attempts: 2, state: 'dead', reactions: ['q'], dueInMs: 0 })] }),
    );
    const [after] = await store.parked({ limit: 9 });
    assert.deepEqual(
      [after?.attempts, after?.state, after?.reactions, after?.parkedAt],
      [2, 'dead', ['q'], before?.parkedAt],
    );
  }),
  storeCase('of several writes of a parked message in one batch the last one counts', async (store) => {
    await store.commit(batchOf({ parked: [parkedOf(1), parkedOf(1, { state: 'dead', attempts: 3 })] }));
    assert.deepEqual(
      (await store.parked({ limit: 9 })).map(({ state, attempts }) => [state, attempts]),
      [['dead', 3]],
    );
  }),
  storeCase('a parked message becomes due by the clock of the store', async (store, rig) => {
    await store.commit(batchOf({ parked: [parkedOf(1, { dueInMs: 30 })] }));
    await rig.pass(50);
    assert.ok((await store.parked({ limit: 1 }))[0]!.dueInMs <= 0);
  }),
  storeCase('a message that is done with is unparked, once', async (store) => {
    await store.commit(batchOf({ parked: [parkedOf(1), parkedOf(2)] }));
    await store.commit(batchOf({ unparked: [{ subscription: 's', position: 1 }] }));
    assert.deepEqual(
      (await store.parked({ limit: 9 })).map(({ position }) => position),
      [2],
    );
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf({ unparked: [{ subscription: 's', position: 1 }] }))),
      only({ cursors: ['s'] }),
    );
  }),
  storeCase('the head of each key is its first parked message, unless that is dead', async (store) => {
    await store.commit(
      batchOf({
        parked: [
          parkedOf(1, { key: 'a', dueInMs: 500 }),
          parkedOf(2, { key: 'a', state: 'waiting', dueInMs: 0 }),
          parkedOf(3, { key: 'b', state: 'dead', dueInMs: 0 }),
          parkedOf(4, { key: 'b', state: 'waiting', dueInMs: 0 }),
          parkedOf(5, { key: '😀', state: 'waiting', dueInMs: 0 }),
          parkedOf(6, { key: '', dueInMs: 100 }),
          parkedOf(7, { key: 'c', subscription: 't', dueInMs: 0 }),
        ],
      }),
    );
    const heads = async (keys: readonly string[], withinMs: number, limit: number) =>
      (await store.parkedHeads('s', { keys, withinMs, limit })).map(({ position }) => position);
    assert.deepEqual(await heads(['a', 'b', 'c', '😀', 'nobody', '😀'], 60_000, 10), [5, 6, 1]);
    assert.deepEqual(await heads([], 60_000, 10), [6, 1]);
    assert.deepEqual(await heads([], 60_000, 1), [6]);
    assert.deepEqual(await heads([], 250, 10), [6]);
    assert.deepEqual(await heads(['a', 'b'], 0, 10), [1]);
    assert.deepEqual(await heads(['', '😀'], 60_000, 0), [5, 6]);
    assert.deepEqual(await store.parkedHeads('nobody', { keys: ['a'], withinMs: 60_000, limit: 10 }), []);
  }),
  storeCase('a message that is retried is no head behind another one of its key', async (store) => {
    await store.commit(
      batchOf({ parked: [parkedOf(1, { state: 'dead' }), parkedOf(2), parkedOf(3, { key: 'l' })] }),
    );
    const heads = await store.parkedHeads('s', { keys: ['k'], withinMs: 60_000, limit: 10 });
    assert.deepEqual(
      heads.map(({ position, message }) => [position, message]),
      [[3, { n: 3 }]],
    );
  }),
  storeCase('the places of parked messages come page by page, in the order of keys', async (store) => {
    await store.commit(
      batchOf({
        parked: [
          parkedOf(9, { key: 'b' }),
          parkedOf(3, { key: 'b', state: 'dead' }),
          parkedOf(5, { key: '', state: 'waiting' }),
          parkedOf(6, { key: '\uff5e' }),
          parkedOf(7, { key: '😀' }),
          parkedOf(8, { key: 'b', subscription: 't' }),
        ],
      }),
    );
    const all = [
      { key: '', position: 5, state: 'waiting' },
      { key: 'b', position: 3, state: 'dead' },
      { key: 'b', position: 9, state: 'retrying' },
      { key: '\uff5e', position: 6, state: 'retrying' },
      { key: '😀', position: 7, state: 'retrying' },
    ];
    assert.deepEqual(await store.parkedPlaces('s', { limit: 9 }), all);
    assert.deepEqual(await store.parkedPlaces('s', { limit: 2 }), all.slice(0, 2));
    assert.deepEqual(await store.parkedPlaces('s', { after: all[1], limit: 2 }), all.slice(2, 4));
    assert.deepEqual(await store.parkedPlaces('s', { after: all[4], limit: 2 }), []);
    assert.deepEqual(await store.parkedPlaces('nobody', { limit: 2 }), []);
  }),
  storeCase('redriving makes dead letters due again, with attempts counted anew', async (store) => {
    await store.commit(
      batchOf({
        parked: [
          parkedOf(1, { state: 'dead', attempts: 8, dueInMs: 0 }),
          parkedOf(2, { state: 'waiting', dueInMs: 0 }),
          parkedOf(3, { subscription: 't', state: 'dead' }),
        ],
      }),
    );
    assert.equal(await store.redrive({ subscription: 's' }), 1);
    const [first, second, third] = await store.parked({ limit: 9 });
    assert.deepEqual(
      [first?.state, first?.attempts, second?.state, third?.state],
      ['retrying', 0, 'waiting', 'dead'],
    );
    assert.ok(first!.dueInMs <= 0);
    assert.equal(await store.redrive({ position: 1 }), 0);
    assert.equal(await store.redrive({}), 1);
  }),
];
