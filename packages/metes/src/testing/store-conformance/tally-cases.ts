import assert from 'node:assert/strict';
import { batchOf, conflictsOf, only, storeCase, type StoreCase } from './rig.ts';

const stock = (key: string, ...deltas: number[]) => ({ tally: 'stock', key, deltas });
const expecting = (key: string, expected: number[], ...deltas: number[]) => ({
  tally: 'stock',
  key,
  deltas,
  expected,
});

/** Tallies: sums that commute and never go below zero. */
export const tallyCases: readonly StoreCase[] = [
  storeCase('a key never used holds zeros', async (store) => {
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[0, 0, 0]]);
    assert.deepEqual(await store.tallies([]), []);
  }),
  storeCase('deltas add up over commits', async (store) => {
    await store.commit(batchOf({ tallies: [stock('k', 10, 0, 0)] }));
    await store.commit(batchOf({ tallies: [stock('k', -3, 3, 0)] }));
    await store.commit(batchOf({ tallies: [stock('k', 0, -1, 1)] }));
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[7, 2, 1]]);
  }),
  storeCase('tallies come in the order of the keys', async (store) => {
    await store.commit(batchOf({ tallies: [stock('a', 1, 0, 0), stock('b', 2, 0, 0)] }));
    assert.deepEqual(await store.tallies(['b', 'x', 'a', 'b'].map((key) => ({ tally: 'stock', key }))), [
      [2, 0, 0],
      [0, 0, 0],
      [1, 0, 0],
      [2, 0, 0],
    ]);
  }),
  storeCase('no account goes below zero', async (store) => {
    await store.commit(batchOf({ tallies: [stock('k', 2, 0, 0)] }));
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf({ tallies: [stock('k', -3, 3, 0)] }))),
      only({ tallies: ['stock/k'] }),
    );
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[2, 0, 0]]);
  }),
  storeCase('a key never used cannot be taken from', async (store) => {
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf({ tallies: [stock('k', 1, -1, 0)] }))),
      only({ tallies: ['stock/k'] }),
    );
  }),
  storeCase('an account may be emptied', async (store) => {
    await store.commit(batchOf({ tallies: [stock('k', 2, 0, 0)] }));
    await store.commit(batchOf({ tallies: [stock('k', -2, 0, 2)] }));
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[0, 0, 2]]);
  }),
  storeCase('only the keys that fall short are named, and none moves', async (store) => {
    await store.commit(batchOf({ tallies: [stock('a', 1, 0, 0), stock('b', 5, 0, 0)] }));
    const refused = batchOf({
      tallies: [stock('a', -2, 0, 0), stock('b', -1, 0, 0), stock('c', -1, 0, 0), stock('d', 1, 0, 0)],
    });
    assert.deepEqual(await conflictsOf(store.commit(refused)), only({ tallies: ['stock/a', 'stock/c'] }));
    assert.deepEqual(await store.tallies(['a', 'b', 'd'].map((key) => ({ tally: 'stock', key }))), [
      [1, 0, 0],
      [5, 0, 0],
      [0, 0, 0],
    ]);
  }),
  storeCase('what a decision rested on must still be held', async (store) => {
    await store.commit(batchOf({ tallies: [stock('k', 4, 0, 0)] }));
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf({ tallies: [expecting('k', [3, 0, 0], 0, 0, 0)] }))),
      only({ tallies: ['stock/k'] }),
    );
    await store.commit(batchOf({ tallies: [expecting('k', [4, 0, 0], -4, 4, 0)] }));
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[0, 4, 0]]);
  }),
  storeCase('nothing held can be expected of a key never used', async (store) => {
    await store.commit(batchOf({ tallies: [expecting('k', [0, 0, 0], 0, 0, 0)] }));
    assert.deepEqual(
      await conflictsOf(store.commit(batchOf({ tallies: [expecting('l', [1, 0, 0], 0, 0, 0)] }))),
      only({ tallies: ['stock/l'] }),
    );
  }),
  storeCase('large safe integers add up exactly', async (store) => {
    const most = Number.MAX_SAFE_INTEGER;
    await store.commit(batchOf({ tallies: [stock('k', most - 1, 0, 0)] }));
    await store.commit(batchOf({ tallies: [stock('k', 1, 0, 0)] }));
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[most, 0, 0]]);
  }),
  storeCase('the last piece goes to one of many', async (store, rig) => {
    await store.commit(batchOf({ tallies: [stock('k', 5, 0, 0)] }));
    const stores = [store, await rig.open(), await rig.open(), await rig.open()];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        stores[index % 4]!.commit(batchOf({ writer: `w${index}`, tallies: [stock('k', -1, 1, 0)] })),
      ),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5);
    assert.deepEqual(await store.tallies([{ tally: 'stock', key: 'k' }]), [[0, 5, 0]]);
  }),
];
