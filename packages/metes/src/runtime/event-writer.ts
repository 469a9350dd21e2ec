import { type AggregateRoot, typeOf } from '../domain/aggregate-root.ts';
import { eventClassOf } from '../domain/event.ts';
import type { Context } from '../model/context.ts';
import type { Publication } from '../model/publication.ts';
import { type DeadlineChange, deadlineChanges } from './deadline-changes.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { NewEvent, PublishedForm } from './ports/log-record.ts';
import type { Origin } from './work.ts';

/** A log entry and what it means for deadlines. */
export interface WrittenEvent {
  readonly event: NewEvent;
  readonly deadlines: readonly DeadlineChange[];
}

/** Turns raised events into log entries: with their publications, and with the deadlines that they start and end. */
export class EventWriter {
  readonly #publications = new Map<unknown, readonly Publication[]>();
  readonly #context: Context;
  readonly #ids: Ids;
  readonly #clock: Clock;

  constructor(context: Context, ports: { readonly ids: Ids; readonly clock: Clock }) {
    this.#context = context;
    this.#ids = ports.ids;
    this.#clock = ports.clock;
    for (const each of context.publishes) {
      this.#publications.set(each.event, [...(this.#publications.get(each.event) ?? []), each]);
    }
  }

  /** The log entry of an event; validates what is published. @throws METES_CONTRACT_INVALID, what mappings throw */
  write(root: AggregateRoot<any, any, any>, version: number, raised: object, origin: Origin): WrittenEvent {
    const type = eventClassOf(raised);
    const aggregateId = root.id as string;
    const event: NewEvent = {
      id: this.#ids.next(),
      aggregateType: typeOf(root).type,
      aggregateId,
      version,
      type: type.type,
      typeVersion: type.version,
      data: raised,
      published: published(this.#publications.get(type) ?? [], raised, aggregateId),
      causation: origin.causation,
      correlation: origin.correlation,
      traceparent: origin.traceparent,
      time: this.#clock.now(),
    };
    return { event, deadlines: deadlineChanges(this.#context.deadlines, event) };
  }
}

function published(
  publications: readonly Publication[],
  raised: object,
  aggregateId: string,
): readonly PublishedForm[] {
  const forms: PublishedForm[] = [];
  for (const { contract, map } of publications)
    for (const { version, data } of contract.writeAll(map(raised, { aggregateId })))
      forms.push({ contract: contract.contract, version, data });
  return forms;
}
