import type { Contract } from '../contract/contract.ts';
import type { ContextMap } from '../model/context-map.ts';
import type { Relation } from '../model/relation.ts';
import { relationLine } from '../model/map-rules/relation-line.ts';
import { outside, type Party } from '../model/outside.ts';
import { relate } from '../model/relate.ts';
import { publishedContracts } from './contract-fields.ts';
import type { Project } from './project.ts';

/** The relations between two contexts, whichever leads. */
export function relationsBetween(map: ContextMap, one: string, other: string): readonly Relation[] {
  return map.relations.filter(({ upstream, downstream }) => {
    const names = [upstream.name, downstream.name];
    return names.includes(one) && names.includes(other) && one !== other;
  });
}

/** True for a relation along which contracts may cross. */
export function carries(relation: Relation): boolean {
  return relation.kind !== 'separateWays';
}

/** True when the map lets a context hear of a contract, its own contracts included. */
export function isExposedTo(map: ContextMap, contract: string, to: string): boolean {
  const owner = contract.slice(0, contract.indexOf('.'));
  return (
    owner === to ||
    relationsBetween(map, owner, to).some(
      (relation) => carries(relation) && relation.exposes.some((each) => each.contract === contract),
    )
  );
}

/** True when one context takes the model of the other as it is. */
export function conformsTo(map: ContextMap, downstream: string, upstream: string): boolean {
  return relationsBetween(map, downstream, upstream).some(
    (relation) => relation.guest === 'conformist' && relation.downstream.name === downstream,
  );
}

/** The line of the map that relates two contexts through these contracts, as somebody would write it. */
export function newLine(
  { map }: Project,
  upstream: string,
  downstream: string,
  contracts: readonly string[],
): string {
  const [up, down] = [partyOf(map, upstream), partyOf(map, downstream)];
  return relationLine(relate('customerSupplier', up, down, { exposes: contractsOf(map, contracts) }));
}

/** The line of the map that is there, with one more contract. */
export function longerLine({ map }: Project, relation: Relation, contract: string): string {
  return relationLine(relation, { exposes: [...relation.exposes, ...contractsOf(map, [contract])] });
}

function partyOf(map: ContextMap, name: string): Party {
  return map.contexts.find((each) => each.name === name) ?? outside(name);
}

/** The contracts of these names; one that nobody publishes is known by its name alone. */
function contractsOf(map: ContextMap, names: readonly string[]): Contract[] {
  const published = publishedContracts(map);
  return names.map(
    (name) => published.find(({ contract }) => contract === name) ?? ({ contract: name } as Contract),
  );
}
