import assert from 'node:assert/strict';
import type { Batch } from '../../runtime/ports/batch.ts';
import type { Begun, ContextStore } from '../../runtime/ports/context-store.ts';
import { batchOf, changeOf, conflictsOf, only, storeCase, type StoreCase } from './rig.ts';

/** Begins a batch in a store that can. */
function begin(store: ContextStore, batch: Batch): Begun {
  const begun = store.begin?.(batch);
  assert.ok(begun, 'the store was expected to begin the batch');
  return begun;
}

/** Batches that are carried out before it is decided whether they are committed. */
export const beginCases: readonly StoreCase[] = [
  storeCase('what was begun is there when it is finished, and not before', async (store, rig) => {
    const other = await rig.open();
    const begun = begin(store, batchOf(changeOf('o1', 0, 2)));
    assert.equal(await store.head(), 0);
    assert.equal(await other.head(), 0);
    assert.deepEqual(await begun.finish(), { firstPosition: 1 });
    assert.equal((await other.log(0, 10)).records.length, 2);
    assert.deepEqual(await store.commit(batchOf(changeOf('o2', 0))), { firstPosition: 3 });
  }),
  storeCase('nothing is left of what was abandoned', async (store, rig) => {
    const other = await rig.open();
    begin(store, batchOf(changeOf('o1', 0, 2))).abandon();
    const before = performance.now();
    assert.deepEqual(await other.commit(batchOf(changeOf('o2', 0))), { firstPosition: 1 });
    // It does not wait for anything to time out.
    assert.ok(performance.now() - before < 700);
    assert.deepEqual(await store.commit(batchOf(changeOf('o1', 0))), { firstPosition: 2 });
    assert.equal(await store.head(), 2);
  }),
  storeCase('one begun batch after the other is finished or abandoned as told', async (store) => {
    const firsts: number[] = [];
    for (const n of [1, 2, 3, 4, 5, 6]) {
      const begun = begin(store, batchOf(changeOf(`o${n}`, 0)));
      if (n % 3 === 0) begun.abandon();
      else firsts.push((await begun.finish()).firstPosition);
    }
    assert.deepEqual(firsts, [1, 2, 3, 4]);
  }),
  storeCase('a begun batch without events is finished with the position 0', async (store) => {
    const row = { projection: 'orders', generation: 0, key: 'a', row: { customer: 'ann' }, fresh: false };
    await store.cursors([{ subscription: 's', start: 0 }]);
    const cursors = [{ subscription: 's', from: 0, to: 7 }];
    assert.deepEqual(await begin(store, batchOf({ rows: [row], cursors })).finish(), { firstPosition: 0 });
    assert.deepEqual(await store.row('orders', 'a'), { customer: 'ann' });
    assert.equal((await store.cursors([{ subscription: 's', start: 0 }]))[0]!.position, 7);
  }),
  storeCase('what refuses a begun batch is told when it is finished', async (store) => {
    await store.commit(batchOf(changeOf('o1', 0)));
    for (const count of [1, 2]) {
      const begun = begin(store, batchOf(changeOf('o1', 0, count)));
      assert.deepEqual(await conflictsOf(begun.finish()), only({ aggregates: ['Order/o1'] }));
    }
    assert.equal(await store.head(), 1);
  }),
  storeCase('what is committed meanwhile goes before what was begun', async (store) => {
    const begun = begin(store, batchOf(changeOf('o1', 0)));
    assert.deepEqual(await store.commit(batchOf(changeOf('o2', 0))), { firstPosition: 1 });
    assert.deepEqual(await begun.finish(), { firstPosition: 2 });
  }),
  storeCase('what is committed meanwhile may refuse what was begun', async (store) => {
    const begun = begin(store, batchOf(changeOf('o1', 0)));
    await store.commit(batchOf(changeOf('o1', 0, 2)));
    assert.deepEqual(await conflictsOf(begun.finish()), only({ aggregates: ['Order/o1'] }));
    assert.equal(await store.head(), 2);
  }),
  storeCase('a second begun batch lets the first be finished, too', async (store) => {
    const first = begin(store, batchOf(changeOf('o1', 0)));
    const second = begin(store, batchOf(changeOf('o2', 0)));
    assert.deepEqual(await first.finish(), { firstPosition: 1 });
    assert.deepEqual(await second.finish(), { firstPosition: 2 });
  }),
  storeCase('a batch that was finished is given again without effect', async (store) => {
    const batch = batchOf(changeOf('o1', 0));
    await begin(store, batch).finish();
    assert.deepEqual(await store.commit(batch), { firstPosition: 1 });
    assert.equal(await store.head(), 1);
  }),
];
