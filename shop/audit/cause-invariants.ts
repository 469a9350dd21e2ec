import { declared, everyEvent, impliedCommands } from './declared.ts';
import { inspection, type Invariant } from './invariant.ts';
import type { AuditedContext, LoggedEvent } from './snapshot.ts';

/**
 * Which events can come from outside: customers fill carts and check them out, goods come in, and the payment provider
 * tells how payments stand.
 */
const fromOutside: Readonly<Record<AuditedContext, (type: string) => boolean>> = {
  cart: () => true,
  ordering: () => false,
  inventory: (type) => type === 'StockReceived',
  payments: (type) =>
    !['PaymentRequested', 'PaymentRequestRepeated', 'PaymentCaptureRequested', 'PaymentCalledOff'].includes(
      type,
    ),
};

/** I17: every effect has a cause that is there and that can lead to it, and nothing caused itself. */
export const causesExist: Invariant = {
  name: 'I17',
  says: 'every effect has a cause that the map lets lead to it, unless it came from outside; no circle of causes',
  check: (snapshot) => {
    const look = inspection();
    const events = everyEvent(snapshot);
    const implied = new Set(
      impliedCommands(snapshot).map(({ cause, context, handler, targetId }) =>
        JSON.stringify([cause.id, context.name, handler.aggregate.type, targetId]),
      ),
    );
    for (const event of events.values()) {
      const { context, id, type, causation, correlation, aggregateType, aggregateId } = event;
      const cause = events.get(causation);
      if (!cause) {
        look.expect(
          fromOutside[context as AuditedContext](type),
          () => `${context}: ${type} ${id} has the cause ${causation}, which is nowhere`,
        );
        continue;
      }
      const leads =
        implied.has(JSON.stringify([cause.id, context, aggregateType, aggregateId])) ||
        (cause.context === context && leadsOn(cause, context));
      look.expect(leads, () => `${context}: ${type} ${id} does not follow from ${cause.type} ${cause.id}`);
      look.expect(
        cause.correlation === correlation,
        () => `${context}: ${type} ${id} has another correlation than its cause`,
      );
      look.expect(!isOwnCause(event, events), () => `the event ${id} is its own cause`);
    }
    return look.result();
  },
};

/** True when a call or a deadline of the context reacts to the event. */
function leadsOn({ type }: LoggedEvent, context: string): boolean {
  const { calls, deadlines } = declared(context);
  return (
    calls.some(({ when }) => typeof when === 'function' && when.type === type) ||
    deadlines.some(({ startedBy }) => startedBy.type === type)
  );
}

function isOwnCause(event: LoggedEvent, events: ReadonlyMap<string, LoggedEvent>): boolean {
  const seen = new Set([event.id]);
  for (let at = events.get(event.causation); at; at = events.get(at.causation)) {
    if (seen.has(at.id)) return true;
    seen.add(at.id);
  }
  return false;
}
