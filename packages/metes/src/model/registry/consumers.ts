import type { Contract } from '../../contract/contract.ts';
import { contractReaders } from '../readers.ts';
import type { ContextMap } from '../system-map.ts';

/** A context that reads a contract of another one. */
export interface Consumer {
  readonly context: string;
  readonly team: string;
  /** The versions whose form it reads. */
  readonly versions: readonly number[];
  /** The policies, calls and projections that react to it. */
  readonly reactions: readonly string[];
  /** The places that it states it reads; undefined when it states nothing, so that it may read everything. */
  readonly reads: readonly string[] | undefined;
}

/** Every other context of the map that reads a contract, in the order of the map. */
export function consumersOf(
  map: ContextMap,
  contract: Pick<Contract, 'contract' | 'context'>,
): readonly Consumer[] {
  return map.contexts.flatMap((context) => {
    if (context.name === contract.context) return [];
    const readers = contractReaders(context).filter((each) => each.contract.contract === contract.contract);
    if (readers.length === 0) return [];
    const stated = context.needs.filter((each) => each.contract.contract === contract.contract);
    const reads = stated.flatMap((each) => each.fields.map(({ path }) => path));
    return [
      {
        context: context.name,
        reads: stated.length > 0 ? reads : undefined,
        team: context.team,
        versions: [...new Set(readers.map((each) => each.contract.reads))].toSorted((a, b) => a - b),
        reactions: readers.map((each) => each.reaction),
      },
    ];
  });
}

/** Who reads a contract, in words: `inventory ("reserve stock"), payments (...)`. */
export function namedConsumers(map: ContextMap, contract: Pick<Contract, 'contract' | 'context'>): string {
  return consumersText(consumersOf(map, contract));
}

/** Consumers in words: each context with its reactions, and what it states it reads. */
export function consumersText(
  consumers: readonly Pick<Consumer, 'context' | 'reactions' | 'reads'>[],
): string {
  if (consumers.length === 0) return 'no context of this map';
  return consumers
    .map(({ context, reactions, reads }) => {
      const needs = reads === undefined ? '' : `; needs ${reads.join(', ')}`;
      return `${context} (${reactions.map((each) => `"${each}"`).join(', ')}${needs})`;
    })
    .join(', ');
}
