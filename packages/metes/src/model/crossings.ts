import type { Contract } from '../contract/contract.ts';
import type { ContextMap } from './context-map.ts';
import { type ContractReader, contractReaders } from './readers.ts';

/** A contract that the map lets cross from its owner to another context. */
export interface Crossing {
  readonly contract: Contract;
  /** The context that publishes. */
  readonly publisher: string;
  /** The context that may read. */
  readonly subscriber: string;
  /** The reactions of the subscriber that read it today; empty when it may and does not. */
  readonly readers: readonly ContractReader[];
}

/**
 * Every way over a boundary that the map opens: one for each contract and each context that it is exposed to. What is not
 * among them is closed.
 */
export function crossings(map: ContextMap): readonly Crossing[] {
  const found = new Map<string, Crossing>();
  for (const { upstream, downstream, exposes } of map.relations) {
    for (const { whole } of exposes) {
      const subscriber = [upstream, downstream].find(({ name }) => name !== whole.context)?.name;
      const context = map.contexts.find(({ name }) => name === subscriber);
      if (!context) continue;
      const readers = contractReaders(context).filter(({ contract }) => contract.whole === whole);
      found.set(`${whole.contract} ${context.name}`, {
        contract: whole,
        publisher: whole.context,
        subscriber: context.name,
        readers,
      });
    }
  }
  return [...found.values()];
}
