import { command, context, core, handle, projection, publish } from 'metes';
import { z } from 'zod';
import { folded } from '../../../w4/replay.ts';
import { Account, AccountId, EntryData, EntryMade } from './account.ts';
import { entryMade } from './contract.ts';

/** Make an entry in an account, the first one too. */
export class MakeEntry extends command('MakeEntry', EntryData) {}
const makeEntry = handle(MakeEntry, Account, {
  id: (c) => c.accountId,
  expects: 'either',
  run: (account, c) => account.enter(c),
});

/** One row for each account: what W4 builds again. */
export const balances = projection('balances', {
  row: z.strictObject({
    accountId: AccountId,
    entries: z.int(),
    balance: z.int(),
    largest: z.int(),
    lastReference: z.string(),
  }),
  on: (on) => [
    on(
      EntryMade,
      (e) => e.accountId,
      (row, e) => ({ ...folded(row, e), accountId: e.accountId }),
    ),
  ],
});

const declaration = {
  purpose: 'Keeps the entries of accounts',
  subdomain: core({ reviewed: '2026-11-21' }),
  team: 'Accounts',
  aggregates: [Account],
  handlers: [makeEntry],
  publishes: [
    publish(
      EntryMade,
      entryMade,
      ({ accountId, reference, amount, currency, counterparty, purpose, channel }) => ({
        accountId,
        reference,
        amount,
        currency,
        counterparty,
        purpose,
        channel,
      }),
    ),
  ],
};

/** Without a read model, for appending and relaying. */
export const accounts = context('accounts', declaration);

/** With its read model. */
export const accountsWithBalances = context('accounts', { ...declaration, projections: [balances] });
