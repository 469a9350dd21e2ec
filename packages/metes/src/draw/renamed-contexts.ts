import type { ContextPicture, MapPicture } from './map-picture.ts';

/** How much two contexts must have in common to be taken for one under two names, from 0 to 1. */
const alike = 0.5;

/**
 * Contexts that have another name since: one that is gone and one that is new, with the same purpose or with at least
 * half of their words, aggregates and contracts in common. Old name to new name.
 */
export function renamedContexts(before: MapPicture, after: MapPicture): ReadonlyMap<string, string> {
  const names = (map: MapPicture): Set<string> => new Set(map.contexts.map((each) => each.name));
  const gone = before.contexts.filter((each) => !names(after).has(each.name));
  const fresh = after.contexts.filter((each) => !names(before).has(each.name));
  const pairs = gone
    .flatMap((old) => fresh.map((young) => ({ old, young, likeness: likeness(old, young) })))
    .filter((each) => each.likeness >= alike)
    .toSorted((a, b) => b.likeness - a.likeness);
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const { old, young } of pairs) {
    if (renamed.has(old.name) || taken.has(young.name)) continue;
    renamed.set(old.name, young.name);
    taken.add(young.name);
  }
  return renamed;
}

/** A map in which renamed contexts have their new names everywhere, their contracts included. */
export function withNewNames(map: MapPicture, renamed: ReadonlyMap<string, string>): MapPicture {
  if (renamed.size === 0) return map;
  const name = (old: string): string => renamed.get(old) ?? old;
  const contract = (old: string): string => {
    const dot = old.indexOf('.');
    return `${name(old.slice(0, dot))}${old.slice(dot)}`;
  };
  return {
    ...map,
    contexts: map.contexts.map((each) => ({
      ...each,
      name: name(each.name),
      publishes: each.publishes.map((one) => ({ ...one, contract: contract(one.contract) })),
      hears: each.hears.map((one) => ({ ...one, contract: contract(one.contract) })),
    })),
    relations: map.relations.map((each) => ({
      ...each,
      upstream: name(each.upstream),
      downstream: name(each.downstream),
      exposes: each.exposes.map(contract),
    })),
  };
}

function likeness(old: ContextPicture, young: ContextPicture): number {
  if (old.purpose === young.purpose) return 1;
  const [one, other] = [featuresOf(old), featuresOf(young)];
  const shared = [...one].filter((each) => other.has(each)).length;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}

function featuresOf({ language, aggregates, publishes }: ContextPicture): Set<string> {
  return new Set([
    ...Object.keys(language).map((each) => `term ${each}`),
    ...aggregates.map((each) => `aggregate ${each.name}`),
    ...publishes.map((each) => `contract ${each.contract.slice(each.contract.indexOf('.'))}`),
  ]);
}
