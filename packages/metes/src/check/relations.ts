import type { ContextMap } from '../model/context-map.ts';
import type { Relation } from '../model/relation.ts';
import { exportedAs, variableOf } from './contract-exports.ts';
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
  project: Project,
  upstream: string,
  downstream: string,
  contracts: readonly string[],
): string {
  const names = contracts.map((id) => exportedAs(project, id)).join(', ');
  return `customerSupplier(${variableOf(upstream)}, ${variableOf(downstream)}, { exposes: [${names}] }),`;
}

/** The line of the map that is there, with one more contract. */
export function longerLine(project: Project, relation: Relation, contract: string): string {
  const ids = [...relation.exposes.map((each) => each.contract), contract];
  const names = ids.map((id) => exportedAs(project, id)).join(', ');
  const { kind, upstream, downstream, host, guest, through, kernel, differs, because } = relation;
  const saysMore =
    host.length + through.length + differs.length > 0 || guest || kernel || because !== undefined;
  const terms = `{ ${saysMore ? '..., ' : ''}exposes: [${names}] }`;
  return `${kind}(${variableOf(upstream.name)}, ${variableOf(downstream.name)}, ${terms}),`;
}
