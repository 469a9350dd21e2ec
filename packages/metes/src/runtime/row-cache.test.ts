import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Json } from '../base/json.ts';
import { projection } from '../model/projection.ts';
import type { ContextStore } from './ports/context-store.ts';
import { RowCache } from './row-cache.ts';

const numbers = projection('numbers', { row: z.strictObject({ n: z.int() }), on: () => [] });

/** A cache over a store whose answers come when they are given. */
function cacheOf() {
  let give: (rows: readonly (Json | undefined)[]) => void = () => undefined;
  let asked = 0;
  const rowsByKey = (): Promise<readonly (Json | undefined)[]> =>
    new Promise((resolve) => {
      asked++;
      give = resolve;
    });
  const cache = new RowCache(numbers, { rowsByKey } as unknown as ContextStore, 10, 3);
  cache.begin(0);
  return { cache, give: (...rows: (Json | undefined)[]) => give(rows), asked: () => asked };
}

it('takes nothing from the store that was changed or dropped here while it was being read', async () => {
  const { cache, give } = cacheOf();
  const loading = cache.load(['changed', 'dropped', 'other', 'none']);
  cache.put('changed', { n: 2 });
  cache.put('dropped', { n: 2 });
  cache.forget('dropped');
  give({ n: 1 }, { n: 1 }, { n: 1 }, undefined);
  await loading;
  expect(cache.get('changed')).toEqual({ n: 2 });
  expect(cache.has('dropped')).toBe(false);
  expect(cache.get('other')).toEqual({ n: 1 });
  expect([cache.has('none'), cache.get('none')]).toEqual([true, undefined]);
});

it('takes nothing that was being read when it began anew', async () => {
  const { cache, give } = cacheOf();
  const loading = cache.load(['a']);
  cache.begin(1);
  give({ n: 1 });
  await loading;
  expect(cache.has('a')).toBe(false);
});

it('keeps what rounds have written and the store does not have yet, however many rows there are', () => {
  const { cache } = cacheOf();
  const written = new Map([
    ['k0', {}],
    ['k3', {}],
  ]);
  cache.hold(written);
  for (let n = 0; n < 15; n++) cache.put(`k${n}`, { n });
  cache.trim();
  expect(['k0', 'k1', 'k3', 'k6', 'k7'].map((key) => cache.has(key))).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  cache.release(written);
  for (let n = 15; n < 20; n++) cache.put(`k${n}`, { n });
  cache.trim();
  expect(['k0', 'k3', 'k15'].map((key) => cache.has(key))).toEqual([false, false, true]);
});

it('takes rows for absent after so many were looked for in vain, until one is there after all', async () => {
  const { cache, give, asked } = cacheOf();
  const load = async (keys: readonly string[], ...found: (Json | undefined)[]): Promise<number> => {
    const before = asked();
    const loading = cache.load(keys);
    give(...found);
    await loading;
    return asked() - before;
  };
  expect(await load(['a', 'b'], undefined, undefined)).toBe(1);
  expect(await load(['c', 'd'], { n: 1 }, undefined)).toBe(1);
  expect(await load(['e', 'f'], undefined, undefined)).toBe(1);
  expect(await load(['g', 'h'])).toBe(0);
  expect(['d', 'g', 'h'].map((key) => cache.isTakenForAbsent(key))).toEqual([false, true, true]);
  cache.put('g', { n: 1 });
  expect([cache.isTakenForAbsent('g'), cache.get('g'), cache.get('h')]).toEqual([false, { n: 1 }, undefined]);
  // What was dropped again is not known either.
  expect(cache.isTakenForAbsent('never looked for')).toBe(true);
  cache.lookAgain();
  expect([cache.has('g'), cache.has('h')]).toEqual([true, false]);
  expect(await load(['h', 'i', 'j', 'k', 'l'], ...Array.from({ length: 5 }, () => undefined))).toBe(1);
  expect(await load(['m'], undefined)).toBe(1);
  expect(await load(['n'])).toBe(0);
});

it('keeps few rows once all were new and nobody came back to one, and all again when somebody does', async () => {
  const store = { rowsByKey: (_: string, __: number, keys: readonly string[]) => keys.map(() => undefined) };
  const cache = new RowCache(numbers, store as unknown as ContextStore, 100, 3);
  cache.begin(0);
  let next = 0;
  const fold = async (rows: number): Promise<void> => {
    for (let n = 0; n < rows; n++, next++) {
      await cache.load([`k${next}`]);
      cache.put(`k${next}`, { n: next });
      cache.trim();
    }
  };
  const kept = (): number =>
    Array.from({ length: next }, (_, n) => n).filter((n) => cache.has(`k${n}`)).length;
  await fold(150);
  expect(kept()).toBeGreaterThanOrEqual(50);
  await fold(150);
  expect(kept()).toBeLessThanOrEqual(10);
  await cache.load([`k${next - 1}`]);
  await fold(60);
  expect(kept()).toBeGreaterThanOrEqual(50);
});
