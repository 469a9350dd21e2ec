import { MetesError } from '../base/errors.ts';
import { parse, type OutputOf, type Schema } from '../base/schema.ts';
import type { AggregateFacts } from './aggregate-facts.ts';
import { type AggregateRoot, AggregateRoot as Root, type AggregateSeed } from './aggregate-root.ts';
import type { EventClass } from './event.ts';

/** What is declared of an aggregate. */
export interface AggregateDeclaration<
  I extends Schema<string>,
  S extends Schema,
  E extends readonly EventClass[],
> {
  readonly id: I;
  /** Reads the stored state back; gives the type of `this.state`. */
  readonly state: S;
  /** The only events that it can raise. */
  readonly events: E;
  /** The state before the first event. */
  readonly initial: (id: OutputOf<I>) => OutputOf<S>;
  /**
   * With `evolve` the aggregate is event-sourced: its state is the fold of its events. Without it the state is stored.
   * A function may change the state in place or return the next one.
   */
  readonly evolve?: Evolve<OutputOf<S>, E[number]>;
}

/** One function for each event: the next state, returned or changed in place. */
export type Evolve<State, E extends EventClass> = {
  readonly [Name in E['type']]: (
    state: State,
    event: InstanceType<Extract<E, { readonly type: Name }>>,
  ) => State | void;
};

/** The aggregate as the runtime sees it, whichever face it was declared with. */
export interface AggregateType<
  A extends AggregateRoot<any, any, any> = AggregateRoot<any, any, any>,
> extends AggregateFacts {
  new (seed: AggregateSeed<any, any>): A;
}

/** A class of aggregates, to be extended with the behaviour of the concept. */
export interface AggregateClass<Name extends string, Id, State, Event extends object> extends AggregateFacts {
  new (seed: AggregateSeed<Id, State>): AggregateRoot<Id, State, Event>;
  readonly type: Name;
  /** One that does not exist yet: version 0 and the initial state. */
  begin<A>(this: new (seed: AggregateSeed<Id, State>) => A, id: Id): A;
}

/**
 * Declares an aggregate: its identity, state and the events it can raise. Extend the class with methods that check
 * rules (`ensure`), change `state` and `raise` events; an undeclared event does not compile.
 *
 * @throws METES_MODEL_DUPLICATE when two events have one name; METES_DOMAIN_EVENT_UNDECLARED (from `raise`)
 * @example
 * class Order extends aggregate('Order', { id: OrderId, state: OrderState, events: [OrderPlaced], initial: () => ({ status: 'draft' }) }) {
 *   place() {
 *     this.ensure(this.state.status === 'draft', 'Only a draft order can be placed');
 *     this.state.status = 'pending';
 *     this.raise(new OrderPlaced({ orderId: this.id }));
 *   }
 * }
 * const order = Order.begin(orderId);
 */
export function aggregate<
  const Name extends string,
  I extends Schema<string>,
  S extends Schema,
  const E extends readonly EventClass[],
>(
  name: Name,
  declaration: AggregateDeclaration<I, S, E>,
): AggregateClass<Name, OutputOf<I>, OutputOf<S>, InstanceType<E[number]>> {
  const steps = declaration.evolve as
    | Readonly<Record<string, (state: unknown, event: object) => unknown>>
    | undefined;
  abstract class Declared extends Root<unknown, unknown, object> {
    static readonly type = name;
    static readonly kind = steps ? 'event-sourced' : 'state-stored';
    static readonly idSchema = declaration.id;
    static readonly stateSchema = declaration.state;
    static readonly events = byName(name, declaration.events);
    static readonly initial = declaration.initial;
    static readonly evolve =
      steps && ((state: unknown, event: object) => steps[nameOf(event)]?.(state, event));

    static begin(this: new (seed: AggregateSeed<unknown, unknown>) => object, id: OutputOf<I>): object {
      return new this({ id, version: 0, state: declaration.initial(id) });
    }
  }
  return Declared as unknown as AggregateClass<Name, OutputOf<I>, OutputOf<S>, InstanceType<E[number]>>;
}

/**
 * An aggregate read back from its stored state.
 *
 * @throws METES_DOMAIN_STATE_UNREADABLE when the stored state no longer fits the schema.
 */
export function restore<A extends AggregateRoot<any, any, any>>(
  type: AggregateType<A>,
  stored: { readonly id: string; readonly version: number; readonly state: unknown },
): A {
  const { id, version } = stored;
  try {
    return new type({
      id,
      version,
      state: parse(type.stateSchema, stored.state, `the stored state of ${type.type}`),
    });
  } catch (cause) {
    throw new MetesError('METES_DOMAIN_STATE_UNREADABLE', { aggregate: type.type, id, version }, { cause });
  }
}

/**
 * An aggregate folded from its past events, given as they were stored.
 *
 * @throws METES_DOMAIN_STATE_UNREADABLE when an event of its past is not declared or no longer readable.
 */
export function replay<A extends AggregateRoot<any, any, any>>(
  type: AggregateType<A>,
  id: string,
  past: readonly { readonly type: string; readonly typeVersion: number; readonly data: unknown }[],
): A {
  let state = type.initial(id);
  for (const [index, stored] of past.entries()) {
    const Event = type.events.get(stored.type) as any;
    try {
      if (!Event)
        throw new MetesError('METES_DOMAIN_EVENT_UNDECLARED', { event: stored.type, aggregate: type.type });
      state = type.evolve?.(state, Event.fromJson(stored.data, stored.typeVersion)) ?? state;
    } catch (cause) {
      throw new MetesError(
        'METES_DOMAIN_STATE_UNREADABLE',
        { aggregate: type.type, id, version: index + 1 },
        { cause },
      );
    }
  }
  return new type({ id, version: past.length, state });
}

function byName(aggregate: string, events: readonly EventClass[]): ReadonlyMap<string, EventClass> {
  const named = new Map(events.map((each) => [each.type, each]));
  if (named.size === events.length) return named;
  const twice = events.find((each, index) => events.findIndex((other) => other.type === each.type) !== index);
  throw new MetesError('METES_MODEL_DUPLICATE', { context: aggregate, kind: 'event', name: twice?.type });
}

function nameOf(event: object): string {
  return (event.constructor as unknown as EventClass).type;
}
