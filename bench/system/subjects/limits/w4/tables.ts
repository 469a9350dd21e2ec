import { query } from '../../../server.ts';
import { entry } from '../../../w2/appending.ts';
import { accountCount, type Sums } from '../../../w4/replay.ts';

const tables = /* sql */ `
create table events (
  position bigserial primary key, stream text not null, version int not null, type text not null, data text not null);
create table balances (
  account_id text primary key, entries int not null, balance bigint not null, largest bigint not null, last_reference text not null
) with (fillfactor = 50);
`;

/** A log of so many events, the accounts taking turns, and an empty read model. */
export async function makeEvents(url: string, units: number): Promise<void> {
  await query(url, tables);
  const data = JSON.stringify({ ...entry('ACCOUNT', 0), reference: 'REFERENCE', amount: 0 });
  await query(
    url,
    `insert into events (stream, version, type, data)
     select account, number / ${accountCount} + 1, 'EntryMade',
       replace(replace(replace('${data}', 'ACCOUNT', account), 'REFERENCE', 'TRX-2026-' || lpad(number::text, 9, '0')),
         '"amount":0', '"amount":' || 100 + number * 37 % 99900)
     from (select number, 'account-' || lpad((number % ${accountCount})::text, 5, '0') as account
           from generate_series(0, ${units - 1}) number order by number) each`,
  );
  await query(url, 'vacuum analyze');
}

/** Sums the read model up. */
export async function sumBalances(url: string): Promise<Sums> {
  const [row] = await query(
    url,
    'select count(*)::int as rows, coalesce(sum(entries), 0)::float as entries, coalesce(sum(balance), 0)::float as balance from balances',
  );
  return { rows: Number(row!['rows']), entries: Number(row!['entries']), balance: Number(row!['balance']) };
}
