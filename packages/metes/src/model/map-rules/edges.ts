import type { Contract } from '../../contract/contract.ts';
import type { Context } from '../context-declaration.ts';
import { isOutside, outside, type Party } from '../outside.ts';
import type { Relation } from '../relation.ts';
import { relate } from '../relate.ts';
import { type ContextMap, contractsRead } from '../system-map.ts';
import { relationLine } from './relation-line.ts';
import type { Breach, Rule } from './rule.ts';

/** What a relation exposes is published by one of its two parties. */
export const exposedIsPublished: Rule = (map) =>
  map.relations.flatMap((relation) => {
    const { exposes, upstream: one, downstream: other } = relation;
    return exposes
      .filter((each) => !isPublished(each, [one, other]))
      .map((each) => {
        if (isPublished(each, map.contexts)) return foreign(each, relation);
        const where = `the relation of ${one.name} and ${other.name}`;
        return isCopy(each, map) ? copied(each, where) : unpublished(each);
      });
  });

/** A context hears only what the map exposes to it, and what somebody publishes. */
export const heardIsExposed: Rule = (map) =>
  map.contexts.flatMap((context) =>
    contractsRead(context).flatMap((contract) => {
      if (isCopy(contract, map)) return [copied(contract, context.name)];
      const breaches: Breach[] = [];
      if (contract.context !== context.name && !isExposed(map, contract, context)) {
        breaches.push(undeclared(map, contract, context));
      }
      if (!isPublished(contract, map.contexts)) breaches.push(unpublished(contract));
      return breaches;
    }),
  );

/** Behind every port stands a party of the map. */
export const portsAreOnTheMap: Rule = (map) =>
  map.contexts.flatMap((context) => {
    const known = new Set(
      map.relations
        .filter((each) => each.upstream === context || each.downstream === context)
        .flatMap((each) => each.through.map(({ port }) => port)),
    );
    return portsOf(context)
      .filter(({ port }) => !known.has(port))
      .map((port) => {
        const provider = outside(`provider of ${port.port}`);
        const line = relationLine(relate('upstream', provider, context, { through: [port] }));
        return {
          code: 'METES_MAP_PORT_UNMAPPED' as const,
          severity: 'warning' as const,
          values: { context: context.name, port: port.port, line },
          context: context.name,
        };
      });
  });

/** Every port that a context calls, or is notified through, once. */
function portsOf(context: Context) {
  const ports = [
    ...context.calls.map((each) => each.through),
    ...context.routes.flatMap((each) => (each.kind === 'webhook' ? [each.through] : [])),
  ];
  return [...new Map(ports.map((each) => [each.port, each])).values()];
}

/** True when a relation between the owner of the contract and the context exposes it. */
function isExposed(map: ContextMap, contract: Contract, to: Context): boolean {
  return map.relations.some((relation) => {
    const other = otherParty(relation, to);
    return other?.name === contract.context && relation.exposes.some((each) => each.whole === contract.whole);
  });
}

function otherParty(relation: Relation, party: Party): Party | undefined {
  if (relation.upstream === party) return relation.downstream;
  return relation.downstream === party ? relation.upstream : undefined;
}

function isPublished(contract: Contract, among: readonly Party[]): boolean {
  return among.some(
    (each) =>
      !isOutside(each) &&
      each.name === contract.context &&
      each.publishes.some((publication) => publication.contract.whole === contract.whole),
  );
}

function undeclared(map: ContextMap, contract: Contract, context: Context): Breach {
  const publisher = map.contexts.find((each) => each.name === contract.context);
  const relation = map.relations.find(
    (each) => each.kind !== 'separateWays' && otherParty(each, context)?.name === contract.context,
  );
  const owner: Party = publisher ?? outside(contract.context);
  const line = relation
    ? relationLine(relation, { exposes: [...relation.exposes, contract] })
    : relationLine(relate('customerSupplier', owner, context, { exposes: [contract] }));
  return {
    code: 'METES_MODEL_EDGE_UNDECLARED',
    severity: 'error',
    values: { context: context.name, contract: contract.contract, publisher: contract.context, line },
    context: context.name,
  };
}

/** True for a contract whose name somebody publishes, and that is another object all the same. */
function isCopy(contract: Contract, map: ContextMap): boolean {
  const published = map.contexts.flatMap((each) => each.publishes.map((one) => one.contract.whole));
  return !published.includes(contract.whole) && published.some((each) => each.contract === contract.contract);
}

function copied({ contract, context }: Contract, where: string): Breach {
  return {
    code: 'METES_MODEL_CONTRACT_COPIED',
    severity: 'error',
    values: { contract, publisher: context, where },
    context,
  };
}

function foreign(contract: Contract, relation: Relation): Breach {
  const [one, other] = [relation.upstream.name, relation.downstream.name];
  const line = relationLine(relation, { exposes: relation.exposes.filter((each) => each !== contract) });
  return {
    code: 'METES_MAP_EXPOSED_FOREIGN',
    severity: 'error',
    values: { one, other, contract: contract.contract, publisher: contract.context, line },
    context: one,
  };
}

function unpublished({ contract, context }: Contract): Breach {
  return {
    code: 'METES_MODEL_CONTRACT_UNPUBLISHED',
    severity: 'error',
    values: { contract, publisher: context },
    context,
  };
}
