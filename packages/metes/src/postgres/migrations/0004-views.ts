/** What other processes may read of a log, and what an auditor reads. */
export const views = /* sql */ `
-- The only two things of a context that the transport may read.
create view published as
  select position, id, aggregate_id, version, published, causation, correlation, traceparent, time
  from log where published is not null;
create view published_head as
  select greatest(h.base, (select l.position from log l order by l.position desc limit 1)) as position, h.epoch from log_head h;

create view audit_outbox as
  select position, id as event_id, aggregate_type, aggregate_id, version, type, type_version, data::json as data,
    published::json as published, causation, correlation, traceparent, to_timestamp(time / 1000.0) as occurred_at
  from log;
create view audit_inbox as
  select c.subscription, c.position, c.epoch, c.moved_at,
    array(select h.position from handled h where h.subscription = c.subscription order by h.position) as handled_ahead
  from cursors c;
create view audit_dead_letters as
  select subscription, position, key, event_id, state, attempts, due_at, parked_at, reactions::json as reactions,
    cause::json as cause, message::json as message
  from parked
  union all
  select (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = d.tableoid) || '.' || deadline, position, aggregate_id, event::json ->> 'id', 'dead', attempts, due_at, dead_at,
    json_build_array(deadline), cause::json, json_build_object('deadline', deadline, 'aggregateId', aggregate_id, 'event', event::json)
  from deadlines d where dead_at is not null;
create view audit_idempotency as
  select principal, route, key, fingerprint, answer::json ->> 'status' as status, answer::json as answer, kept_until from answers;
create view audit_tallies as
  select tally, key, a0, a1, a2, a3, a4, a5 from tallies;
create view audit_deadlines as
  select deadline, aggregate_id, due_at, attempts, cause::json as cause, dead_at, event::json as event from deadlines;
create view audit_aggregates as
  select type, id, version, state::json as state from aggregates;
create view audit_rows as
  select r.projection, r.generation, r.generation = p.generation as is_read, r.key, r.content::json as content
  from rows r join projections p on p.projection = r.projection;
`;
