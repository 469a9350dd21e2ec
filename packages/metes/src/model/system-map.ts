import type { Context } from './context-declaration.ts';
import type { Outside } from './outside.ts';
import type { Relation } from './relation.ts';
import type { Source } from './source.ts';

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
