import { mustFit, oneOf, optional, partsOf, said } from '../base/argument.ts';
import type { AggregateType } from '../domain/aggregate.ts';
import type { AggregateRoot } from '../domain/aggregate-root.ts';
import type { Tally, TallyDesk } from '../domain/tally.ts';
import type { Command, CommandClass } from './command.ts';
import { aggregateClass, callback, commandClass } from './kinds.ts';

/** Whether the aggregate of a command must be there already: `existing` (the usual case), `new`, or `either`. */
export type Expectation = 'existing' | 'new' | 'either';

/** The keys of a tally that a command may move. */
export interface TallyKeys {
  readonly tally: Tally;
  readonly keys: readonly string[];
}

/** How one command is carried out: on one aggregate, in one transaction. There is no other kind of handler. */
export interface Handler {
  readonly command: CommandClass;
  readonly aggregate: AggregateType;
  readonly id: (command: any) => string;
  readonly expects: Expectation;
  readonly owner?: (root: any) => string | undefined;
  readonly tallies?: (command: any, root: any) => readonly TallyKeys[];
  readonly run: (root: any, command: any, desk: TallyDesk) => unknown;
}

/** What is said of a handler. */
export interface HandlerDeclaration<A extends AggregateRoot<any, any, any>, C extends Command, R> {
  /** Which aggregate the command addresses, by an id of its own kind. */
  readonly id: (command: C) => A['id'];
  /** `existing` when nothing else is said. */
  readonly expects?: Expectation;
  /** Whose aggregate it is: a command sent by any other customer finds nothing. */
  readonly owner?: (root: A) => string | undefined;
  /** The tally keys that the command may move, told by the command or by the aggregate as it is before `run`. */
  readonly tallies?: (command: C, root: A) => readonly TallyKeys[];
  /** Calls the aggregate. Synchronous and free of I/O; what it returns goes to whoever sent the command. */
  readonly run: (root: A, command: C, desk: TallyDesk) => R;
}

/** Says at compile time that a handler must not wait for anything. */
type Synchronous<R> =
  R extends PromiseLike<unknown>
    ? { readonly run: 'A handler is synchronous and free of I/O: what waits for the outside is a call.' }
    : unknown;

const parts = {
  id: callback,
  run: callback,
  expects: optional(oneOf('existing', 'new', 'either')),
  owner: optional(callback),
  tallies: optional(callback),
};
const declared = partsOf('what is said of a handler', parts);

/** A handler as a context has it. */
export const handlerKind = partsOf(
  'a handler',
  { command: commandClass, aggregate: aggregateClass, ...parts },
  'handle(PlaceOrder, Order, { ... })',
);

/**
 * Declares how a command is carried out. One command changes one aggregate in one transaction; whatever else has to
 * happen follows from the events that the aggregate raises.
 *
 * @throws METES_ARGUMENT_INVALID
 * @example
 * const cancelOrder = handle(CancelOrder, Order, { id: (c) => c.orderId, run: (order, c) => order.cancel(c.reason) });
 */
export function handle<C extends CommandClass, A extends AggregateRoot<any, any, any>, R>(
  command: C,
  aggregate: AggregateType<A>,
  declaration: HandlerDeclaration<A, InstanceType<C>, R> & Synchronous<R>,
): Handler {
  mustFit(
    'handle',
    { command, aggregate, declaration },
    { command: commandClass, aggregate: aggregateClass, declaration: declared },
  );
  return { command, aggregate, expects: 'existing', ...said(declaration) };
}
