import { mustFit, optional, partsOf } from '../base/argument.ts';
import { milliseconds } from '../base/duration.ts';
import type { EventClass } from '../domain/event.ts';
import type { Contract } from '../contract/contract.ts';
import { type Guarantee, guaranteeKind } from './guarantee.ts';
import { callback, contract as contractKind, eventClass } from './kinds.ts';

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

const parts = {
  event: eventClass,
  contract: contractKind,
  map: callback,
  guarantee: optional(guaranteeKind),
};

/** A publication as a context has it. */
export const publicationKind = partsOf(
  'a publication',
  parts,
  'publish(OrderPlaced, orderPlaced, (event) => ...)',
);

/**
 * Says that a domain event is published under a contract, how the one becomes the other, and what consistency is promised.
 *
 * @throws METES_ARGUMENT_INVALID, METES_DURATION_INVALID
 * @example
 * publish(OrderPlaced, orderPlaced, (event) => ({ orderId: event.orderId, total: event.total.toJSON() }), eventual('5s'));
 */
export function publish<E extends EventClass, Data, const Name extends string>(
  event: E,
  contract: Contract<Name, Data>,
  map: (event: InstanceType<E>, facts: PublicationFacts) => NoInfer<Data>,
  guarantee?: Guarantee,
): Publication<Name> {
  mustFit('publish', { event, contract, map, guarantee }, parts);
  if (guarantee?.consistency === 'eventual') milliseconds(guarantee.within);
  return { event, contract, map, ...(guarantee && { guarantee }) };
}
