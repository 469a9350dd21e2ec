import { inspection, type Invariant } from './invariant.ts';
import { type LedgerIntent, ordersOf, type Snapshot } from './snapshot.ts';

interface OrderMoney {
  readonly orderId: string;
  readonly status: string;
  readonly minor: number;
  readonly currency: string;
}

function moneyOf(snapshot: Snapshot): readonly OrderMoney[] {
  return ordersOf(snapshot).map(({ id, state }) => ({
    orderId: id,
    status: state.status,
    minor: state.total?.minor ?? 0,
    currency: state.total?.currency ?? '',
  }));
}

function paymentsOf({ contexts }: Snapshot) {
  return contexts.payments.aggregates
    .filter(({ type }) => type === 'Payment')
    .map(({ id, state }) => ({
      paymentId: id,
      orderId: state.terms?.orderId as string | undefined,
      currency: state.terms?.amount.currency as string | undefined,
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
    for (const { currency, captured, refunded } of snapshot.ledger) {
      const code = currency.toUpperCase();
      kept.set(code, (kept.get(code) ?? 0) + captured - refunded);
    }
    const owed = new Map<string, number>();
    for (const { status, currency, minor } of moneyOf(snapshot))
      if (status === 'confirmed') owed.set(currency, (owed.get(currency) ?? 0) + minor);
    for (const currency of new Set([...kept.keys(), ...owed.keys()])) {
      const [is, was] = [kept.get(currency) ?? 0, owed.get(currency) ?? 0];
      look.expect(is === was, () => `${currency}: the provider kept ${is}, confirmed orders come to ${was}`);
    }
    return look.result();
  },
};

/** I5: each order is paid once and in full, or not at all. */
export const eachOrderPaidOnce: Invariant = {
  name: 'I5',
  says: 'at most one capture an order; confirmed: captured = total; else nothing kept; nothing is still held',
  check: (snapshot) => {
    const look = inspection();
    const intents = byOrder(snapshot.ledger);
    const orders = moneyOf(snapshot);
    for (const { orderId, status, minor } of orders) {
      const mine = intents.get(orderId) ?? [];
      const net = mine.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
      look.expect(
        mine.filter(({ captured }) => captured > 0).length <= 1,
        () => `order ${orderId} was captured more than once`,
      );
      look.expect(
        mine.every(({ refunded, captured }) => refunded <= captured),
        () => `order ${orderId} got back more than it paid`,
      );
      const wanted = status === 'confirmed' ? minor : 0;
      look.expect(
        net === wanted,
        () => `order ${orderId} is ${status} over ${minor}, the provider kept ${net} for it`,
      );
      look.expect(
        mine.every(({ capturable }) => capturable === 0),
        () => `order ${orderId} is ${status} and money is still held for it`,
      );
    }
    const known = new Set(orders.map(({ orderId }) => orderId));
    for (const orderId of intents.keys()) {
      look.expect(
        known.has(orderId),
        () => `the provider has money for the order ${orderId}, which does not exist`,
      );
    }
    return look.result();
  },
};

/** What our payment may say when the provider's ledger says this. */
const ours: Readonly<Record<string, readonly string[]>> = {
  requires_capture: ['authorised', 'on-hold'],
  succeeded: ['captured', 'on-hold'],
  canceled: ['voided'],
  requires_payment_method: ['declined'],
};

/** I6: the provider's ledger and our payments tell the same story. */
export const ledgerMatchesPayments: Invariant = {
  name: 'I6',
  says: 'the ledger of the provider = our payments: the same ids, amounts and states on both sides',
  check: (snapshot) => {
    const look = inspection();
    const payments = paymentsOf(snapshot);
    const mine = new Map(
      payments.flatMap((each) => (each.reference ? [[each.reference, each] as const] : [])),
    );
    for (const { id, status, currency, captured, authorised, metadata } of snapshot.ledger) {
      const payment = mine.get(id);
      look.expect(
        payment !== undefined,
        () => `the provider has ${id} (${status}), no payment of ours knows it`,
      );
      if (!payment) continue;
      look.expect(
        (ours[status] ?? []).includes(payment.status),
        () => `${id} is ${status} there and ${payment.status} here`,
      );
      look.expect(
        payment.captured === captured,
        () => `${id}: captured ${captured} there, ${payment.captured} here`,
      );
      look.expect(payment.held === authorised, () => `${id}: held ${authorised} there, ${payment.held} here`);
      look.expect(
        payment.currency === currency.toUpperCase(),
        () => `${id} is in ${currency} there and in ${payment.currency} here`,
      );
      look.expect(
        metadata['orderId'] === payment.orderId && metadata['paymentId'] === payment.paymentId,
        () => `${id} is for ${metadata['orderId']} there and for ${payment.orderId} here`,
      );
    }
    const theirs = new Set(snapshot.ledger.map(({ id }) => id));
    look.expect(theirs.size === snapshot.ledger.length, () => 'the provider has an id twice');
    for (const { reference, paymentId, status } of payments) {
      if (reference)
        look.expect(
          theirs.has(reference),
          () => `our payment ${paymentId} names ${reference}, which the provider does not have`,
        );
      else
        look.expect(
          ['declined', 'called-off', 'due'].includes(status),
          () => `our payment ${paymentId} is ${status} and names nothing of the provider`,
        );
    }
    return look.result();
  },
};
