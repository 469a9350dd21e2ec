import type { ParkedPage, ParkedPlace, StoredParked, WantedHeads } from '../runtime/ports/context-store.ts';
import { byCodePoints, type ContextData, type KeptParked } from './memory-database.ts';
import { storedParked } from './memory-records.ts';

/** Where messages of a subscription are parked, in the order of keys and positions. */
export function parkedPlaces(
  data: ContextData,
  subscription: string,
  { after, limit }: ParkedPage,
): readonly ParkedPlace[] {
  const order = (
    a: Pick<ParkedPlace, 'key' | 'position'>,
    b: Pick<ParkedPlace, 'key' | 'position'>,
  ): number => byCodePoints(a.key, b.key) || a.position - b.position;
  return [...data.parked.values()]
    .filter((each) => each.subscription === subscription && (!after || order(each, after) > 0))
    .toSorted(order)
    .slice(0, limit)
    .map(({ key, position, state }) => ({ key, position, state }));
}

/** The heads of the named keys, and those that are retried soon. */
export function parkedHeads(
  data: ContextData,
  now: number,
  subscription: string,
  { keys, withinMs, limit }: WantedHeads,
): readonly StoredParked[] {
  const heads = new Map<string, KeptParked>();
  for (const each of data.parked.values()) {
    if (each.subscription === subscription && each.position < (heads.get(each.key)?.position ?? Infinity))
      heads.set(each.key, each);
  }
  const named = new Set(keys);
  const order = (a: KeptParked, b: KeptParked): number => a.dueAt - b.dueAt || a.position - b.position;
  const living = [...heads.values()].filter(({ state }) => state !== 'dead');
  const soon = living
    .filter(({ state, dueAt }) => state === 'retrying' && dueAt <= now + withinMs)
    .toSorted(order)
    .slice(0, limit);
  return [...new Set([...soon, ...living.filter(({ key }) => named.has(key))])]
    .toSorted(order)
    .map((each) => storedParked(each, now));
}
