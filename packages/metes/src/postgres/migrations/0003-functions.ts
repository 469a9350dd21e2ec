/** The other functions by which a context writes: subscriptions, parked messages, projections, leases, clean-up. */
export const functions = /* sql */ `
-- Where the named subscriptions stand; a new one is stored with its start.
create function open_cursors_1(names text[], starts bigint[])
returns table (subscription text, "position" bigint, epoch text, handled bigint[])
language plpgsql security definer set search_path from current as $body$
#variable_conflict use_column
begin
  if exists (select 1 from unnest(names) as i(subscription) where not exists (select 1 from cursors c where c.subscription = i.subscription)) then
    lock table log_head in exclusive mode;
    insert into cursors (subscription, position)
      select distinct on (i.subscription) i.subscription, i.position from unnest(names, starts) with ordinality as i(subscription, position, ord)
      where not exists (select 1 from cursors c where c.subscription = i.subscription)
      order by i.subscription, i.ord;
  end if;
  return query
    select c.subscription, c.position, c.epoch,
      array(select h.position from handled h where h.subscription = c.subscription and h.position > c.position order by h.position)
    from unnest(names) with ordinality as i(subscription, ord)
      cross join lateral (select * from cursors n where n.subscription = i.subscription order by n.position desc limit 1) c order by i.ord;
end
$body$;

-- Makes dead letters due again, messages and deadlines; their attempts count anew, their cause stays until they are done with.
create function redrive_1(for_subscription text, at_position bigint) returns int
language plpgsql security definer set search_path from current as $body$
declare k int; m int;
begin
  lock table log_head in exclusive mode;
  update parked p set state = 'retrying', attempts = 0, due_at = date_trunc('milliseconds', clock_timestamp())
    where p.state = 'dead' and (for_subscription is null or p.subscription = for_subscription) and (at_position is null or p.position = at_position);
  get diagnostics k = row_count;
  update deadlines d set dead_at = null, attempts = 0, due_at = date_trunc('milliseconds', clock_timestamp())
    where d.dead_at is not null and (for_subscription is null or current_schema() || '.' || d.deadline = for_subscription)
      and (at_position is null or d.position = at_position);
  get diagnostics m = row_count;
  return k + m;
end
$body$;

-- Notes that a deadline could not be answered: it rests, or without a rest it is a dead letter. Each try is noted once.
create function fail_deadline_1(of_deadline text, of_aggregate text, by_event text, at_try int, rest_ms bigint, why text) returns boolean
language plpgsql security definer set search_path from current as $body$
declare moment timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
  update deadlines d set attempts = at_try, cause = why, due_at = moment + coalesce(rest_ms, 0) * interval '1 millisecond',
      dead_at = case when rest_ms is null then moment end,
      position = case when rest_ms is null then coalesce((
        select l.position from log l where l.aggregate_id = of_aggregate and l.version = (d.event::json ->> 'version')::int and l.id::text = by_event), 0) end
    where d.aggregate_id = of_aggregate and d.deadline = of_deadline and d.event::json ->> 'id' = by_event
      and d.attempts = at_try - 1 and d.dead_at is null;
  return found;
end
$body$;

-- Gives each field of a projection its column, the same one for good; fills the column when rows exist already.
create function declare_projection_1(name text, wanted text[]) returns text[]
language plpgsql security definer set search_path from current as $body$
declare known text[]; field text; slot int;
begin
  insert into projections (projection) values (name) on conflict do nothing;
  select p.fields into known from projections p where p.projection = name;
  if wanted <@ known then return known; end if;
  select p.fields into known from projections p where p.projection = name for update;
  foreach field in array wanted loop
    continue when field = any (known);
    slot := cardinality(known);
    if slot > 7 then raise exception 'too many fields' using errcode = 'MF001', detail = name; end if;
    execute format(
      'update rows set f%s = case when length(v) > 300 then ''md5:'' || md5(v) else v end
       from (select key as k, generation as g, (content::json -> $2)::text as v from rows where projection = $1 and json_typeof(content::json -> $2) in (''string'', ''number'')) as found
       where projection = $1 and generation = g and key = k', slot) using name, field;
    known := known || field;
  end loop;
  update projections p set fields = known where p.projection = name;
  return known;
end
$body$;

create function begin_generation_1(name text) returns int
language plpgsql security definer set search_path from current as $body$
declare started int;
begin
  lock table log_head in exclusive mode;
  insert into projections (projection) values (name) on conflict do nothing;
  update projections p set last = last + 1, building = last + 1 where p.projection = name returning last into started;
  return started;
end
$body$;

-- What follows the events may have seen, along the same log, some that the build has not: then the build goes on first.
create function finish_generation_1(name text, finished int, names text[], positions bigint[], epochs text[]) returns void
language plpgsql security definer set search_path from current as $body$
declare ahead text[];
begin
  lock table log_head in exclusive mode;
  update projections p set generation = finished, building = null where p.projection = name and p.building = finished;
  if not found then
    raise exception 'another build was begun or finished since' using errcode = 'MC001', detail = json_build_object('projections', json_build_array(name));
  end if;
  select array_agg(i.subscription order by i.subscription) into ahead
    from unnest(names, positions, epochs) as i(subscription, position, epoch)
      join cursors c on c.subscription = i.subscription and c.position > i.position and c.epoch = i.epoch;
  if ahead is not null then
    raise exception 'a cursor stands further on' using errcode = 'MC001', detail = json_build_object('cursors', to_json(ahead));
  end if;
  update cursors c set position = i.position, epoch = i.epoch, moved_at = clock_timestamp()
    from unnest(names, positions, epochs) as i(subscription, position, epoch) where c.subscription = i.subscription;
  insert into cursors (subscription, position, epoch)
    select i.subscription, i.position, i.epoch from unnest(names, positions, epochs) as i(subscription, position, epoch)
    where not exists (select 1 from cursors c where c.subscription = i.subscription);
  delete from handled h using unnest(names, positions) as i(subscription, position)
    where h.subscription = i.subscription and h.position <= i.position;
  -- What was set aside is in the new rows.
  delete from parked a using unnest(names, positions) as i(subscription, position)
    where a.subscription = i.subscription and a.position <= i.position;
end
$body$;

-- Removes at most so many rows of generations that are neither read nor built; returns how many.
create function drop_generations_1(name text, most int) returns int
language plpgsql security definer set search_path from current as $body$
declare k int;
begin
  delete from rows r where (r.projection, r.generation, r.key) in (
    select o.projection, o.generation, o.key from rows o join projections p on p.projection = o.projection
    where o.projection = name and o.generation <> p.generation and o.generation is distinct from p.building limit most);
  get diagnostics k = row_count;
  return k;
end
$body$;

create function take_lease_1(wanted text, by_holder text, ttl_ms bigint) returns boolean
language plpgsql security definer set search_path from current as $body$
begin
  update leases set until = clock_timestamp() + ttl_ms * interval '1 millisecond' where name = wanted and holder = by_holder;
  if found then return true; end if;
  if exists (select 1 from leases where name = wanted and until > clock_timestamp()) then return false; end if;
  -- A change of hands waits for the commit on its way: who takes over sees everything that was done under the lease, and
  -- nothing is done under it any more.
  lock table log_head in exclusive mode;
  insert into leases as l (name, holder, until) values (wanted, by_holder, clock_timestamp() + ttl_ms * interval '1 millisecond')
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where l.holder = excluded.holder or l.until <= clock_timestamp();
  return found;
end
$body$;

create function release_lease_1(held text, by_holder text) returns void
language sql security definer set search_path from current as $body$
  delete from leases where name = held and holder = by_holder;
$body$;

-- Forgets at most so many expired answers, and batches of writers that ended a day ago; returns how many rows went.
create function clean_up_1(most int) returns int
language plpgsql security definer set search_path from current as $body$
declare k int; m int;
begin
  delete from answers a where (a.principal, a.route, a.key) in (
    select o.principal, o.route, o.key from answers o where o.kept_until <= clock_timestamp() order by o.kept_until limit most for update skip locked);
  get diagnostics k = row_count;
  -- From writer to writer through the key, whose last row tells when it ended: an index by time would cost every commit.
  with recursive writers as (
    (select writer from commits order by writer limit 1)
    union all
    select n.writer from writers w cross join lateral (
      select o.writer from commits o where o.writer > w.writer order by o.writer limit 1) n),
  ended as (
    select w.writer from writers w cross join lateral (
      select o.at from commits o where o.writer = w.writer order by o.sequence desc limit 1) l
    where l.at < clock_timestamp() - interval '1 day'),
  old as (
    select o.writer, o.sequence from ended e cross join lateral (
      select n.writer, n.sequence from commits n where n.writer = e.writer order by n.sequence limit most) o limit most)
  delete from commits c using old o where c.writer = o.writer and c.sequence = o.sequence;
  get diagnostics m = row_count;
  return k + m;
end
$body$;

-- To be called by an operator, as the owner, after the log was restored to an earlier state.
create function new_epoch_1() returns uuid
language sql set search_path from current as $body$
  update log_head set epoch = gen_random_uuid(), since = now() returning epoch;
$body$;
`;
