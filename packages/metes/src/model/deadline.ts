import { called, either, listOf, mustFit, partsOf } from '../base/argument.ts';
import { type Duration, milliseconds } from '../base/duration.ts';
import type { EventClass } from '../domain/event.ts';
import type { Command } from './command.ts';
import { callback, duration, eventClass, line } from './kinds.ts';
import type { EventFacts } from './source.ts';

/** A promise to act after a while unless something happens first. Kept in the store, so it outlives every process. */
export interface Deadline {
  readonly deadline: string;
  readonly startedBy: EventClass;
  readonly after: Duration | ((event: any) => Duration);
  readonly cancelledBy: readonly EventClass[];
  readonly then: (event: any, facts: EventFacts) => Command;
}

const parts = {
  startedBy: eventClass,
  after: either(called(duration, 'a duration or a function that gives one'), callback),
  cancelledBy: listOf('classes of events', eventClass),
  then: callback,
};
const declared = partsOf('what is said of a deadline', parts);

/** A deadline as a context has it. */
export const deadlineKind = partsOf('a deadline', { deadline: line, ...parts }, "deadline('...', { ... })");

/**
 * Declares a deadline on the events of one aggregate: started by one event, cancelled by others of the same aggregate,
 * and else answered with a command. The time is that of the database, so clocks of processes do not matter.
 *
 * @throws METES_ARGUMENT_INVALID, METES_DURATION_INVALID
 * @example
 * deadline('payment overdue', { startedBy: OrderPlaced, after: '15m', cancelledBy: [OrderConfirmed, OrderRejected],
 *   then: (event) => new RejectOrder({ orderId: event.orderId, reason: 'not paid in time' }) });
 */
export function deadline<E extends EventClass>(
  name: string,
  declaration: {
    readonly startedBy: E;
    readonly after: Duration | ((event: InstanceType<E>) => Duration);
    readonly cancelledBy: readonly EventClass[];
    readonly then: (event: InstanceType<E>, facts: EventFacts) => Command;
  },
): Deadline {
  mustFit('deadline', { name, declaration }, { name: line, declaration: declared });
  if (typeof declaration.after === 'string') milliseconds(declaration.after);
  return { deadline: name, ...declaration };
}
