import type { Invariant } from './invariant.ts';
import { causesExist, effectsHappenOnce, endsMatch, logIsWhole, orderIsKept, versionsAreEvents } from './log-invariants.ts';
import { eachOrderPaidOnce, ledgerMatchesPayments, moneyMatchesOrders } from './money-invariants.ts';
import { nothingAcknowledgedIsLost, noPhantoms, oneAnswerAKey, ordersEndOnce } from './order-invariants.ts';
import { reservationsMatchStock, stockIdentity } from './stock-invariants.ts';

/** Every invariant that the shop is audited for, in the order of their numbers. */
export const invariants: readonly Invariant[] = [
  stockIdentity,
  reservationsMatchStock,
  moneyMatchesOrders,
  eachOrderPaidOnce,
  ledgerMatchesPayments,
  ordersEndOnce,
  nothingAcknowledgedIsLost,
  noPhantoms,
  oneAnswerAKey,
  versionsAreEvents,
  logIsWhole,
  effectsHappenOnce,
  orderIsKept,
  causesExist,
  endsMatch,
];

export { audit, type Finding, type Invariant } from './invariant.ts';
export { takeSnapshot } from './take-snapshot.ts';
export type { CheckoutAttempt, LedgerIntent, Snapshot } from './snapshot.ts';
