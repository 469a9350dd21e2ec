import { inspection, type Invariant } from './invariant.ts';
import type { LedgerIntent, Snapshot } from './snapshot.ts';

interface OrderMoney {
  readonly orderId: string;
  readonly status: string;
  readonly minor: number;
  readonly currency: string;
}

function ordersOf({ contexts }: Snapshot): readonly OrderMoney[] {
  return contexts.ordering.aggregates
    .filter(({ type }) => type === 'Order')
    .map(({ id, state }) => ({ orderId: id, status: state.status, minor: state.total?.minor ?? 0, currency: state.total?.currency ?? '' }));
}

function paymentsOf({ contexts }: Snapshot) {
  return contexts.payments.aggregates
    .filter(({ type }) => type === 'Payment')
    .map(({ id, state }) => ({
      paymentId: id,
      orderId: state.terms?.orderId as string | undefined,
      status: state.status as string,
      reference: state.reference as string | null,
      captured: (state.captured?.minor ?? 0) as number,
      held: (state.held?.minor ?? 0) as number,
    }));
}

function byOrder(ledger: readonly LedgerIntent[]): Map<string, LedgerIntent[]> {
  const intents = new Map<string, LedgerIntent[]>();
  for (const intent of ledger) {
    const orderId = intent.metadata['orderId'] ?? '';
    intents.set(orderId, [...(intents.get(orderId) ?? []), intent]);
  }
  return intents;
}

/** I4: the money that the provider kept is the money of the confirmed orders, currency by currency. */
export const moneyMatchesOrders: Invariant = {
  name: 'I4',
  says: 'captured - refunded by the provider = totals of confirmed orders, per currency',
  check: (snapshot) => {
    const look = inspection();
    const kept = new Map<string, number>();
    for (const { currency, captured, refunded } of snapshot.ledger) kept.set(currency.toUpperCase(), (kept.get(currency.toUpperCase()) ?? 0) + captured - refunded);
    const owed = new Map<string, number>();
    for (const { status, currency, minor } of ordersOf(snapshot)) if (status === 'confirmed') owed.set(currency, (owed.get(currency) ?? 0) + minor);
    for (const currency of new Set([...kept.keys(), ...owed.keys()])) {
      look.expect((kept.get(currency) ?? 0) === (owed.get(currency) ?? 0), () => `${currency}: the provider kept ${kept.get(currency) ?? 0}, confirmed orders come to ${owed.get(currency) ?? 0}`);
    }
    return look.result();
  },
};

/** I5: each order is paid once and in full, or not at all. */
export const eachOrderPaidOnce: Invariant = {
  name: 'I5',
  says: 'at most one capture an order; confirmed: captured = total; rejected: nothing kept and nothing held',
  check: (snapshot) => {
    const look = inspection();
    const intents = byOrder(snapshot.ledger);
    for (const { orderId, status, minor } of ordersOf(snapshot)) {
      const mine = intents.get(orderId) ?? [];
      const net = mine.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
      look.expect(mine.filter(({ captured }) => captured > 0).length <= 1, () => `order ${orderId} was captured more than once`);
      look.expect(mine.every(({ refunded, captured }) => refunded <= captured), () => `order ${orderId} got back more than it paid`);
      if (status === 'confirmed') look.expect(net === minor, () => `order ${orderId} is confirmed over ${minor}, the provider kept ${net}`);
      else look.expect(net === 0, () => `order ${orderId} is ${status}, the provider kept ${net}`);
      if (status === 'rejected') look.expect(mine.every((each) => each.status !== 'requires_capture'), () => `order ${orderId} is rejected and its money is still held`);
    }
    const known = new Set(ordersOf(snapshot).map(({ orderId }) => orderId));
    for (const orderId of intents.keys()) look.expect(known.has(orderId), () => `the provider has money for the order ${orderId}, which does not exist`);
    return look.result();
  },
};

/** What our payment says when the provider's ledger says this. */
const ours: Readonly<Record<string, readonly string[]>> = {
  requires_capture: ['authorised'],
  succeeded: ['captured'],
  canceled: ['voided'],
  requires_payment_method: ['declined'],
};

/** I6: the provider's ledger and our payments tell the same story. */
export const ledgerMatchesPayments: Invariant = {
  name: 'I6',
  says: 'the ledger of the provider = our payments: the same ids, amounts and states on both sides',
  check: (snapshot) => {
    const look = inspection();
    const mine = new Map(paymentsOf(snapshot).flatMap((each) => (each.reference ? [[each.reference, each] as const] : [])));
    for (const intent of snapshot.ledger) {
      const payment = mine.get(intent.id);
      look.expect(payment !== undefined, () => `the provider has ${intent.id} (${intent.status}), no payment of ours knows it`);
      if (!payment) continue;
      look.expect((ours[intent.status] ?? []).includes(payment.status), () => `${intent.id} is ${intent.status} there and ${payment.status} here`);
      look.expect(payment.captured === intent.captured, () => `${intent.id}: captured ${intent.captured} there, ${payment.captured} here`);
    }
    const theirs = new Set(snapshot.ledger.map(({ id }) => id));
    for (const { reference, paymentId } of mine.values()) look.expect(theirs.has(reference!), () => `our payment ${paymentId} names ${reference}, which the provider does not have`);
    return look.result();
  },
};
