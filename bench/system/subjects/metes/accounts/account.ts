import { aggregate, event, identifier } from 'metes';
import { z } from 'zod';

export const AccountId = identifier('accounts.AccountId');

/** What one entry of an account says. */
export const EntryData = z.strictObject({
  accountId: AccountId,
  reference: z.string().min(1).max(40),
  /** Minor units. */
  amount: z.int().positive(),
  currency: z.literal('EUR'),
  counterparty: z.string().max(100),
  purpose: z.string().max(140),
  channel: z.string().max(40),
});
export type EntryData = z.output<typeof EntryData>;

/** An entry was made. */
export class EntryMade extends event('EntryMade', EntryData) {}

/** An account: its state is the fold of its entries. */
export class Account extends aggregate('Account', {
  id: AccountId,
  state: z.strictObject({ entries: z.int(), balance: z.int() }),
  events: [EntryMade],
  initial: () => ({ entries: 0, balance: 0 }),
  evolve: {
    EntryMade: (state, { amount }) => ({ entries: state.entries + 1, balance: state.balance + amount }),
  },
}) {
  enter(data: EntryData): void {
    this.ensure(this.state.balance + data.amount <= Number.MAX_SAFE_INTEGER, 'An account does not overflow');
    this.raise(new EntryMade(data));
  }
}
