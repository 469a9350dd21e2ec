import { entry, streamOf } from '../w2/appending.ts';

/** How many rows the read model has. */
export const accountCount = 10_000;

/** One row of the read model. */
export interface Balance {
  readonly accountId: string;
  readonly entries: number;
  /** Minor units. */
  readonly balance: number;
  readonly largest: number;
  readonly lastReference: string;
}

/** The data of event number `number` (from 0): accounts take turns. */
export const replayed = (number: number, accounts = accountCount) =>
  entry(streamOf(number % accounts), number);

/** The row after an event: the fold, the same for every subject. */
export function folded(
  row: Balance | undefined,
  event: { accountId: string; amount: number; reference: string },
): Balance {
  return {
    accountId: event.accountId,
    entries: (row?.entries ?? 0) + 1,
    balance: (row?.balance ?? 0) + event.amount,
    largest: Math.max(row?.largest ?? 0, event.amount),
    lastReference: event.reference,
  };
}

/** What a read model comes to. */
export interface Sums {
  readonly rows: number;
  readonly entries: number;
  readonly balance: number;
}

/** What is wrong with a read model of so many events, if anything. */
export function checkSums(sums: Sums, units: number): readonly string[] {
  let balance = 0;
  for (let number = 0; number < units; number++) balance += replayed(number).amount;
  const expected: Sums = { rows: Math.min(units, accountCount), entries: units, balance };
  return (['rows', 'entries', 'balance'] as const)
    .filter((each) => sums[each] !== expected[each])
    .map((each) => `${each} of the read model: ${sums[each]} and not ${expected[each]}`);
}
