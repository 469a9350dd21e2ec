import { causesExist } from './cause-invariants.ts';
import { noPhantoms, nothingAcknowledgedIsLost, oneAnswerAKey } from './client-invariants.ts';
import { effectsHappenOnce, orderIsKept } from './delivery-invariants.ts';
import { endsMatch, timersMatch } from './end-invariants.ts';
import type { Invariant } from './invariant.ts';
import { logIsWhole, versionsAreEvents } from './log-invariants.ts';
import { eachOrderPaidOnce, ledgerMatchesPayments, moneyMatchesOrders } from './money-invariants.ts';
import { ordersEndOnce, totalsAreRight } from './order-invariants.ts';
import { readModelsMatch } from './read-model-invariants.ts';
import { reservationsMatchStock, stockIdentity } from './stock-invariants.ts';

/** Every invariant that the shop is audited for, in the order of their numbers. */
export const invariants: readonly Invariant[] = [
  stockIdentity,
  reservationsMatchStock,
  moneyMatchesOrders,
  eachOrderPaidOnce,
  ledgerMatchesPayments,
  ordersEndOnce,
  totalsAreRight,
  nothingAcknowledgedIsLost,
  noPhantoms,
  oneAnswerAKey,
  versionsAreEvents,
  logIsWhole,
  effectsHappenOnce,
  orderIsKept,
  causesExist,
  endsMatch,
  timersMatch,
  readModelsMatch,
];

export { audit, type Finding, type Invariant } from './invariant.ts';
export { takeSnapshot } from './take-snapshot.ts';
export type { CheckoutAttempt, LedgerIntent, LoggedEvent, Snapshot } from './snapshot.ts';
