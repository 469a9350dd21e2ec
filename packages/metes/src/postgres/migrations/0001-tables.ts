/** The tables of a context. Texts compare byte by byte (collation "C"), so order is the same in every adapter. */
export const tables = /* sql */ `
-- One row that never changes; locking this table puts the commits of the context in a line. Positions are not kept here
-- but taken from the log: a row written with every commit piles up dead versions behind somebody's open snapshot.
create table log_head (
  one boolean primary key default true check (one),
  -- Positions up to here are spoken for even when the log no longer holds them.
  base bigint not null default 0 check (base >= 0),
  -- The identity of the log: a new one when the log was restored to an earlier state.
  epoch uuid not null default gen_random_uuid(),
  since timestamptz not null default now()
);
insert into log_head default values;

create table log (
  position bigint primary key,
  id uuid not null,
  aggregate_type text collate "C" not null,
  aggregate_id text collate "C" not null,
  version int not null,
  type text collate "C" not null,
  type_version int not null,
  data text not null,
  published text,
  causation text not null,
  correlation text not null,
  traceparent text,
  time bigint not null
);
create unique index log_by_aggregate on log (aggregate_id, aggregate_type, version);

-- Which batches have taken effect: a row each, not a counter that is written over, for the reason given at log_head.
create table commits (
  writer text collate "C" not null,
  sequence bigint not null,
  at timestamptz not null,
  primary key (writer, sequence)
);

create table aggregates (
  type text collate "C" not null,
  id text collate "C" not null,
  version int not null check (version > 0),
  state text,
  primary key (id, type)
) with (fillfactor = 70);

create table tallies (
  tally text collate "C" not null,
  key text collate "C" not null,
  a0 bigint not null default 0 check (a0 >= 0),
  a1 bigint not null default 0 check (a1 >= 0),
  a2 bigint not null default 0 check (a2 >= 0),
  a3 bigint not null default 0 check (a3 >= 0),
  a4 bigint not null default 0 check (a4 >= 0),
  a5 bigint not null default 0 check (a5 >= 0),
  primary key (tally, key)
) with (fillfactor = 50);

create table answers (
  principal text collate "C" not null,
  route text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  answer text not null,
  kept_until timestamptz not null,
  primary key (principal, route, key)
);
create index answers_by_end on answers (kept_until);

-- The position belongs to the key on purpose: a move looks up exactly the version it replaces, however many dead ones
-- an open snapshot holds back. One row a subscription is kept by the functions, under the lock of log_head.
create table cursors (
  subscription text collate "C" not null,
  position bigint not null check (position >= 0),
  epoch text not null default '',
  moved_at timestamptz not null default now(),
  primary key (subscription, position)
);

create table handled (
  subscription text collate "C" not null,
  position bigint not null,
  event_id text not null,
  primary key (subscription, position)
);

create table parked (
  subscription text collate "C" not null,
  position bigint not null,
  key text collate "C" not null,
  event_id text not null,
  message text not null,
  reactions text not null,
  state text not null check (state in ('retrying', 'waiting', 'dead')),
  attempts int not null,
  due_at timestamptz not null,
  cause text,
  parked_at timestamptz not null,
  primary key (subscription, position)
);
create index parked_by_position on parked (position);
create index parked_by_key on parked (subscription, key, position) include (state);
create index parked_by_time on parked (subscription, due_at, position) where state = 'retrying';

create table deadlines (
  deadline text collate "C" not null,
  aggregate_id text collate "C" not null,
  due_at timestamptz not null,
  event text not null,
  -- How often it could not be answered, and why the last time.
  attempts int not null default 0,
  cause text,
  -- A dead letter since then: tried no more until a person says so. The position is that of the event in the log.
  dead_at timestamptz,
  position bigint,
  primary key (aggregate_id, deadline)
);
create index deadlines_by_time on deadlines (due_at) where dead_at is null;
create index deadlines_dead on deadlines (position) where dead_at is not null;

create table projections (
  projection text collate "C" primary key,
  -- The generation that is read, the one that is being built, and the highest number ever given.
  generation int not null default 0,
  building int,
  last int not null default 0,
  -- Which field each of the columns f0, f1, ... of its rows holds.
  fields text[] not null default '{}'
);

create table rows (
  projection text collate "C" not null,
  generation int not null,
  key text collate "C" not null,
  content text not null,
  f0 text collate "C", f1 text collate "C", f2 text collate "C", f3 text collate "C",
  f4 text collate "C", f5 text collate "C", f6 text collate "C", f7 text collate "C",
  primary key (projection, generation, key)
) with (fillfactor = 80);
create index rows_by_f0 on rows (projection, generation, f0, key) where f0 is not null;
create index rows_by_f1 on rows (projection, generation, f1, key) where f1 is not null;
create index rows_by_f2 on rows (projection, generation, f2, key) where f2 is not null;
create index rows_by_f3 on rows (projection, generation, f3, key) where f3 is not null;
create index rows_by_f4 on rows (projection, generation, f4, key) where f4 is not null;
create index rows_by_f5 on rows (projection, generation, f5, key) where f5 is not null;
create index rows_by_f6 on rows (projection, generation, f6, key) where f6 is not null;
create index rows_by_f7 on rows (projection, generation, f7, key) where f7 is not null;

create table leases (
  name text collate "C" primary key,
  holder text not null,
  until timestamptz not null
);
`;
