import { describe, expect, it } from 'vitest';
import { Counter } from './counters-under-test.ts';
import { LiveAggregates } from './live-aggregates.ts';

const counter = (id: string) => new Counter({ id, version: 1, state: { total: 0, notes: [] } });

describe('aggregates in memory', () => {
  it('are dropped when there are too many, those that were not used lately', () => {
    const live = new LiveAggregates(4);
    for (const id of ['a', 'b', 'c', 'd', 'e']) live.put(id, counter(id));
    live.trim();
    live.get('b');
    live.peek('c');
    live.put('f', counter('f'));
    live.trim();
    expect(['a', 'b', 'c', 'f'].map((id) => live.get(id)?.id)).toEqual([undefined, 'b', undefined, 'f']);
  });

  it('stay, however many there are, while the store does not have them yet', () => {
    const live = new LiveAggregates(1);
    for (const id of ['a', 'b', 'c']) live.put(id, counter(id));
    live.trim(new Map([['a', counter('a')]]));
    expect(['a', 'b', 'c'].map((id) => live.has(id))).toEqual([true, false, false]);
  });

  it('that are in doubt are remembered, as many as may be kept, the last ones', () => {
    const live = new LiveAggregates(2);
    for (const id of ['a', 'b', 'c', 'a']) live.doubt(id);
    expect(['a', 'b', 'c'].map((id) => live.isUncertain(id))).toEqual([true, true, true]);
    live.trim();
    expect(['a', 'b', 'c'].map((id) => live.isUncertain(id))).toEqual([true, false, true]);
    live.knownAbsent('a');
    live.put('c', counter('c'));
    expect(['a', 'c'].map((id) => live.isUncertain(id))).toEqual([false, false]);
  });
});
