import { milliseconds } from '../base/duration.ts';
import { type AggregateRoot, typeOf } from '../domain/aggregate-root.ts';
import { eventClassOf } from '../domain/event.ts';
import type { Publication } from '../model/publication.ts';
import type { Context } from '../model/context.ts';
import type { DeadlineKey, DeadlineWrite } from './ports/batch.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { NewEvent } from './ports/log-record.ts';
import type { Origin } from './work.ts';

/** Turns raised events into log entries: with their publications, and with the deadlines that they start and end. */
export class EventWriter {
  readonly #publications = new Map<unknown, Publication[]>();
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

  /** The log entry of an event; validates what is published. @throws METES_CONTRACT_INVALID */
  write(root: AggregateRoot<any, any, any>, version: number, event: object, origin: Origin): NewEvent {
    const type = eventClassOf(event);
    const aggregateId = root.id as string;
    return {
      id: this.#ids.next(),
      aggregateType: typeOf(root).type,
      aggregateId,
      version,
      type: type.type,
      typeVersion: type.version,
      data: event,
      published: (this.#publications.get(type) ?? []).map(({ contract, map }) => ({
        contract: contract.contract,
        version: contract.version,
        data: contract.write(map(event, { aggregateId })),
      })),
      causation: origin.causation,
      correlation: origin.correlation,
      traceparent: origin.traceparent,
      time: this.#clock.now(),
    };
  }

  /** The deadlines that these events start and end, the ones already ended included; the last word on each counts. */
  deadlines(
    events: readonly NewEvent[],
    done: readonly DeadlineKey[],
  ): { readonly deadlines: readonly DeadlineWrite[]; readonly deadlinesDone: readonly DeadlineKey[] } {
    const set = new Map<string, DeadlineWrite>();
    const ended = new Map(done.map((key) => [`${key.deadline}/${key.aggregateId}`, key]));
    if (this.#context.deadlines.length > 0) {
      for (const each of events) {
        for (const { deadline, startedBy, cancelledBy, after } of this.#context.deadlines) {
          const name = `${deadline}/${each.aggregateId}`;
          if (cancelledBy.some((type) => type.type === each.type)) {
            set.delete(name);
            if (!ended.has(name)) ended.set(name, { deadline, aggregateId: each.aggregateId });
          }
          if (startedBy.type === each.type) {
            const afterMs = milliseconds(typeof after === 'function' ? after(each.data) : after);
            const { id, type, typeVersion, data, version, time, correlation } = each;
            set.set(name, { deadline, aggregateId: each.aggregateId, afterMs, event: { id, type, typeVersion, data, version, time, correlation } });
          }
        }
      }
    }
    return { deadlines: [...set.values()], deadlinesDone: [...ended.values()] };
  }
}
