import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, changeOf } from '../testing/store-conformance/rig.ts';
import { memoryStore } from './index.ts';
import { byCodePoints, keyOf, MemoryDatabase } from './memory-database.ts';

describe('the order of keys in memory', () => {
  it('is the order of their bytes in UTF-8', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byCodePoints(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});

describe('a key of several texts', () => {
  it('is that of no others', () => {
    expect(keyOf('a', 'b/c')).not.toBe(keyOf('a/b', 'c'));
    expect(keyOf('a', 1)).not.toBe(keyOf('a', '1'));
  });
});

describe('a store in memory', () => {
  it('passes the faults that were planned around its operations', async () => {
    const passed: string[] = [];
    const store = memoryStore({
      context: 'ordering',
      clock: { now: () => 0 },
      faults: (operation, phase) => void passed.push(`${phase} ${operation}`),
    });
    await store.commit(batchOf(changeOf('o1', 0)));
    expect(passed).toEqual(['before commit', 'after commit']);
  });

  it('does nothing when the fault before throws', async () => {
    const database = new MemoryDatabase();
    let failing = true;
    const store = memoryStore({
      context: 'ordering',
      clock: { now: () => 0 },
      database,
      faults: (_, phase) => {
        if (failing && phase === 'before') throw new RangeError('planned');
      },
    });
    await expect(store.commit(batchOf(changeOf('o1', 0)))).rejects.toThrow('planned');
    failing = false;
    expect(await store.head()).toBe(0);
  });

  it('forgets expired answers in portions', async () => {
    let now = 0;
    const store = memoryStore({ context: 'ordering', clock: { now: () => now }, answersKeptMs: 10 });
    const answer = {
      principal: 'p',
      route: 'r',
      fingerprint: 'f',
      answer: { status: 200, headers: {}, body: '' },
    };
    await store.commit(batchOf({ answers: ['a', 'b', 'c'].map((key) => ({ ...answer, key })) }));
    now = 10;
    expect([await store.cleanUp(2), await store.cleanUp(2), await store.cleanUp(2)]).toEqual([2, 1, 0]);
  });
});
