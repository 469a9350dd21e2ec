import { MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import type { Context } from './context.ts';
import { contractReaders, mustGoOut } from './readers.ts';
import { isContract, type Source } from './source.ts';

/** How two contexts stand to each other; the foundation knows the customer-supplier relation. */
export interface Relation {
  readonly kind: 'customerSupplier';
  /** The supplier: its model leads. */
  readonly upstream: Context;
  /** The customer. */
  readonly downstream: Context;
  /** Contracts that cross the relation, from either side. */
  readonly exposes: readonly Contract[];
}

/** The map of a system: its contexts and how they stand to each other. The running system obeys it. */
export interface ContextMap {
  readonly name: string;
  readonly contexts: readonly Context[];
  readonly relations: readonly Relation[];
}

/**
 * Says that `downstream` is the customer of `upstream`. Messages may cross in both directions, those named in `exposes`
 * and no others.
 */
export function customerSupplier(
  upstream: Context,
  downstream: Context,
  terms: { readonly exposes: readonly Contract[] },
): Relation {
  return { kind: 'customerSupplier', upstream, downstream, exposes: terms.exposes };
}

/**
 * Declares the map of a system. Its contexts are those of its relations, or one context alone.
 *
 * @throws METES_MODEL_EDGE_UNDECLARED when a context reacts to a contract that the map does not expose to it;
 * METES_MODEL_CONTRACT_UNPUBLISHED, METES_MODEL_VERSION_WITHDRAWN, METES_MODEL_DUPLICATE, METES_MODEL_SELF_RELATION
 * @example
 * const shop = contextMap('shop', customerSupplier(inventory, ordering, { exposes: [stockReserved, orderPlaced] }));
 */
export function contextMap(name: string, ...parts: readonly (Relation | Context)[]): ContextMap {
  const relations = parts.filter((part): part is Relation => 'upstream' in part);
  const alone = parts.filter((part): part is Context => !('upstream' in part));
  const contexts = [...new Set([...alone, ...relations.flatMap((each) => [each.upstream, each.downstream])])];
  const map: ContextMap = { name, contexts, relations };
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
  const names = map.contexts.map((each) => each.name);
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

function mustBePublished(contract: Contract, among: readonly Context[]): void {
  const published = among.some(
    (each) =>
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
