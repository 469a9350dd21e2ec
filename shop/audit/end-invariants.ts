import {
  type PaymentEventName,
  type PaymentStanding,
  standingAfter,
} from '../contexts/payments/domain/payment-lifecycle.ts';
import { declared } from './declared.ts';
import { inspection, type Invariant } from './invariant.ts';
import { type ContextSnapshot, contextsOf, type LoggedEvent, ordersOf } from './snapshot.ts';

/** The histories that a reservation can have. */
const reservationPaths: Readonly<Record<string, string>> = {
  StockReserved: 'reserved',
  'StockReserved StockAllocated': 'allocated',
  'StockReserved StockReleased': 'released',
  StockUnavailable: 'refused',
  ReservationForestalled: 'forestalled',
};

/** How the reservation and the payment of an order may stand, by the way in which it ended. */
const settled: Readonly<
  Record<string, { readonly reservation: readonly string[]; readonly payment: readonly string[] }>
> = {
  confirmed: { reservation: ['allocated'], payment: ['captured'] },
  'insufficient-stock': { reservation: ['refused'], payment: ['missing'] },
  'payment-declined': { reservation: ['released'], payment: ['declined'] },
  'payment-overdue': {
    reservation: ['released', 'forestalled', 'refused'],
    payment: ['voided', 'called-off', 'declined'],
  },
};

/** I18 for a choreography: each order's end is matched by the ends of its reservation and of its payment. */
export const endsMatch: Invariant = {
  name: 'I18',
  says: 'confirmed: stock allocated and payment captured; rejected: nothing set aside and nothing held; each once',
  check: (snapshot) => {
    const look = inspection();
    const { inventory, payments } = snapshot.contexts;
    const reservations = new Map<string, string>();
    for (const [id, { state, path }] of histories(inventory, 'Reservation')) {
      reservations.set(id, state.status);
      look.expect(
        reservationPaths[path.join(' ')] === state.status,
        () => `the reservation ${id} is ${state.status} after ${path.join(', ')}`,
      );
    }
    const byOrder = new Map<string, string[]>();
    for (const [id, { state, path }] of histories(payments, 'Payment')) {
      let standing: PaymentStanding | undefined = 'due';
      for (const type of path) standing = standing && standingAfter(standing, type as PaymentEventName);
      look.expect(
        standing === state.status,
        () => `the payment ${id} is ${state.status} after ${path.join(', ')}`,
      );
      const orderId = state.terms?.orderId ?? id.replace(/^payment-/, '');
      byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), state.status]);
    }
    for (const { id, state } of ordersOf(snapshot)) {
      const reservation = reservations.get(id) ?? 'missing';
      const paid = byOrder.get(id) ?? [];
      look.expect(paid.length <= 1, () => `order ${id} has ${paid.length} payments`);
      const end = state.status === 'rejected' ? state.rejection.reason : state.status;
      const wanted = settled[end];
      if (!wanted) continue;
      look.expect(
        wanted.reservation.includes(reservation),
        () => `order ${id} ended as ${end} and its reservation is ${reservation}`,
      );
      const payment = paid[0] ?? 'missing';
      look.expect(
        wanted.payment.includes(payment),
        () => `order ${id} ended as ${end} and its payment is ${payment}`,
      );
    }
    return look.result();
  },
};

/** Each aggregate of a kind with the types of its events in their order. */
function histories(
  { aggregates, log }: ContextSnapshot,
  kind: string,
): ReadonlyMap<string, { readonly state: any; readonly path: string[] }> {
  const found = new Map<string, { readonly state: any; readonly path: string[] }>();
  for (const { type, id, state } of aggregates) if (type === kind) found.set(id, { state, path: [] });
  for (const event of log)
    if (event.aggregateType === kind) found.get(event.aggregateId)?.path.push(event.type);
  return found;
}

/** I19: a timer is there exactly while what started it still waits for its end. */
export const timersMatch: Invariant = {
  name: 'I19',
  says: 'a timer runs exactly while its aggregate was not heard of again: none is lost, none is left behind',
  check: (snapshot) => {
    const look = inspection();
    for (const [context, { log, deadlines }] of contextsOf(snapshot)) {
      for (const { deadline, startedBy, cancelledBy } of declared(context).deadlines) {
        const running = new Set<string>();
        const ends = cancelledBy.map(({ type }) => type);
        const follow = ({ type, aggregateId }: LoggedEvent): void => {
          if (type === startedBy.type) running.add(aggregateId);
          else if (ends.includes(type)) running.delete(aggregateId);
        };
        log.forEach(follow);
        const kept = new Set(
          deadlines.flatMap((each) => (each.deadline === deadline ? [each.aggregateId] : [])),
        );
        for (const id of new Set([...running, ...kept]))
          look.expect(
            running.has(id) && kept.has(id),
            () =>
              `${context}: the timer "${deadline}" of ${id} ${kept.has(id) ? 'was left behind' : 'is lost'}`,
          );
        // A timer that never ran is looked at, too: it was set and came to its end.
        for (const { type, aggregateId } of log)
          if (type === startedBy.type)
            look.expect(
              !kept.has(aggregateId) || running.has(aggregateId),
              () => `${context}: the timer "${deadline}" of ${aggregateId} goes on`,
            );
      }
    }
    return look.result();
  },
};
