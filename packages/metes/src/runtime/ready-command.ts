import type { AggregateType } from '../domain/aggregate.ts';
import type { AggregateRoot } from '../domain/aggregate-root.ts';
import type { Command } from '../model/command.ts';
import type { Handler, TallyKeys } from '../model/handler.ts';

/** An aggregate of whatever type. */
export type Root = AggregateRoot<any, any, any>;

/** A command with its handler, and the aggregate it addresses. */
export interface ReadyCommand {
  readonly command: Command;
  readonly handler: Handler;
  readonly id: string;
  /** Of the aggregate, among all types. */
  readonly key: string;
  /** As long as this holds of a round, its aggregate and tallies are in memory. */
  loadedIn?: object;
  /** What tallies it may move, as was said of an aggregate, or of a new one, at a version. */
  named?: {
    readonly root: Root | undefined;
    readonly version: number;
    readonly tallies: readonly TallyKeys[];
  };
}

/** A new aggregate of a type. */
export function newRoot(type: AggregateType, id: string): Root {
  return new type({ id, version: 0, state: type.initial(id) });
}

/**
 * The tallies that a command may move; without an aggregate, on a new one. Its handler is asked once for each version of
 * the aggregate.
 */
export function talliesOf(ready: ReadyCommand, root: Root | undefined): readonly TallyKeys[] {
  const { handler, command, id, named } = ready;
  if (!handler.tallies) return none;
  const version = root?.version ?? 0;
  if (named?.version === version && (named.root ?? root) === root) return named.tallies;
  const tallies = handler.tallies(command, root ?? newRoot(handler.aggregate, id));
  ready.named = { root, version, tallies };
  return tallies;
}

const none: readonly TallyKeys[] = [];
