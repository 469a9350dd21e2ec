import type { Contract } from '../contract/contract.ts';
import type { EventClass } from '../domain/event.ts';

/** What can be reacted to: a domain event of the own context, or a contract of any context. */
export type Source = EventClass | Contract;

/** What a reaction gets: the event instance, or the data of the contract. */
export type Received<S> =
  S extends Contract<string, infer Data>
    ? Data
    : S extends abstract new (...args: any) => infer E
      ? E
      : never;

/** The name of the contract that a source is; nothing for an event of the own context. For types only. */
export type HeardName<S> = S extends Contract<infer Name> ? Name : never;

/** The facts around an event that reactions may read. */
export interface EventFacts {
  /** UUIDv7 of the event. */
  readonly eventId: string;
  /** The id of the aggregate that raised it. */
  readonly subject: string;
  /** The version of that aggregate after the event. */
  readonly sequence: number;
  /** When it was raised, milliseconds since the epoch. */
  readonly time: number;
  /** What it shares with all that follows from the same request. */
  readonly correlation: string;
}

/** True for a contract, false for the class of a domain event. */
export function isContract(source: Source): source is Contract {
  return typeof source !== 'function';
}

/** The name by which a source is found in the log: that of the contract, or that of the event. */
export function sourceName(source: Source): string {
  return isContract(source) ? source.contract : source.type;
}
