import type { Contract } from '../contract/contract.ts';
import type { Context } from './context-declaration.ts';
import type { Outside } from './outside.ts';
import type { Relation } from './relation.ts';
import { isContract, type Source } from './source.ts';

/** The map of a system: its contexts and how they stand to each other. The running system obeys it. */
export interface ContextMap {
  readonly name: string;
  readonly contexts: readonly Context[];
  /** Systems that are not ours, but on the map. */
  readonly outsides: readonly Outside[];
  readonly relations: readonly Relation[];
}

/** Every source that a context reacts to. */
export function sourcesOf(context: Context): readonly Source[] {
  return [
    ...context.policies.map((each) => each.when),
    ...context.calls.map((each) => each.when),
    ...context.projections.flatMap((each) => each.folds.map((fold) => fold.source)),
  ];
}

/** Every contract that a context reacts to, or states that it reads. */
export function contractsRead(context: Context): readonly Contract[] {
  return [...sourcesOf(context).filter(isContract), ...context.needs.map(({ contract }) => contract)];
}
