import assert from 'node:assert/strict';
import { batchOf, changeOf, conflictsOf, expectCode, only, storeCase, type StoreCase } from './rig.ts';

const row = (key: string, content: unknown, generation = 0) => ({
  projection: 'orders',
  generation,
  key,
  row: content,
});

/** Rows of projections and their generations. */
export const projectionCases: readonly StoreCase[] = [
  storeCase('a row is written, replaced and removed', async (store) => {
    await store.commit(batchOf({ rows: [row('a', { n: 1 })] }));
    assert.deepEqual(await store.row('orders', 'a'), { n: 1 });
    await store.commit(batchOf({ rows: [row('a', { n: 2 })] }));
    assert.deepEqual(await store.row('orders', 'a'), { n: 2 });
    await store.commit(batchOf({ rows: [row('a', null), row('never', null)] }));
    assert.equal(await store.row('orders', 'a'), undefined);
  }),
  storeCase('of several writes of a row in one batch the last one counts', async (store) => {
    await store.commit(
      batchOf({ rows: [row('a', { n: 1 }), row('b', { n: 1 }), row('a', { n: 2 }), row('b', null)] }),
    );
    assert.deepEqual([await store.row('orders', 'a'), await store.row('orders', 'b')], [{ n: 2 }, undefined]);
  }),
  storeCase('a row that must not be there refuses the whole batch where it is', async (store) => {
    const isNew = (key: string, content: unknown) => ({ ...row(key, content), fresh: true });
    await store.cursors([{ subscription: 's', start: 0 }]);
    const cursor = { subscription: 's', from: 0, to: 4 };
    await store.commit(batchOf({ rows: [isNew('a', { n: 1 }), isNew('b', null), row('c', { n: 1 })] }));
    for (const beside of [{}, changeOf('o', 0)]) {
      for (const tried of [[isNew('a', { n: 2 })], [isNew('c', null), row('a', { n: 2 })]])
        assert.deepEqual(
          await conflictsOf(store.commit(batchOf({ rows: tried, cursors: [cursor], ...beside }))),
          { rows: [`orders/${tried[0]!.key}`] },
        );
      assert.deepEqual(
        await conflictsOf(
          store.commit(batchOf({ rows: [isNew('d', {})], cursors: [{ ...cursor, from: 1 }], ...beside })),
        ),
        only({ cursors: ['s'] }),
      );
    }
    assert.deepEqual(await store.rowsByKey('orders', 0, ['a', 'b', 'c', 'd']), [
      { n: 1 },
      undefined,
      { n: 1 },
      undefined,
    ]);
    assert.equal((await store.cursors([{ subscription: 's', start: 0 }]))[0]!.position, 0);
  }),
  storeCase('of a row that must not be there the first write of a batch tells', async (store) => {
    const twice = [{ ...row('a', { n: 1 }), fresh: true }, row('a', { n: 2 })];
    await store.commit(batchOf({ rows: [...twice, { ...row('b', { n: 1 }), fresh: true }, row('b', null)] }));
    assert.deepEqual(await store.rowsByKey('orders', 0, ['a', 'b']), [{ n: 2 }, undefined]);
    assert.deepEqual(await conflictsOf(store.commit(batchOf({ rows: twice }))), { rows: ['orders/a'] });
    await store.commit(batchOf({ rows: [row('a', { n: 3 }), { ...row('a', { n: 4 }), fresh: true }] }));
    assert.deepEqual(await store.row('orders', 'a'), { n: 4 });
  }),
  storeCase(
    'rows that must not be there are written once when their batch is given again',
    async (store, rig) => {
      const fresh = [{ ...row('a', { n: 1 }), fresh: true }];
      for (const batch of [
        batchOf({ rows: fresh }),
        batchOf({ rows: [{ ...fresh[0]!, key: 'b' }], ...changeOf('o', 0) }),
      ]) {
        rig.loseNextAnswer();
        await expectCode(store.commit(batch), 'METES_STORE_UNAVAILABLE');
        const { firstPosition } = await store.commit(batch);
        assert.equal(firstPosition, batch.events.length);
      }
      assert.deepEqual(await store.rowsByKey('orders', 0, ['a', 'b']), [{ n: 1 }, { n: 1 }]);
    },
  ),
  storeCase('rows by key come in the order of the keys', async (store) => {
    await store.commit(batchOf({ rows: [row('a', { n: 1 }), row('b', { n: 2 })] }));
    assert.deepEqual(await store.rowsByKey('orders', 0, ['b', 'x', 'a']), [{ n: 2 }, undefined, { n: 1 }]);
    assert.deepEqual(await store.rowsByKey('orders', 0, []), []);
  }),
  storeCase('rows are listed by equal fields, in the order of keys', async (store) => {
    await store.commit(
      batchOf({
        rows: [
          row('c', { customer: 'ann', amount: 5 }),
          row('a', { customer: 'ann', amount: 7 }),
          row('b', { customer: 'bob', amount: 5 }),
        ],
      }),
    );
    const keys = async (where: Record<string, string | number>) =>
      (await store.rows({ projection: 'orders', where, limit: 10 })).map(({ key }) => key);
    assert.deepEqual(await keys({ customer: 'ann' }), ['a', 'c']);
    assert.deepEqual(await keys({ amount: 5 }), ['b', 'c']);
    assert.deepEqual(await keys({ customer: 'ann', amount: 5 }), ['c']);
    assert.deepEqual(await keys({}), ['a', 'b', 'c']);
    assert.deepEqual(await keys({ customer: 'eve' }), []);
  }),
  storeCase('a text is not equal to a number', async (store) => {
    await store.commit(
      batchOf({
        rows: [
          row('a', { amount: 5 }),
          row('b', { amount: '5' }),
          row('c', { amount: null }),
          row('d', { amount: [5] }),
        ],
      }),
    );
    const keys = async (amount: string | number) =>
      (await store.rows({ projection: 'orders', where: { amount }, limit: 10 })).map(({ key }) => key);
    assert.deepEqual([await keys(5), await keys('5'), await keys('null')], [['a'], ['b'], []]);
  }),
  storeCase('a row is found by its fields as they are, not as they were', async (store) => {
    await store.commit(batchOf({ rows: [row('a', { customer: 'ann' })] }));
    await store.commit(batchOf({ rows: [row('a', { customer: 'bob' })] }));
    assert.deepEqual(await store.rows({ projection: 'orders', where: { customer: 'ann' }, limit: 10 }), []);
    assert.deepEqual(await store.rows({ projection: 'orders', where: { customer: 'bob' }, limit: 10 }), [
      { key: 'a', row: { customer: 'bob' } },
    ]);
  }),
  storeCase('very long texts can be listed by', async (store) => {
    const long = (end: string): string => `${'ö'.repeat(5_000)}${end}`;
    await store.commit(
      batchOf({ rows: [row('a', { customer: long('1') }), row('b', { customer: long('2') })] }),
    );
    assert.deepEqual(
      (await store.rows({ projection: 'orders', where: { customer: long('2') }, limit: 10 })).map(
        ({ key }) => key,
      ),
      ['b'],
    );
  }),
  storeCase('rows come in pages, keys in the order of their code points', async (store) => {
    const keys = ['A', 'Z', 'a', 'é', '\uff5e', '😀'];
    await store.commit(batchOf({ rows: keys.toReversed().map((key) => row(key, { customer: 'ann' })) }));
    const page = async (limit: number, after?: string) =>
      (
        await store.rows({
          projection: 'orders',
          where: { customer: 'ann' },
          limit,
          ...(after === undefined ? {} : { after }),
        })
      ).map(({ key }) => key);
    assert.deepEqual(await page(4), keys.slice(0, 4));
    assert.deepEqual(await page(4, keys[3]), keys.slice(4));
    assert.deepEqual(
      (await store.rows({ projection: 'orders', where: {}, limit: 9, after: 'a' })).map(({ key }) => key),
      keys.slice(3),
    );
  }),
  storeCase('listing by a field that is no index is refused', async (store) => {
    await expectCode(
      store.rows({ projection: 'orders', where: { other: 1 }, limit: 1 }),
      'METES_STORE_FIELD_NOT_INDEXED',
    );
    await expectCode(
      store.rows({ projection: 'products', where: { customer: 'ann' }, limit: 1 }),
      'METES_STORE_FIELD_NOT_INDEXED',
    );
  }),
  storeCase('a projection never built has the generation 0', async (store) => {
    assert.equal(await store.generation('orders'), 0);
    assert.equal(await store.generation('unheard-of'), 0);
  }),
  storeCase('a new generation is built beside the one that is read', async (store) => {
    await store.commit(batchOf({ rows: [row('a', { n: 'old' })] }));
    const next = await store.beginGeneration('orders');
    assert.equal(next, 1);
    await store.commit(batchOf({ rows: [row('a', { n: 'new' }, next), row('b', { n: 'new' }, next)] }));
    assert.deepEqual(await store.row('orders', 'a'), { n: 'old' });
    assert.deepEqual(await store.rows({ projection: 'orders', where: {}, limit: 9 }), [
      { key: 'a', row: { n: 'old' } },
    ]);
    assert.deepEqual(await store.rowsByKey('orders', next, ['b']), [{ n: 'new' }]);
    assert.equal(await store.generation('orders'), 0);
  }),
  storeCase('a finished generation is the one that is read, at the cursors it has reached', async (store) => {
    await store.cursors([{ subscription: 'orders/ordering', start: 0 }]);
    await store.commit(
      batchOf({
        rows: [row('a', { n: 'old' }), row('gone', {})],
        handled: [{ subscription: 'orders/ordering', position: 5, eventId: 'e' }],
      }),
    );
    const next = await store.beginGeneration('orders');
    await store.commit(batchOf({ rows: [row('a', { n: 'new' }, next)] }));
    await store.finishGeneration('orders', next, [
      { subscription: 'orders/ordering', position: 40 },
      { subscription: 'orders/payments', position: 7 },
    ]);
    assert.equal(await store.generation('orders'), next);
    assert.deepEqual(
      [await store.row('orders', 'a'), await store.row('orders', 'gone')],
      [{ n: 'new' }, undefined],
    );
    assert.deepEqual(await store.rowsByKey('orders', 0, ['a', 'gone']), [undefined, undefined]);
    const cursors = await store.cursors([
      { subscription: 'orders/ordering', start: 0 },
      { subscription: 'orders/payments', start: 0 },
    ]);
    assert.deepEqual(
      cursors.map(({ position, handled }) => [position, handled]),
      [
        [40, []],
        [7, []],
      ],
    );
  }),
  storeCase('rows of a generation that is neither read nor built are refused', async (store) => {
    const refused = async (generation: number) =>
      (
        await conflictsOf(
          store.commit(batchOf({ rows: [row('a', { n: 1 }, generation), row('b', null, generation)] })),
        )
      )['projections'];
    assert.deepEqual(await refused(1), ['orders']);
    const next = await store.beginGeneration('orders');
    await store.commit(batchOf({ rows: [row('a', { n: 'old' }), row('a', { n: 'new' }, next)] }));
    await store.finishGeneration('orders', next, []);
    assert.deepEqual(await refused(0), ['orders']);
    assert.deepEqual(await store.row('orders', 'a'), { n: 'new' });
  }),
  storeCase('only the generation that is being built can be finished', async (store) => {
    const first = await store.beginGeneration('orders');
    const second = await store.beginGeneration('orders');
    assert.deepEqual((await conflictsOf(store.finishGeneration('orders', first, [])))['projections'], [
      'orders',
    ]);
    await store.finishGeneration('orders', second, []);
    assert.equal(await store.generation('orders'), second);
    await conflictsOf(store.finishGeneration('orders', second, []));
  }),
  storeCase('a generation that has not seen what its cursor has is not finished', async (store) => {
    const subscription = 'orders/ordering';
    const before = await store.cursors([{ subscription, start: 0 }]);
    assert.equal(before[0]!.position, 0);
    await store.commit(batchOf({ cursors: [{ subscription, from: 0, to: 8, epoch: 'one' }] }));
    const next = await store.beginGeneration('orders');
    const finish = (position: number, epoch?: string) =>
      store.finishGeneration('orders', next, [
        { subscription, position, ...(epoch === undefined ? {} : { epoch }) },
      ]);
    assert.deepEqual((await conflictsOf(finish(7, 'one')))['cursors'], [subscription]);
    assert.deepEqual(
      [await store.generation('orders'), (await store.cursors([{ subscription, start: 0 }]))[0]!.position],
      [0, 8],
    );
    // Positions of another log say nothing about this one.
    await finish(7, 'two');
    const [cursor] = await store.cursors([{ subscription, start: 0 }]);
    assert.deepEqual([await store.generation('orders'), cursor!.position, cursor!.epoch], [next, 7, 'two']);
  }),
  storeCase('what was set aside before a rebuild is done with when it is finished', async (store) => {
    const parked = (subscription: string, position: number) => ({
      subscription,
      key: 'k',
      position,
      eventId: 'e',
      message: {},
      reactions: [],
      state: 'dead' as const,
      attempts: 0,
      dueInMs: 0,
    });
    await store.commit(batchOf({ parked: [parked('p', 3), parked('p', 5), parked('q', 3)] }));
    await store.finishGeneration('orders', await store.beginGeneration('orders'), [
      { subscription: 'p', position: 4 },
    ]);
    assert.deepEqual(
      (await store.parked({ limit: 9 })).map(({ subscription, position }) => [subscription, position]),
      [
        ['q', 3],
        ['p', 5],
      ],
    );
  }),
  storeCase('a generation begun and never finished is dropped by the next', async (store) => {
    const first = await store.beginGeneration('orders');
    await store.commit(batchOf({ rows: [row('a', { n: 1 }, first)] }));
    const second = await store.beginGeneration('orders');
    assert.equal(second, first + 1);
    assert.deepEqual(await store.rowsByKey('orders', first, ['a']), [undefined]);
    assert.deepEqual(await store.rowsByKey('orders', second, ['a']), [undefined]);
  }),
];
