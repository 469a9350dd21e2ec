import { inspection, type Invariant } from './invariant.ts';
import type { ContextSnapshot, LoggedEvent, Snapshot } from './snapshot.ts';

function contextsOf({ contexts }: Snapshot): readonly (readonly [string, ContextSnapshot])[] {
  return Object.entries(contexts);
}

/** I13: the versions of an aggregate are its events, 1 to n without a hole. */
export const versionsAreEvents: Invariant = {
  name: 'I13',
  says: 'version n of an aggregate has exactly n events, numbered 1 to n',
  check: (snapshot) => {
    const look = inspection();
    for (const [context, { log, aggregates }] of contextsOf(snapshot)) {
      const versions = new Map<string, number>();
      for (const { aggregateType, aggregateId, version } of log) {
        const key = `${aggregateType}/${aggregateId}`;
        const before = versions.get(key) ?? 0;
        look.expect(version === before + 1, () => `${context}: ${key} has version ${version} after ${before}`);
        versions.set(key, version);
      }
      for (const { type, id, version } of aggregates) {
        look.expect(versions.get(`${type}/${id}`) === version, () => `${context}: ${type}/${id} is at version ${version} and has ${versions.get(`${type}/${id}`) ?? 0} events`);
      }
      look.expect(versions.size === aggregates.length, () => `${context}: ${versions.size} aggregates have events, ${aggregates.length} are stored`);
    }
    return look.result();
  },
};

/** I14: the log has no holes and every event is there once. */
export const logIsWhole: Invariant = {
  name: 'I14',
  says: 'positions are 1 to n without a hole and ids are unique, so what is published is what was written',
  check: (snapshot) => {
    const look = inspection();
    const ids = new Set<string>();
    for (const [context, { log }] of contextsOf(snapshot)) {
      log.forEach(({ position, id }, index) => {
        look.expect(position === index + 1, () => `${context}: position ${position} stands at place ${index + 1}`);
        look.expect(!ids.has(id), () => `${context}: the event ${id} is there twice`);
        ids.add(id);
      });
    }
    return look.result();
  },
};

/** Which reactions must have followed from which contract: the type of event that each leads to in which context. */
const consequences: readonly { readonly contract: string; readonly context: string; readonly leadsTo: readonly string[] }[] = [
  { contract: 'cart.cart-checked-out', context: 'ordering', leadsTo: ['OrderSubmitted'] },
  { contract: 'ordering.order-placed', context: 'inventory', leadsTo: ['StockReserved', 'StockUnavailable'] },
  { contract: 'ordering.payment-due', context: 'payments', leadsTo: ['PaymentRequested'] },
  { contract: 'ordering.order-confirmed', context: 'inventory', leadsTo: ['StockAllocated'] },
  { contract: 'ordering.order-confirmed', context: 'payments', leadsTo: ['PaymentCaptureRequested'] },
];

/** I15: every published event took effect once at every subscriber. */
export const effectsHappenOnce: Invariant = {
  name: 'I15',
  says: 'every event was handled by every subscriber and its effects are there once',
  check: (snapshot) => {
    const look = inspection();
    const heads = new Map(contextsOf(snapshot).map(([context, { log }]) => [context, log.length]));
    for (const [context, { cursors, parked, log }] of contextsOf(snapshot)) {
      for (const { subscription, position } of cursors) {
        const publisher = subscription.slice(subscription.lastIndexOf('<-') + 2);
        look.expect(position === heads.get(publisher), () => `${subscription} stands at ${position}, the log ends at ${heads.get(publisher)}`);
      }
      look.expect(parked.length === 0, () => `${context} has ${parked.length} messages set aside`);
      const effects = new Set<string>();
      for (const { causation, aggregateType, aggregateId, type, correlation } of log) {
        if (causation === correlation) continue;
        const effect = `${causation} ${aggregateType}/${aggregateId} ${type}`;
        look.expect(!effects.has(effect), () => `${context}: an event took effect twice: ${effect}`);
        effects.add(effect);
      }
    }
    for (const { contract, context, leadsTo } of consequences) {
      const causes = new Map<string, number>();
      for (const { causation, type } of snapshot.contexts[context as 'cart'].log) if (leadsTo.includes(type)) causes.set(causation, (causes.get(causation) ?? 0) + 1);
      const publisher = contract.slice(0, contract.indexOf('.')) as 'cart';
      for (const { id, published } of snapshot.contexts[publisher].log) {
        if (!published?.some((form) => form.contract === contract)) continue;
        look.expect(causes.get(id) === 1, () => `${contract} ${id} led to ${causes.get(id) ?? 0} of ${leadsTo.join('/')} in ${context}`);
      }
    }
    return look.result();
  },
};

