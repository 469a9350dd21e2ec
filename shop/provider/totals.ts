import type { Intent } from './intent.ts';
import type { LedgerEntry, LedgerKind } from './ledger-entry.ts';

/** How often and how much, in minor units. */
export interface Tally {
  count: number;
  amount: number;
}

/** The books of one currency. */
export type CurrencyTotals = Record<LedgerKind, Tally> & {
  /** Authorised and neither captured nor let go yet. */
  open: number;
  /** Captured less refunded. */
  net: number;
};

/** The books of the provider, by lower-case currency. */
export type Totals = Map<string, CurrencyTotals>;

/** Adds one entry to the totals, given the intent before and after it. */
export function addToTotals(
  totals: Totals,
  entry: LedgerEntry,
  before: Intent | undefined,
  after: Intent,
): void {
  let books = totals.get(entry.currency);
  if (books === undefined) {
    books = {
      authorised: none(),
      captured: none(),
      cancelled: none(),
      refunded: none(),
      declined: none(),
      open: 0,
      net: 0,
    };
    totals.set(entry.currency, books);
  }
  const tally = books[entry.kind];
  tally.count += 1;
  tally.amount += entry.amount;
  books.open += after.capturable - (before?.capturable ?? 0);
  if (entry.kind === 'captured') books.net += entry.amount;
  if (entry.kind === 'refunded') books.net -= entry.amount;
}

function none(): Tally {
  return { count: 0, amount: 0 };
}
