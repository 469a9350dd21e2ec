import { MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import type { Context } from './context.ts';
import { isOutside, type Outside, type Party } from './outside.ts';
import type { Relation } from './relation.ts';
import { contractReaders, mustGoOut } from './readers.ts';
import { isContract, type Source } from './source.ts';

/** The map of a system: its contexts and how they stand to each other. The running system obeys it. */
export interface ContextMap {
  readonly name: string;
  readonly contexts: readonly Context[];
  /** Systems that are not ours, but on the map. */
  readonly outsides: readonly Outside[];
  readonly relations: readonly Relation[];
}

/**
 * Declares the map of a system. Its contexts and outsides are those of its relations, and those named alone.
 *
 * @throws METES_MODEL_EDGE_UNDECLARED when a context reacts to a contract that the map does not expose to it;
 * METES_MODEL_CONTRACT_UNPUBLISHED, METES_MODEL_VERSION_WITHDRAWN, METES_MODEL_DUPLICATE, METES_MODEL_SELF_RELATION
 * @example
 * const shop = contextMap('shop', customerSupplier(inventory, ordering, { exposes: [stockReserved, orderPlaced] }));
 */
export function contextMap(name: string, ...parts: readonly (Relation | Party)[]): ContextMap {
  const relations = parts.filter((part): part is Relation => 'kind' in part);
  const alone = parts.filter((part): part is Party => !('kind' in part));
  const parties = [...new Set([...alone, ...relations.flatMap((each) => [each.upstream, each.downstream])])];
  const map: ContextMap = {
    name,
    contexts: parties.filter((each): each is Context => !isOutside(each)),
    outsides: parties.filter(isOutside),
    relations,
  };
  checkMap(map);
  return map;
}

/** Every source that a context reacts to. */
export function sourcesOf(context: Context): readonly Source[] {
  return [
    ...context.policies.map((each) => each.when),
    ...context.calls.map((each) => each.when),
    ...context.projections.flatMap((each) => each.folds.map((fold) => fold.source)),
  ];
}

function checkMap(map: ContextMap): void {
  const names = [...map.contexts, ...map.outsides].map((each) => each.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined)
    throw new MetesError('METES_MODEL_DUPLICATE', { context: map.name, kind: 'context', name: twice });
  for (const { upstream, downstream, exposes } of map.relations) {
    if (upstream === downstream)
      throw new MetesError('METES_MODEL_SELF_RELATION', { map: map.name, context: upstream.name });
    for (const contract of exposes) mustBePublished(contract, [upstream, downstream]);
  }
  for (const context of map.contexts) {
    for (const source of sourcesOf(context).filter(isContract)) {
      if (source.context !== context.name && !isExposed(map, source, context)) {
        throw new MetesError('METES_MODEL_EDGE_UNDECLARED', {
          context: context.name,
          contract: source.contract,
          publisher: source.context,
        });
      }
      mustBePublished(source, map.contexts);
    }
    for (const reader of contractReaders(context)) mustGoOut(reader);
  }
}

/** True when a relation between the owner of the contract and the context exposes it. */
function isExposed(map: ContextMap, contract: Contract, to: Context): boolean {
  return map.relations.some(({ upstream, downstream, exposes }) => {
    const other = upstream === to ? downstream : downstream === to ? upstream : undefined;
    return other?.name === contract.context && exposes.some((each) => each.whole === contract.whole);
  });
}

function mustBePublished(contract: Contract, among: readonly Party[]): void {
  const published = among.some(
    (each) =>
      !isOutside(each) &&
      each.name === contract.context &&
      each.publishes.some((publication) => publication.contract.whole === contract.whole),
  );
  if (!published) {
    throw new MetesError('METES_MODEL_CONTRACT_UNPUBLISHED', {
      contract: contract.contract,
      publisher: contract.context,
    });
  }
}
