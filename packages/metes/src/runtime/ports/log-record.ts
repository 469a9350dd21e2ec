import type { Json } from '../../base/json.ts';

/** One published form of an event. */
export interface PublishedForm {
  readonly contract: string;
  readonly version: number;
  readonly data: Json;
}

/** One event as it is written to the log of its context. */
export interface NewEvent {
  /** UUIDv7. */
  readonly id: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** The version of the aggregate after the event: 1, 2, 3, ... without gaps. */
  readonly version: number;
  /** The name of the domain event. */
  readonly type: string;
  /** The version of its stored form. */
  readonly typeVersion: number;
  /** The domain event; the store keeps its JSON form. */
  readonly data: unknown;
  /** What leaves the context, empty for events that stay inside. */
  readonly published: readonly PublishedForm[];
  /** The id of the event or request that led to this one. */
  readonly causation: string;
  readonly correlation: string;
  readonly traceparent?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** An event with its place in the log of its context. Positions grow in the order of commits, without gaps. */
export interface LogRecord extends NewEvent {
  readonly position: number;
}
