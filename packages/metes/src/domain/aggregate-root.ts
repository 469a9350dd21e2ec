import { DomainRuleBroken } from './domain-rule-broken.ts';
import { eventClassOf } from './event.ts';
import { MetesError } from '../base/errors.ts';
import type { AggregateFacts } from './aggregate-facts.ts';

/** What an aggregate is made from: its id, the number of events in its past, and its state. */
export interface AggregateSeed<Id, State> {
  readonly id: Id;
  /** How many events the aggregate has raised in its life so far; 0 for one that does not exist yet. */
  readonly version: number;
  readonly state: State;
}

const pending = Symbol('events raised and not yet committed');
const current = Symbol('state');
const committed = Symbol('version at the last commit');

/**
 * The base of every aggregate: it keeps the state, checks rules and raises the events that were declared for it.
 * Its version is the number of events it has raised.
 */
export abstract class AggregateRoot<Id, State, Event extends object> {
  readonly id: Id;
  [pending]: Event[] = [];
  [current]: State;
  [committed]: number;

  constructor(seed: AggregateSeed<Id, State>) {
    this.id = seed.id;
    this[current] = seed.state;
    this[committed] = seed.version;
  }

  /** The number of events raised so far, the uncommitted ones included. */
  get version(): number {
    return this[committed] + this[pending].length;
  }

  /** True when the other is the same aggregate: the same type and id, whatever their states. */
  sameAs(other: AggregateRoot<any, any, any>): boolean {
    return other.id === this.id && typeOf(other) === typeOf(this);
  }

  /** The state. State-stored aggregates change it in place; event-sourced ones only through `evolve`. */
  protected get state(): State {
    return this[current];
  }

  /** Refuses with the rule, in the words of the domain, unless the condition holds. */
  protected ensure(
    condition: unknown,
    rule: string,
    details?: Readonly<Record<string, unknown>>,
  ): asserts condition {
    if (!condition) throw new DomainRuleBroken(typeOf(this).type, rule, details);
  }

  /** Records that something happened. Only declared events compile. */
  protected raise(event: Event): void {
    const type = typeOf(this);
    const Event = eventClassOf(event);
    if (type.events.get(Event.type) !== Event) {
      throw new MetesError('METES_DOMAIN_EVENT_UNDECLARED', {
        event: Event.type ?? Event.name,
        aggregate: type.type,
      });
    }
    const next = type.evolve?.(this[current], event);
    if (next !== undefined) this[current] = next as State;
    this[pending].push(event);
  }
}

/** The type of an aggregate, which stands on its class. */
export function typeOf(root: AggregateRoot<any, any, any>): AggregateFacts {
  return root.constructor as unknown as AggregateFacts;
}

/** The state as it is, for storing. */
export function stateOf<State>(root: AggregateRoot<any, State, any>): State {
  return root[current];
}

/** The events raised since the last commit, oldest first. */
export function pendingEvents<Event extends object>(root: AggregateRoot<any, any, Event>): readonly Event[] {
  return root[pending];
}

/** The version that the store has: the number of events committed. */
export function committedVersion(root: AggregateRoot<any, any, any>): number {
  return root[committed];
}

/** Tells the aggregate that its events are stored. */
export function markCommitted(root: AggregateRoot<any, any, any>): void {
  root[committed] += root[pending].length;
  root[pending] = [];
}

/** Takes the aggregate back to an earlier state of the same life, forgetting the events raised since. */
export function rewind(root: AggregateRoot<any, any, any>, state: unknown, pendingCount: number): void {
  root[current] = state;
  root[pending].length = pendingCount;
}
