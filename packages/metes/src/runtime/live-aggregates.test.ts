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

  it('that are new make room for newer ones, not for those that were read; read again, one is no longer new', () => {
    const live = new LiveAggregates(20);
    for (const id of ['a', 'b']) live.put(id, counter(id));
    for (const id of ['c', 'd', 'e']) live.begin(id, counter(id));
    live.trim();
    live.begin('f', counter('f'));
    live.put('d', counter('d'));
    expect(live.size).toBe(5);
    for (const id of ['g', 'h', 'i', 'j', 'k']) {
      live.begin(id, counter(id));
      live.trim();
    }
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'k'].filter((id) => live.has(id))).toEqual(['a', 'b', 'd', 'k']);
    for (const id of ['a', 'k']) live.evict(id);
    live.doubt('d');
    expect(['a', 'd', 'k'].filter((id) => live.has(id) || live.peek(id) || live.get(id))).toEqual([]);
  });

  it('have all the room as long as none is new', () => {
    const live = new LiveAggregates(20);
    const ids = Array.from({ length: 20 }, (_, index) => `a${index}`);
    for (const id of [...ids, ...ids]) {
      live.put(id, live.get(id) ?? counter(id));
      live.trim();
    }
    expect(ids.filter((id) => !live.has(id))).toEqual([]);
  });

  it('stay, however many there are, while the store does not have them yet', () => {
    const live = new LiveAggregates(0);
    for (const id of ['a', 'b', 'c']) live.put(id, counter(id));
    for (const id of ['d', 'e', 'f']) live.begin(id, counter(id));
    live.trim(new Map(['a', 'd'].map((id) => [id, counter(id)])));
    expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((id) => live.has(id))).toEqual(['a', 'd']);
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
