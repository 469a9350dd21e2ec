import { MetesError } from '../base/errors.ts';
import type { Contract } from '../contract/contract.ts';
import type { Context } from './context.ts';
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
 * METES_MODEL_CONTRACT_UNPUBLISHED, METES_MODEL_DUPLICATE
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
  if (twice !== undefined) throw new MetesError('METES_MODEL_DUPLICATE', { context: map.name, kind: 'context', name: twice });
  for (const context of map.contexts) {
    for (const source of sourcesOf(context).filter(isContract)) {
      if (source.context === context.name) continue;
      const publisher = map.contexts.find((each) => each.name === source.context);
      const edge = map.relations.some(
        (each) =>
          [each.upstream, each.downstream].includes(context) &&
          [each.upstream, each.downstream].includes(publisher as Context) &&
          each.exposes.includes(source),
      );
      if (!edge) {
        throw new MetesError('METES_MODEL_EDGE_UNDECLARED', {
          context: context.name,
          contract: source.contract,
          publisher: source.context,
        });
      }
      if (!publisher?.publishes.some((each) => each.contract === source)) {
        throw new MetesError('METES_MODEL_CONTRACT_UNPUBLISHED', { contract: source.contract, publisher: source.context });
      }
    }
  }
}
