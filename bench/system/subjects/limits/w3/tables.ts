import type { FreshDatabase } from 'metes/embedded';
import { query } from '../../../server.ts';
import type { Place } from '../../../subject.ts';
import { entry } from '../../../w2/appending.ts';
import { type Received, relayStreams } from '../../../w3/relay.ts';

const publisherTables = /* sql */ `
create table log (
  position bigserial primary key, id uuid not null, stream text not null, version int not null, type text not null, data text not null);
create table outbox (like log including all);
`;

const consumerTables = /* sql */ `
create table received (event_id uuid primary key, stream text not null, version int not null, data text not null);
create table cursor (position bigint not null);
insert into cursor values (0);
`;

/** The database of the publisher with its log filled, and that of the consumer. */
export async function makeRelay({ url, server }: Place, units: number): Promise<FreshDatabase> {
  await query(url, publisherTables);
  const { amount: _, ...rest } = entry('', 0);
  const data = JSON.stringify({ ...rest, accountId: '', amount: 0 });
  await query(
    url,
    `insert into log (id, stream, version, type, data)
     select uuidv7(), 'account-' || lpad(((n - 1) % ${relayStreams})::text, 5, '0'), (n - 1) / ${relayStreams} + 1, 'EntryMade',
       replace('${data}', '"amount":0', '"amount":' || 100 + (n - 1) * 37 % 99900)
     from generate_series(1, ${units}) n`,
  );
  const consumer = await server.database('consumer');
  await query(consumer.url, consumerTables);
  await query(url, 'vacuum analyze');
  return consumer;
}

/** Empties the consumer; with `outbox` everything is to be relayed from there anew. */
export async function resetRelay(url: string, consumer: string, outbox: boolean): Promise<void> {
  await query(consumer, 'truncate received; update cursor set position = 0');
  if (!outbox) return;
  await query(url, 'truncate outbox; insert into outbox select * from log order by position');
  await query(url, 'vacuum analyze outbox');
}

/** Counts what the consumer has. */
export async function countReceived(consumer: string): Promise<Received> {
  const [row] = await query(
    consumer,
    'select count(*)::int as events, count(distinct event_id)::int as distinct, coalesce(sum(version), 0)::float as versions from received',
  );
  return {
    events: Number(row!['events']),
    distinct: Number(row!['distinct']),
    versions: Number(row!['versions']),
  };
}
