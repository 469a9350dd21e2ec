import { MetesError } from '../base/errors.ts';
import type { OutputOf, Schema } from '../base/schema.ts';
import { frozenData, type FrozenDataClass } from './frozen-data.ts';

/** A class of domain events: something that happened inside a context, in the past tense. */
export interface EventClass<Name extends string = string, Data = any> extends FrozenDataClass<Name, Data> {
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
 * Declares a domain event. The fields stand on the instance; the data is validated and frozen.
 *
 * @throws METES_SCHEMA_INVALID (from the constructor), METES_DOMAIN_EVENT_VERSION (from `fromJson`).
 * @example
 * class OrderPlaced extends event('OrderPlaced', z.object({ orderId: OrderId, total: Money.schema() })) {}
 * new OrderPlaced({ orderId, total }).total;
 */
export function event<const Name extends string, S extends Schema>(
  type: Name,
  schema: S,
  history: EventHistory = { version: 1, upcast: {} },
): EventClass<Name, OutputOf<S>> {
  const Base = frozenData(type, schema) as unknown as new (data: unknown) => object;
  const Event = class extends Base {
    static readonly version = history.version;

    static fromJson(json: unknown, version: number): object {
      let data = json;
      for (let at = version; at < history.version; at++) {
        const lift = history.upcast[at];
        if (!lift) throw new MetesError('METES_DOMAIN_EVENT_VERSION', { type, version, current: history.version });
        data = lift(data);
      }
      if (version > history.version) {
        throw new MetesError('METES_DOMAIN_EVENT_VERSION', { type, version, current: history.version });
      }
      return new this(data);
    }
  };
  return Event as unknown as EventClass<Name, OutputOf<S>>;
}

/** The class of an event instance. */
export function eventClassOf(instance: object): EventClass {
  return instance.constructor as unknown as EventClass;
}
