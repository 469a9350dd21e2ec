/** What a context keeps about its boundary: contracts, edges, traffic, refusals. */
export const boundary = /* sql */ `
-- Every version of a contract that was ever published. A row is never taken away and its schema never changes.
create table contracts (
  contract text collate "C" not null,
  version int not null check (version > 0),
  schema text not null,
  mode text not null,
  first_seen timestamptz not null default clock_timestamp(),
  goes_out boolean not null,
  sunset text,
  primary key (contract, version)
);

create table edges (
  contract text collate "C" primary key,
  publisher text collate "C" not null,
  readers text not null,
  since timestamptz not null default clock_timestamp()
);

create table traffic (
  subscription text collate "C" not null,
  contract text collate "C" not null,
  version int not null,
  messages bigint not null,
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (subscription, contract, version)
);

create table refusals (
  code text collate "C" not null,
  publisher text collate "C" not null,
  contract text collate "C" not null,
  count bigint not null,
  reason text not null,
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (code, publisher, contract)
);

-- What those who share an edge with the context may know of it.
create view published_contracts as select contract, version, schema, mode, first_seen, goes_out, sunset from contracts;
create view published_edges as select contract, publisher, readers, since from edges;

create function announce_1(of_contracts text[], of_versions int[], of_schemas text[], of_modes text[], out_now boolean[], of_sunsets text[]) returns void
language sql security definer set search_path from current as $body$
  update contracts set goes_out = false, sunset = null where goes_out
    and not exists (select 1 from unnest(of_contracts, of_versions) as i(contract, version) where i.contract = contracts.contract and i.version = contracts.version);
  insert into contracts (contract, version, schema, mode, goes_out, sunset)
    select * from unnest(of_contracts, of_versions, of_schemas, of_modes, out_now, of_sunsets)
    on conflict (contract, version) do update set mode = excluded.mode, goes_out = excluded.goes_out, sunset = excluded.sunset
    where (contracts.mode, contracts.goes_out, contracts.sunset) is distinct from (excluded.mode, excluded.goes_out, excluded.sunset);
$body$;

create function declare_edges_1(of_contracts text[], of_publishers text[], of_readers text[]) returns void
language sql security definer set search_path from current as $body$
  delete from edges where not contract = any (of_contracts);
  insert into edges (contract, publisher, readers) select * from unnest(of_contracts, of_publishers, of_readers)
    on conflict (contract) do update set publisher = excluded.publisher, readers = excluded.readers
    where (edges.publisher, edges.readers) is distinct from (excluded.publisher, excluded.readers);
$body$;

create function count_traffic_1(of_subscriptions text[], of_contracts text[], of_versions int[], of_messages bigint[]) returns void
language sql security definer set search_path from current as $body$
  insert into traffic (subscription, contract, version, messages) select * from unnest(of_subscriptions, of_contracts, of_versions, of_messages)
    on conflict (subscription, contract, version) do update set messages = traffic.messages + excluded.messages, last_at = excluded.last_at;
$body$;

create function count_refusals_1(of_codes text[], of_publishers text[], of_contracts text[], of_counts bigint[], of_reasons text[]) returns void
language sql security definer set search_path from current as $body$
  insert into refusals (code, publisher, contract, count, reason) select * from unnest(of_codes, of_publishers, of_contracts, of_counts, of_reasons)
    on conflict (code, publisher, contract) do update set count = refusals.count + excluded.count, reason = excluded.reason, last_at = excluded.last_at;
$body$;
`;
