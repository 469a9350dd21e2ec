import {
  answers,
  appendEvents,
  beginTallies,
  changeAggregates,
  changed,
  created,
  cursors,
  deadlines,
  done,
  events,
  fresh,
  handled,
  moveTallies,
  parked,
  removed,
  rows,
  tallies,
  unparked,
} from './sections.ts';

/** Where a subscription stands. The last one first: before it lie dead versions, as many as a snapshot holds back. */
const standsAt = (subscription: string): string =>
  `select c.position from cursors c where c.subscription = ${subscription} order by c.position desc limit 1`;
const isOurs = `t.xmin is not distinct from pg_current_xact_id()::xid`;

/** The function by which a context writes what its commands and reactions led to, in the place of `commit_1`. */
export const commitByRows = /* sql */ `
-- Commits a batch: one call, one transaction, all or nothing. What commit_1 does, from rows in place of columns: a row is
-- taken apart as one array, which costs less than a set for each column, and what may be there costs a question only. A
-- section that the batch has not is null, and so is the number of the batch where its second try is refused by an
-- aggregate: then no row of commits is written, and the event is found in the log. What is rare stands together.
--
-- Raises MC001 when the store is not as the batch expects; the detail lists everything that was not, as JSON.
create function commit_2(
  by_writer text, at_sequence bigint, kept_for interval, fence_lease text, fence_holder text,
  n_new int, of_new text, n_changed int, of_changed text, n_tallies int, of_tallies text, n_answers int, of_answers text,
  n_cursors int, of_cursors text, of_events text,
  is_rare boolean, of_handled text, of_parked text, of_unparked text, of_done text, of_deadlines text, of_rows text,
  of_removed text, of_fresh text
) returns bigint language plpgsql security definer set search_path from current as $body$
#variable_conflict use_column
declare
  head bigint;
  k int;
  m int;
  refused boolean;
  passed text[];
  gone text[];
  moment timestamptz;
begin
  -- The lock that makes the order of positions the order of commits. It is held to the end of this one statement, which
  -- no client can stretch; a batch that is given again waits here for its first try and then finds it. A lock of the
  -- table and not of its row, because that writes nothing.
  lock table log_head in exclusive mode;
  moment := date_trunc('milliseconds', clock_timestamp());
  if at_sequence is not null then
    insert into commits (writer, sequence, at) values (by_writer, at_sequence, moment) on conflict do nothing;
    if not found then
      if of_events is null then return 0; end if;
      select o.position into head from ${events} join log o on o.aggregate_id = i.aggregate_id and o.aggregate_type = i.aggregate_type and o.version = i.version
        where i.ord = 1;
      return head;
    end if;
    -- Only the last few batches of a writer can be given again.
    if at_sequence % 1024 = 0 then
      delete from commits where writer = by_writer and sequence between at_sequence - 3072 and at_sequence - 1024;
    end if;
  end if;
  if of_fresh is not null then
    select array_agg(i.projection || '/' || i.key order by i.projection || '/' || i.key collate "C") into gone
      from ${fresh}
      join rows t on t.projection = i.projection and t.generation = i.generation and t.key = i.key;
    if gone is not null then
      raise exception 'rows are there already' using errcode = 'MC001', detail = json_build_object('rows', to_json(gone));
    end if;
  end if;
  if fence_lease is not null then
    if not exists (select 1 from leases where name = fence_lease and holder = fence_holder) then
      raise exception 'the lease is in other hands' using errcode = 'MC001', detail = json_build_object('leases', json_build_array(fence_lease));
    end if;
  end if;

  if n_new > 0 then
    insert into aggregates (type, id, version, state)
      select i.type, i.id, i.version, i.state
      from ${created}
      on conflict do nothing;
    get diagnostics k = row_count;
    if k < n_new then refused := true; end if;
  end if;
  if n_changed > 0 then
    ${changeAggregates}
    if k < n_changed then refused := true; end if;
  end if;

  if n_tallies > 0 then
    ${moveTallies}
    if k < n_tallies then
      ${beginTallies}
      if k + m < n_tallies then refused := true; end if;
    end if;
  end if;

  if n_answers > 0 then
    insert into answers (principal, route, key, fingerprint, answer, kept_until)
      select i.principal, i.route, i.key, i.fingerprint, i.answer, moment + kept_for
      from ${answers}
      on conflict (principal, route, key) do update
        set fingerprint = excluded.fingerprint, answer = excluded.answer, kept_until = excluded.kept_until
        where answers.kept_until <= moment;
    get diagnostics k = row_count;
    if k < n_answers then refused := true; end if;
  end if;

  if is_rare then
    passed := '{}';
    gone := '{}';
    -- Marks are held against the cursor as it was before this batch: the same batch may move it past them.
    if of_handled is not null then
      with marked as (
        insert into handled (subscription, position, event_id)
          select i.subscription, i.position, i.event_id
          from ${handled}
          where i.position > (${standsAt('i.subscription')})
          on conflict do nothing
          returning subscription, position)
      select coalesce(array_agg(distinct i.subscription), '{}') into passed
        from ${handled}
        where not exists (select 1 from marked t where t.subscription = i.subscription and t.position = i.position);
      if cardinality(passed) > 0 then refused := true; end if;
    end if;
    if of_unparked is not null then
      with freed as (
        delete from parked t
          using ${unparked}
          where t.subscription = i.subscription and t.position = i.position
          returning t.subscription, t.position)
      select passed || coalesce(array_agg(distinct i.subscription), '{}') into passed
        from ${unparked}
        where not exists (select 1 from freed t where t.subscription = i.subscription and t.position = i.position);
      if cardinality(passed) > 0 then refused := true; end if;
    end if;
    if of_parked is not null then
      insert into parked (subscription, position, key, event_id, message, reactions, state, attempts, due_at, cause, parked_at)
        select i.subscription, i.position, i.key, i.event_id, i.message, i.reactions, i.state, i.attempts,
          moment + i.due * interval '1 millisecond', i.cause, moment
        from ${parked}
        on conflict (subscription, position) do update
          set key = excluded.key, event_id = excluded.event_id, message = excluded.message, reactions = excluded.reactions,
            state = excluded.state, attempts = excluded.attempts, due_at = excluded.due_at, cause = excluded.cause;
    end if;
    -- What is done goes before what is set: a deadline that came due may lead to the same one anew.
    if of_done is not null then
      with done as (
        delete from deadlines t
          using ${done}
          where t.aggregate_id = i.aggregate_id and t.deadline = i.deadline
            and (i.started_by is null or t.event::json ->> 'id' = i.started_by)
          returning t.deadline, t.aggregate_id)
      select coalesce(array_agg(i.deadline || '/' || i.aggregate_id order by ord), '{}') into gone
        from ${done}
        where i.must and not exists (select 1 from done t where t.aggregate_id = i.aggregate_id and t.deadline = i.deadline);
      if cardinality(gone) > 0 then refused := true; end if;
    end if;
    if of_deadlines is not null then
      insert into deadlines (deadline, aggregate_id, due_at, event)
        select i.deadline, i.aggregate_id, moment + i.after * interval '1 millisecond', i.event
        from ${deadlines}
        on conflict do nothing;
    end if;
  end if;

  if n_cursors > 0 then
    with moved as (
      update cursors t set position = i.target, epoch = i.epoch, moved_at = moment
        from ${cursors}
        where t.subscription = i.subscription and t.position = i.source
        returning t.subscription, i.source, i.target)
    select count(*), count(*) filter (where exists (
          select 1 from handled h where h.subscription = n.subscription and h.position > n.source and h.position <= n.target))
      into k, m from moved n;
    if k < n_cursors then refused := true; end if;
    if m > 0 then
      delete from handled t
        using ${cursors}
        where t.subscription = i.subscription and t.position > i.source and t.position <= i.target;
    end if;
  end if;

  if refused then
    raise exception 'the store is not as the batch expects' using errcode = 'MC001', detail = json_build_object(
      'aggregates', (select coalesce(json_agg(i.type || '/' || i.id order by i.origin, i.ord), '[]')
        from (select 0 as origin, i.ord, i.type, i.id from ${created} union all select 1, i.ord, i.type, i.id from ${changed}) as i
        where not exists (select 1 from aggregates t where t.id = i.id and t.type = i.type and ${isOurs})),
      'tallies', (select coalesce(json_agg(i.tally || '/' || i.key order by i.ord), '[]')
        from ${tallies}
        where not exists (select 1 from tallies t where t.tally = i.tally and t.key = i.key and ${isOurs})),
      'answers', (select coalesce(json_agg(i.key order by i.ord), '[]')
        from ${answers}
        where not exists (select 1 from answers t where t.principal = i.principal and t.route = i.route and t.key = i.key and ${isOurs})),
      'cursors', (select coalesce(json_agg(name order by name), '[]') from (
        select i.subscription as name
          from ${cursors}
          left join lateral (select c.xmin from cursors c where c.subscription = i.subscription order by c.position desc limit 1) t on true
          where not (${isOurs})
        union select unnest(passed)) as refusals),
      'deadlines', to_json(coalesce(gone, '{}')));
  end if;

  if is_rare and (of_rows is not null or of_removed is not null) then
    -- Who still writes into the generation before a rebuild has not heard of the new one.
    select coalesce(array_agg(distinct r.projection), '{}') into gone
      from (select i.projection, i.generation from ${rows} union select i.projection, i.generation from ${removed}) as r
      left join projections p on p.projection = r.projection
      where r.generation <> coalesce(p.generation, 0) and r.generation is distinct from p.building;
    if cardinality(gone) > 0 then
      raise exception 'the generation is neither read nor built' using errcode = 'MC001', detail = json_build_object('projections', to_json(gone));
    end if;
    insert into rows (projection, generation, key, content, f0, f1, f2, f3, f4, f5, f6, f7)
      select i.projection, i.generation, i.key, i.content, i.f0, i.f1, i.f2, i.f3, i.f4, i.f5, i.f6, i.f7
      from ${rows}
      on conflict (projection, generation, key) do update
        set content = excluded.content, f0 = excluded.f0, f1 = excluded.f1, f2 = excluded.f2, f3 = excluded.f3,
          f4 = excluded.f4, f5 = excluded.f5, f6 = excluded.f6, f7 = excluded.f7;
    delete from rows t
      using ${removed}
      where t.projection = i.projection and t.generation = i.generation and t.key = i.key;
  end if;

  if of_events is null then return 0; end if;
  ${appendEvents}
  return head + 1;
end
$body$;
`;
