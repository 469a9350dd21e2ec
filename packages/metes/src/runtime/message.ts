import type { Json } from '../base/json.ts';
import type { Contract } from '../contract/contract.ts';
import type { EventClass } from '../domain/event.ts';
import { type EventFacts, isContract, type Source, sourceName } from '../model/source.ts';
import type { PublishedRecord } from './ports/context-store.ts';
import type { NewEvent, PublishedForm } from './ports/log-record.ts';
import type { Origin } from './work.ts';

/** An event on its way to the reactions of a context. */
export interface Message {
  /** In the log of the publisher. */
  readonly position: number;
  readonly id: string;
  /** The id of the aggregate that raised it: messages of one subject keep their order. */
  readonly subject: string;
  readonly sequence: number;
  readonly time: number;
  readonly correlation: string;
  readonly causation: string;
  readonly traceparent?: string | undefined;
  /** The domain event itself; only within the context that raised it. */
  readonly event?: { readonly type: string; readonly typeVersion: number; readonly data: unknown };
  readonly published: readonly PublishedForm[];
}

/** An event of the own log as a message. */
export function ownMessage(event: NewEvent, position: number): Message {
  return {
    position,
    id: event.id,
    subject: event.aggregateId,
    sequence: event.version,
    time: event.time,
    correlation: event.correlation,
    causation: event.causation,
    traceparent: event.traceparent,
    published: event.published,
    event: { type: event.type, typeVersion: event.typeVersion, data: event.data },
  };
}

/** What others see of an event. */
export function publishedRecord(event: NewEvent, position: number): PublishedRecord {
  const { id, aggregateId, version, published, causation, correlation, traceparent, time } = event;
  return { position, id, aggregateId, version, published, causation, correlation, traceparent, time };
}

/** A published record of another context as a message. */
export function foreignMessage(record: PublishedRecord): Message {
  return {
    position: record.position,
    id: record.id,
    subject: record.aggregateId,
    sequence: record.version,
    time: record.time,
    correlation: record.correlation,
    causation: record.causation,
    traceparent: record.traceparent,
    published: record.published,
  };
}

/** True when the message carries the source. */
export function carries(message: Message, source: Source): boolean {
  return isContract(source)
    ? formFor(source, message.published) !== undefined
    : message.event?.type === sourceName(source);
}

/** What a reaction on this source gets: validated, and in the form of the version that it reads. @throws METES_CONTRACT_*, METES_DOMAIN_EVENT_VERSION */
export function received(message: Message, source: Source): unknown {
  if (isContract(source)) {
    const { version, data } = formFor(source, message.published)!;
    return source.read(version, data);
  }
  const { data, typeVersion } = message.event!;
  return data instanceof (source as EventClass) ? data : (source as EventClass).fromJson(data, typeVersion);
}

/**
 * Of the forms that went out together, the one that the source reads: its own version, else the nearest older, else the
 * nearest newer; undefined when there is none. Asked several times of every message, so it makes no lists.
 */
export function formFor(source: Contract, forms: readonly PublishedForm[]): PublishedForm | undefined {
  let best: PublishedForm | undefined;
  for (const each of forms)
    if (each.contract === source.contract && (!best || rank(source, each) < rank(source, best))) best = each;
  return best;
}

function rank({ reads }: Contract, { version }: PublishedForm): number {
  return version <= reads ? reads - version : 1_000_000 + version - reads;
}

/** The facts around a message that reactions may read. */
export function factsOf(message: Message): EventFacts {
  return {
    eventId: message.id,
    subject: message.subject,
    sequence: message.sequence,
    time: message.time,
    correlation: message.correlation,
  };
}

/** What follows from a message says that it was caused by it. */
export function originOf(message: Message): Origin {
  return { correlation: message.correlation, causation: message.id, traceparent: message.traceparent };
}

/** The form in which a message is set aside. */
export function parkedForm(message: Message): Json {
  return JSON.parse(JSON.stringify(message)) as Json;
}
