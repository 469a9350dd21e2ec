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
    return [
      {
        context: context.name,
        team: context.team,
        versions: [...new Set(readers.map((each) => each.contract.reads))].toSorted((a, b) => a - b),
        reactions: readers.map((each) => each.reaction),
      },
    ];
  });
}

/** Who reads a contract, in words: `inventory ("reserve stock"), payments (...)`. */
export function namedConsumers(map: ContextMap, contract: Pick<Contract, 'contract' | 'context'>): string {
  const consumers = consumersOf(map, contract);
  if (consumers.length === 0) return 'no context of this map';
  return consumers
    .map(({ context, reactions }) => `${context} (${reactions.map((each) => `"${each}"`).join(', ')})`)
    .join(', ');
}