function everyEvent(snapshot: Snapshot): Map<string, LoggedEvent & { readonly context: string }> {
  return new Map(contextsOf(snapshot).flatMap(([context, { log }]) => log.map((event) => [event.id, { ...event, context }] as const)));
}

/** I16: no subscriber applied an older version of an aggregate after a newer one. */
export const orderIsKept: Invariant = {
  name: 'I16',
  says: 'the effects at each subscriber follow the versions of the aggregate that caused them',
  check: (snapshot) => {
    const look = inspection();
    const events = everyEvent(snapshot);
    for (const [context, { log }] of contextsOf(snapshot)) {
      const applied = new Map<string, number>();
      for (const { causation, type } of log) {
        const cause = events.get(causation);
        // Calls of different kinds run beside each other; what orders them is the aggregate that they report to.
        if (!cause || cause.context === context) continue;
        const key = `${cause.context}/${cause.aggregateType}/${cause.aggregateId}`;
        look.expect(cause.version >= (applied.get(key) ?? 0), () => `${context}: ${type} was caused by version ${cause.version} of ${key} after version ${applied.get(key)}`);
        applied.set(key, Math.max(cause.version, applied.get(key) ?? 0));
      }
    }
    return look.result();
  },
};

/** What comes from outside: requests, seeding and notifications of the provider. */
const rooted = /^(Cart|Item|Quantity|Offer|StockReceived|Payment)/;

/** I17: every effect has a cause that is there, and nothing caused itself. */
export const causesExist: Invariant = {
  name: 'I17',
  says: 'every effect has its cause in a log, unless it came from outside; no circle of causes',
  check: (snapshot) => {
    const look = inspection();
    const events = everyEvent(snapshot);
    for (const event of events.values()) {
      look.expect(events.has(event.causation) || rooted.test(event.type), () => `${event.context}: ${event.type} ${event.id} has the cause ${event.causation}, which is nowhere`);
      const seen = new Set([event.id]);
      for (let at = events.get(event.causation); at; at = events.get(at.causation)) {
        if (seen.has(at.id)) {
          look.expect(false, () => `the event ${event.id} is its own cause`);
          break;
        }
        seen.add(at.id);
      }
    }
    return look.result();
  },
};

/** I18 for a choreography: each order's end is matched by the ends of its reservation and of its payment. */
export const endsMatch: Invariant = {
  name: 'I18',
  says: 'confirmed: stock allocated and payment captured; rejected: stock not held and payment not held, each once',
  check: ({ contexts: { ordering, inventory, payments } }) => {
    const look = inspection();
    const reservations = new Map(inventory.aggregates.filter(({ type }) => type === 'Reservation').map(({ id, state }) => [id, state.status as string]));
    const settled = new Map<string, string[]>();
    for (const { type, state } of payments.aggregates) {
      if (type !== 'Payment' || !state.terms) continue;
      settled.set(state.terms.orderId, [...(settled.get(state.terms.orderId) ?? []), state.status]);
    }
    for (const { type, id, state } of ordering.aggregates) {
      if (type !== 'Order') continue;
      const reservation = reservations.get(id) ?? 'none';
      const payment = settled.get(id) ?? [];
      look.expect(payment.length <= 1, () => `order ${id} has ${payment.length} payments`);
      if (state.status === 'confirmed') {
        look.expect(reservation === 'allocated', () => `order ${id} is confirmed and its reservation is ${reservation}`);
        look.expect(payment[0] === 'captured', () => `order ${id} is confirmed and its payment is ${payment[0] ?? 'missing'}`);
      } else if (state.status === 'rejected') {
        look.expect(['refused', 'released', 'forestalled'].includes(reservation), () => `order ${id} is rejected and its reservation is ${reservation}`);
        look.expect(payment.every((status) => ['declined', 'voided', 'called-off'].includes(status)), () => `order ${id} is rejected and its payment is ${payment.join(', ')}`);
      }
    }
    return look.result();
  },
};
