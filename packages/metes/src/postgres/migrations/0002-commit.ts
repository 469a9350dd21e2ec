/**
 * The rows of a section, from its array of columns: one text a column, the values joined by U+001F. A text that may be
 * null (`text?`) is null when it is empty; other texts need coalesce, since a single empty value gives no element.
 */
function section(name: string, columns: string): string {
  const each = columns.split(', ').map((column) => column.split(' ') as [string, string]);
  const values = each.map(([, type], index) => {
    if (type === 'text?') return `string_to_array(${name}[${index + 1}], E'\\x1f', '')`;
    return `string_to_array(${name}[${index + 1}], E'\\x1f')${type === 'text' ? '' : `::${type}[]`}`;
  });
  return `unnest(${values.join(', ')}) with ordinality as i(${each.map(([column]) => column).join(', ')}, ord)`;
}

const events = section(
  's_l',
  'id uuid, aggregate_type text, aggregate_id text, version int, type text, type_version int, data text, published text?, causation text, correlation text, traceparent text?, time bigint',
);
const aggregates = section('s_a', 'type text, id text, expected int, version int, state text?');
const tallies = section(
  's_t',
  'tally text, key text, d0 bigint, d1 bigint, d2 bigint, d3 bigint, d4 bigint, d5 bigint, expected text?',
);
const answers = section('s_w', 'principal text, route text, key text, fingerprint text, answer text');
const cursors = section('s_c', 'subscription text, source bigint, target bigint, epoch text');
const handled = section('s_h', 'subscription text, position bigint, event_id text');
const parked = section(
  's_p',
  'subscription text, position bigint, key text, event_id text, message text, reactions text, state text, attempts int, due bigint, cause text?',
);
const unparked = section('s_u', 'subscription text, position bigint');
const done = section('s_x', 'deadline text, aggregate_id text, must boolean, started_by text?');
const deadlines = section('s_d', 'deadline text, aggregate_id text, after bigint, event text');
const rows = section(
  's_r',
  'projection text, generation int, key text, content text, f0 text?, f1 text?, f2 text?, f3 text?, f4 text?, f5 text?, f6 text?, f7 text?',
);
/** Where a subscription stands. The last one first: before it lie dead versions, as many as a snapshot holds back. */
const cursorOf = (row: string): string =>
  `select c.position from cursors c where c.subscription = ${row}.subscription order by c.position desc limit 1`;
const generationsOf = (name: string): string => section(name, 'projection text, generation int');
const removed = section('s_g', 'projection text, generation int, key text');

