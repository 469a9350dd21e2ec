import type { EventClass } from '../domain/event.ts';
import type { Contract } from '../contract/contract.ts';
import type { Guarantee } from './guarantee.ts';

/** What the mapping of a publication gets besides the event. */
export interface PublicationFacts {
  /** The id of the aggregate that raised the event. */
  readonly aggregateId: string;
}

/** The explicit mapping from a domain event (inside) to a contract (outside). */
export interface Publication<Name extends string = string> {
  readonly event: EventClass;
  readonly contract: Contract<Name>;
  readonly map: (event: any, facts: PublicationFacts) => unknown;
  /** The consistency that is promised. */
  readonly guarantee?: Guarantee;
}

/**
 * Says that a domain event is published under a contract, how the one becomes the other, and what consistency is promised.
 *
 * @example
 * publish(OrderPlaced, orderPlaced, (event) => ({ orderId: event.orderId, total: event.total.toJSON() }), eventual('5s'));
 */
export function publish<E extends EventClass, Data, const Name extends string>(
  event: E,
  contract: Contract<Name, Data>,
  map: (event: InstanceType<E>, facts: PublicationFacts) => NoInfer<Data>,
  guarantee?: Guarantee,
): Publication<Name> {
  return { event, contract, map, ...(guarantee && { guarantee }) };
}
