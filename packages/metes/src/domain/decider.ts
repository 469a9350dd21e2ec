import type { OutputOf, Schema } from '../base/schema.ts';
import { aggregate, type AggregateClass, type AggregateDeclaration } from './aggregate.ts';
import type { AggregateRoot, AggregateSeed } from './aggregate-root.ts';
import type { EventClass } from './event.ts';

/** What is declared of a decider: an event-sourced aggregate whose behaviour is one pure function. */
export interface DeciderDeclaration<
  I extends Schema<string>,
  S extends Schema,
  E extends readonly EventClass[],
  Command,
> extends AggregateDeclaration<I, S, E> {
  readonly evolve: NonNullable<AggregateDeclaration<I, S, E>['evolve']>;
  /** The events that the command leads to in this state; throws `DomainRuleBroken` to refuse. */
  readonly decide: (
    command: Command,
    state: OutputOf<S>,
  ) => InstanceType<E[number]> | readonly InstanceType<E[number]>[];
}

/** The root of a decider: `decide` runs the function and raises what it returns. */
export type DeciderRoot<Id, State, Event extends object, Command> = AggregateRoot<Id, State, Event> & {
  decide(command: Command): void;
};

/** The class that a decider becomes: the same internal type as a rich class has. */
export type DeciderClass<Name extends string, Id, State, Event extends object, Command> = Omit<
  AggregateClass<Name, Id, State, Event>,
  'begin'
> & {
  new (seed: AggregateSeed<Id, State>): DeciderRoot<Id, State, Event, Command>;
  begin(id: Id): DeciderRoot<Id, State, Event, Command>;
};

/**
 * The functional face of an aggregate: `decide` and `evolve` as pure functions over the same core as rich classes, so
 * handlers, store and test kit are the same.
 *
 * @example
 * const Counter = decider('Counter', {
 *   id: CounterId, state: CounterState, events: [Counted], initial: () => ({ total: 0 }),
 *   decide: (command: { by: number }) => new Counted({ by: command.by }),
 *   evolve: { Counted: (state, event) => ({ total: state.total + event.by }) },
 * });
 * Counter.begin(id).decide({ by: 1 });
 */
export function decider<
  const Name extends string,
  I extends Schema<string>,
  S extends Schema,
  const E extends readonly EventClass[],
  Command,
>(
  name: Name,
  declaration: DeciderDeclaration<I, S, E, Command>,
): DeciderClass<Name, OutputOf<I>, OutputOf<S>, InstanceType<E[number]>, Command> {
  const Base = aggregate(name, declaration);
  class Decider extends Base {
    decide(command: Command): void {
      const decided = declaration.decide(command, this.state);
      for (const event of Array.isArray(decided) ? decided : [decided]) this.raise(event);
    }
  }
  return Decider;
}