/** The one function by which a context writes what its commands and reactions led to. */
export const commit = /* sql */ `
-- Commits a batch: one call, one transaction, all or nothing. A section travels as one text, its columns joined by
-- U+001E and the values of each by U+001F: few parameters and few function calls, whatever the size of the batch.
--
-- Raises MC001 when the store is not as the batch expects; the detail lists everything that was not, as JSON.
create function commit_1(
  by_writer text, at_sequence bigint, kept_for interval, counts int[],
  of_events text, of_aggregates text, of_tallies text, of_answers text, of_cursors text, of_handled text, of_parked text,
  of_unparked text, of_done text, of_deadlines text, of_rows text, of_removed text,
  fence_lease text default '', fence_holder text default ''
) returns bigint language plpgsql security definer set search_path from current as $body$
#variable_conflict use_column
declare
  n_events int := counts[1]; n_new int := counts[2]; n_changed int := counts[3]; n_tallies int := counts[4];
  n_answers int := counts[5]; n_cursors int := counts[6]; n_handled int := counts[7]; n_parked int := counts[8];
  n_unparked int := counts[9]; n_done int := counts[10]; n_deadlines int := counts[11]; n_rows int := counts[12];
  n_removed int := counts[13];
  s_l text[]; s_a text[]; s_t text[]; s_w text[]; s_c text[]; s_h text[]; s_p text[]; s_u text[]; s_x text[]; s_d text[]; s_r text[]; s_g text[];
  head bigint;
  k int;
  m int;
  refused boolean := false;
  passed text[] := '{}';
  gone text[] := '{}';
  moment timestamptz;
begin
  -- The lock that makes the order of positions the order of commits. It is held to the end of this one statement, which
  -- no client can stretch; a batch that is given again waits here for its first try and then finds it. A lock of the
  -- table and not of its row, because that writes nothing.
  lock table log_head in exclusive mode;
  if n_events > 0 then s_l := string_to_array(of_events, E'\\x1e'); end if;
  moment := date_trunc('milliseconds', clock_timestamp());
  insert into commits (writer, sequence, at) values (by_writer, at_sequence, moment) on conflict do nothing;
  if not found then
    if n_events = 0 then return 0; end if;
    select o.position into head from ${events} join log o on o.aggregate_id = coalesce(i.aggregate_id, '') and o.aggregate_type = i.aggregate_type and o.version = i.version
      where i.ord = 1;
    return head;
  end if;
  if fence_lease <> '' and not exists (select 1 from leases where name = fence_lease and holder = fence_holder) then
    raise exception 'the lease is in other hands' using errcode = 'MC001', detail = json_build_object('leases', json_build_array(fence_lease));
  end if;

  if n_new + n_changed > 0 then s_a := string_to_array(of_aggregates, E'\\x1e'); end if;
  if n_new > 0 then
    insert into aggregates (type, id, version, state)
      select i.type, coalesce(i.id, ''), i.version, i.state
      from ${aggregates}
      where i.expected = 0
      on conflict do nothing;
    get diagnostics k = row_count;
    refused := refused or k < n_new;
  end if;
  if n_changed > 0 then
    update aggregates t set version = i.version, state = i.state
      from ${aggregates}
      where t.id = coalesce(i.id, '') and t.type = i.type and t.version = i.expected and i.expected > 0;
    get diagnostics k = row_count;
    refused := refused or k < n_changed;
  end if;

  if n_tallies > 0 then
    s_t := string_to_array(of_tallies, E'\\x1e');
    update tallies t set a0 = t.a0 + i.d0, a1 = t.a1 + i.d1, a2 = t.a2 + i.d2, a3 = t.a3 + i.d3, a4 = t.a4 + i.d4, a5 = t.a5 + i.d5
      from ${tallies}
      where t.tally = i.tally and t.key = coalesce(i.key, '')
        and t.a0 + i.d0 >= 0 and t.a1 + i.d1 >= 0 and t.a2 + i.d2 >= 0 and t.a3 + i.d3 >= 0 and t.a4 + i.d4 >= 0 and t.a5 + i.d5 >= 0
        and (i.expected is null or i.expected = concat_ws(',', t.a0, t.a1, t.a2, t.a3, t.a4, t.a5));
    get diagnostics k = row_count;
    if k < n_tallies then
      insert into tallies (tally, key, a0, a1, a2, a3, a4, a5)
        select i.tally, coalesce(i.key, ''), i.d0, i.d1, i.d2, i.d3, i.d4, i.d5
        from ${tallies}
        where not exists (select 1 from tallies t where t.tally = i.tally and t.key = coalesce(i.key, ''))
          and least(i.d0, i.d1, i.d2, i.d3, i.d4, i.d5) >= 0
          and coalesce(i.expected, '0,0,0,0,0,0') = '0,0,0,0,0,0';
      get diagnostics m = row_count;
      refused := refused or k + m < n_tallies;
    end if;
  end if;

  if n_answers > 0 then
    s_w := string_to_array(of_answers, E'\\x1e');
    insert into answers (principal, route, key, fingerprint, answer, kept_until)
      select coalesce(i.principal, ''), i.route, coalesce(i.key, ''), coalesce(i.fingerprint, ''), i.answer, moment + kept_for
      from ${answers}
      on conflict (principal, route, key) do update
        set fingerprint = excluded.fingerprint, answer = excluded.answer, kept_until = excluded.kept_until
        where answers.kept_until <= moment;
    get diagnostics k = row_count;
    refused := refused or k < n_answers;
  end if;

  -- Marks are held against the cursor as it was before this batch: the same batch may move it past them.
  if n_handled > 0 then
    s_h := string_to_array(of_handled, E'\\x1e');
    with marked as (
      insert into handled (subscription, position, event_id)
        select i.subscription, i.position, coalesce(i.event_id, '')
        from ${handled}
        where i.position > (${cursorOf('i')})
        on conflict do nothing
        returning subscription, position)
    select coalesce(array_agg(distinct i.subscription), '{}') into passed
      from ${handled}
      where not exists (select 1 from marked t where t.subscription = i.subscription and t.position = i.position);
    refused := refused or cardinality(passed) > 0;
  end if;
  if n_cursors > 0 then
    s_c := string_to_array(of_cursors, E'\\x1e');
    update cursors t set position = i.target, epoch = coalesce(i.epoch, ''), moved_at = moment
      from ${cursors}
      where t.subscription = i.subscription and t.position = i.source;
    get diagnostics k = row_count;
    refused := refused or k < n_cursors;
    delete from handled t
      using ${cursors}
      where t.subscription = i.subscription and t.position > i.source and t.position <= i.target;
  end if;

  if n_unparked > 0 then
    s_u := string_to_array(of_unparked, E'\\x1e');
    with freed as (
      delete from parked t
        using ${unparked}
        where t.subscription = i.subscription and t.position = i.position
        returning t.subscription, t.position)
    select passed || coalesce(array_agg(distinct i.subscription), '{}') into passed
      from ${unparked}
      where not exists (select 1 from freed t where t.subscription = i.subscription and t.position = i.position);
    refused := refused or cardinality(passed) > 0;
  end if;
  if n_parked > 0 then
    s_p := string_to_array(of_parked, E'\\x1e');
    insert into parked (subscription, position, key, event_id, message, reactions, state, attempts, due_at, cause, parked_at)
      select i.subscription, i.position, coalesce(i.key, ''), coalesce(i.event_id, ''), i.message, i.reactions, i.state, i.attempts,
        moment + i.due * interval '1 millisecond', i.cause, moment
      from ${parked}
      on conflict (subscription, position) do update
        set key = excluded.key, event_id = excluded.event_id, message = excluded.message, reactions = excluded.reactions,
          state = excluded.state, attempts = excluded.attempts, due_at = excluded.due_at, cause = excluded.cause;
  end if;

  -- What is done goes before what is set: a deadline that came due may lead to the same one anew.
  if n_done > 0 then
    s_x := string_to_array(of_done, E'\\x1e');
    with done as (
      delete from deadlines t
        using ${done}
        where t.aggregate_id = coalesce(i.aggregate_id, '') and t.deadline = i.deadline
          and (i.started_by is null or t.event::json ->> 'id' = i.started_by)
        returning t.deadline, t.aggregate_id)
    select coalesce(array_agg(i.deadline || '/' || coalesce(i.aggregate_id, '') order by ord), '{}') into gone
      from ${done}
      where i.must and not exists (select 1 from done t where t.aggregate_id = coalesce(i.aggregate_id, '') and t.deadline = i.deadline);
    refused := refused or cardinality(gone) > 0;
  end if;
  if n_deadlines > 0 then
    s_d := string_to_array(of_deadlines, E'\\x1e');
    insert into deadlines (deadline, aggregate_id, due_at, event)
      select i.deadline, coalesce(i.aggregate_id, ''), moment + i.after * interval '1 millisecond', i.event
      from ${deadlines}
      on conflict do nothing;
  end if;

  if refused then
    raise exception 'the store is not as the batch expects' using errcode = 'MC001', detail = json_build_object(
      'aggregates', (select coalesce(json_agg(i.type || '/' || coalesce(i.id, '') order by i.ord), '[]')
        from ${aggregates}
        left join aggregates t on t.id = coalesce(i.id, '') and t.type = i.type
        where t.xmin is distinct from pg_current_xact_id()::xid),
      'tallies', (select coalesce(json_agg(i.tally || '/' || coalesce(i.key, '') order by i.ord), '[]')
        from ${tallies}
        left join tallies t on t.tally = i.tally and t.key = coalesce(i.key, '')
        where t.xmin is distinct from pg_current_xact_id()::xid),
      'answers', (select coalesce(json_agg(coalesce(i.key, '') order by i.ord), '[]')
        from ${answers}
        left join answers t on t.principal = coalesce(i.principal, '') and t.route = i.route and t.key = coalesce(i.key, '')
        where t.xmin is distinct from pg_current_xact_id()::xid),
      'cursors', (select coalesce(json_agg(name order by name), '[]') from (
        select i.subscription as name
          from ${cursors}
          left join lateral (select c.xmin from cursors c where c.subscription = i.subscription order by c.position desc limit 1) t on true
          where t.xmin is distinct from pg_current_xact_id()::xid
        union select unnest(passed)) as refusals),
      'deadlines', to_json(gone));
  end if;

  -- Who still writes into the generation before a rebuild has not heard of the new one.
  if n_rows > 0 then s_r := string_to_array(of_rows, E'\\x1e'); end if;
  if n_removed > 0 then s_g := string_to_array(of_removed, E'\\x1e'); end if;
  if n_rows + n_removed > 0 then
    select coalesce(array_agg(distinct r.projection), '{}') into gone
      from (select i.projection, i.generation from ${generationsOf('s_r')} union select i.projection, i.generation from ${generationsOf('s_g')}) as r
      left join projections p on p.projection = r.projection
      where r.generation <> coalesce(p.generation, 0) and r.generation is distinct from p.building;
    if cardinality(gone) > 0 then
      raise exception 'the generation is neither read nor built' using errcode = 'MC001', detail = json_build_object('projections', to_json(gone));
    end if;
  end if;
  if n_rows > 0 then
    insert into rows (projection, generation, key, content, f0, f1, f2, f3, f4, f5, f6, f7)
      select i.projection, i.generation, coalesce(i.key, ''), i.content, i.f0, i.f1, i.f2, i.f3, i.f4, i.f5, i.f6, i.f7
      from ${rows}
      on conflict (projection, generation, key) do update
        set content = excluded.content, f0 = excluded.f0, f1 = excluded.f1, f2 = excluded.f2, f3 = excluded.f3,
          f4 = excluded.f4, f5 = excluded.f5, f6 = excluded.f6, f7 = excluded.f7;
  end if;
  if n_removed > 0 then
    delete from rows t
      using ${removed}
      where t.projection = i.projection and t.generation = i.generation and t.key = coalesce(i.key, '');
  end if;

  if n_events > 0 then
    select position into head from log order by position desc limit 1;
    if not found then select base into head from log_head; end if;
    insert into log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, traceparent, time)
      select head + i.ord, i.id, i.aggregate_type, coalesce(i.aggregate_id, ''), i.version, i.type, i.type_version, i.data, i.published, coalesce(i.causation, ''), coalesce(i.correlation, ''), i.traceparent, i.time
      from ${events};
  end if;

  -- Only the last few batches of a writer can be given again.
  if at_sequence % 1024 = 0 then
    delete from commits where writer = by_writer and sequence between at_sequence - 3072 and at_sequence - 1024;
  end if;
  return case when n_events > 0 then head + 1 else 0 end;
end
$body$;
`;
