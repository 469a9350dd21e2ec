import { query } from '../../../server.ts';
import { entry, type StreamCounts, streamCount } from '../../../w2/appending.ts';

/** A log with optimistic concurrency by its unique key, and the outbox from which a relay would publish. */
const tables = /* sql */ `
create table events (
  position bigserial primary key, stream text not null, version int not null, type text not null, data text not null,
  at timestamptz not null default now(), unique (stream, version));
create table outbox (position bigint primary key, contract text not null, data text not null);
`;

/** Makes the tables with one event in every stream. */
export async function makeLog(url: string): Promise<void> {
  await query(url, tables);
  const data = JSON.stringify(entry('account-00000', 0));
  await query(
    url,
    `with made as (insert into events (stream, version, type, data)
       select 'account-' || lpad((n - 1)::text, 5, '0'), 1, 'EntryMade', '${data}' from generate_series(1, ${streamCount}) n returning position)
     insert into outbox select position, 'accounts.entry-made.v1', '${data}' from made`,
  );
  await query(url, 'vacuum analyze');
}

/** Counts what is there. */
export async function countLog(url: string): Promise<StreamCounts> {
  const [row] = await query(
    url,
    `select (select count(*)::int from events) as events, (select count(*)::int from outbox) as published,
       (select sum(version)::int from (select max(version) as version from events group by stream) each) as versions`,
  );
  return row as unknown as StreamCounts;
}
