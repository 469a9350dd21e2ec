import { MetesError } from '../base/errors.ts';
import type { OutputOf, Schema } from '../base/schema.ts';
import { frozenData, type FrozenDataClass } from './frozen-data.ts';

/** An instance of a domain event; the mark keeps events of one shape but different names apart. */
export interface EventOf<Name extends string = string> {
  readonly '~event': Name;
}

/** A class of domain events: something that happened inside a context, in the past tense. */
export interface EventClass<Name extends string = string, Data = any> extends FrozenDataClass<
  Name,
  Data,
  Readonly<Data> & EventOf<Name>
> {
  /** The version in which it is stored today; 1 when nothing else is said. */
  readonly version: number;
  /** The event as it was stored in the given version, lifted to today's. */
  fromJson<T>(this: new (data: Data) => T, json: unknown, version: number): T;
}

/** How older stored forms are lifted: `upcast[1]` turns the form of version 1 into that of version 2. */
export interface EventHistory {
  readonly version: number;
  readonly upcast: Readonly<Record<number, (old: any) => unknown>>;
}

/**
 * Declares a domain event. The fields stand on the instance; the data is validated and frozen. Its id, time and cause
 * are facts of the log record and the envelope, never fields of the event.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor); METES_DOMAIN_EVENT_VERSION (here when an upcast is missing, and
 * from `fromJson` when the stored version is not known).
 * @example
 * class OrderPlaced extends event('OrderPlaced', z.object({ orderId: OrderId, total: Money.schema() })) {}
 * new OrderPlaced({ orderId, total }).total;
 */
export function event<const Name extends string, S extends Schema>(
  type: Name,
  schema: S,
  history: EventHistory = { version: 1, upcast: {} },
): EventClass<Name, OutputOf<S>> {
  const current = history.version;
  const unreadable = (version: number): MetesError =>
    new MetesError('METES_DOMAIN_EVENT_VERSION', { type, version, current });
  for (let version = 1; version < current; version++) if (!history.upcast[version]) throw unreadable(version);
  const Base = frozenData(type, schema, '~event') as unknown as new (data: unknown) => object;
  const Event = class extends Base {
    static readonly version = current;

    static fromJson(json: unknown, version: number): object {
      if (!Number.isInteger(version) || version < 1 || version > current) throw unreadable(version);
      let data = json;
      for (let at = version; at < current; at++) data = history.upcast[at]!(data);
      return new this(data);
    }
  };
  return Event as unknown as EventClass<Name, OutputOf<S>>;
}

/** The class of an event instance. */
export function eventClassOf(instance: object): EventClass {
  return instance.constructor as unknown as EventClass;
}
