import type { Json } from '../base/json.ts';
import type { AggregateKey, LogPage, PublishedRecord, StoredParked } from '../runtime/ports/context-store.ts';
import type { LogRecord } from '../runtime/ports/log-record.ts';
import { keyOf, type ContextData, type KeptEvent, type KeptParked } from './memory-database.ts';

/** A record of the log as readers get it: a copy of their own. */
export function recordOf(event: KeptEvent, position: number): LogRecord {
  const { data, published, traceparent, ...rest } = event;
  return {
    position,
    ...rest,
    data: JSON.parse(data),
    published: published === undefined ? [] : JSON.parse(published),
    ...(traceparent ? { traceparent } : {}),
  };
}

/** The events of an aggregate, oldest first. */
export function pastOf(data: ContextData, { type, id }: AggregateKey): readonly LogRecord[] {
  return (data.byAggregate.get(keyOf(type, id)) ?? []).map((position) =>
    recordOf(data.log[position - 1]!, position),
  );
}

/** A parked message as readers get it: a copy of their own. */
export function storedParked(
  { dueAt, message, reactions, cause, ...each }: KeptParked,
  now: number,
): StoredParked {
  return {
    ...each,
    message: JSON.parse(message),
    reactions: JSON.parse(reactions),
    dueInMs: dueAt - now,
    cause: cause === undefined ? undefined : JSON.parse(cause),
  };
}

/** The value of a JSON text that may be missing. */
export function parsed(text: string | undefined): Json | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

/** The published events after a position, and how far was looked. */
export function publishedPage(data: ContextData, after: number, limit: number): LogPage<PublishedRecord> {
  const records: PublishedRecord[] = [];
  for (let index = after; index < data.log.length && records.length < limit; index++) {
    const event = data.log[index]!;
    if (event.published !== undefined) records.push(publishedOf(event, index + 1));
  }
  return {
    records,
    upTo: records.length >= limit ? (records.at(-1)?.position ?? after) : Math.max(after, data.log.length),
  };
}

/** What other contexts may see of an event. */
export function publishedOf(event: KeptEvent, position: number): PublishedRecord {
  const { id, aggregateId, version, causation, correlation, traceparent, time } = event;
  return {
    position,
    id,
    aggregateId,
    version,
    published: JSON.parse(event.published!),
    causation,
    correlation,
    ...(traceparent ? { traceparent } : {}),
    time,
  };
}
