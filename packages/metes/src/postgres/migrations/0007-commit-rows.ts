/** The short way for what a projection that catches up commits: rows, the cursors that lead to them, and a fence. */
export const commitRows = /* sql */ `
-- Commits a batch of rows, cursors and a fence: what commit_1 would write of it. Rows come in portions of one projection,
-- one generation and one kind, so that these are checked and written once and not with each row. Between portions stands
-- U+001E, between columns U+001D, between values U+001F; fields are passed only where the projection has some.
--
-- Of the kind 'new' are rows that must not be there: their index is not searched before they are put into it, which is
-- half of what a row costs. Of the kind 'absent' is what is not there and has to stay so; 'any' is written over, 'gone'
-- is removed.
--
-- Raises MC002, or the violation of a key, and has written nothing, when something is not as expected. The batch then goes
-- to commit_new_1 or commit_1, which say by what it is refused.
create function commit_rows_1(
  by_writer text, at_sequence bigint, fence_lease text, fence_holder text,
  c_subscriptions text[], c_from bigint[], c_to bigint[], c_epochs text[],
  of_projections text[], of_generations int[], of_kinds text[], of_keys text, of_contents text, of_fields text
) returns bigint language plpgsql security definer set search_path from current as $body$
#variable_conflict use_column
declare
  portions int := cardinality(of_projections);
  s_k text[] := string_to_array(of_keys, E'\\x1e');
  s_c text[] := string_to_array(of_contents, E'\\x1e');
  s_f text[] := string_to_array(of_fields, E'\\x1e');
  moment timestamptz;
  p_name text;
  p_generation int;
  p_keys text[];
  f text[];
  k int;
begin
  -- The same lock as in commit_1, and for the same reason.
  lock table log_head in exclusive mode;
  moment := date_trunc('milliseconds', clock_timestamp());
  insert into commits (writer, sequence, at) values (by_writer, at_sequence, moment) on conflict do nothing;
  if not found then return 0; end if;
  if fence_lease <> '' and not exists (select 1 from leases where name = fence_lease and holder = fence_holder) then
    raise exception 'the lease is in other hands' using errcode = 'MC002';
  end if;

  if cardinality(c_subscriptions) > 0 then
    update cursors t set position = i.target, epoch = i.epoch, moved_at = moment
      from unnest(c_subscriptions, c_from, c_to, c_epochs) as i(subscription, source, target, epoch)
      where t.subscription = i.subscription and t.position = i.source;
    get diagnostics k = row_count;
    if k < cardinality(c_subscriptions) then raise exception 'a cursor is not as the batch expects' using errcode = 'MC002'; end if;
    delete from handled t
      using unnest(c_subscriptions, c_from, c_to) as i(subscription, source, target)
      where t.subscription = i.subscription and t.position > i.source and t.position <= i.target;
  end if;

  for p in 1 .. portions loop
    p_name := of_projections[p];
    p_generation := of_generations[p];
    if not exists (select 1 from projections t where t.projection = p_name and p_generation in (t.generation, t.building))
      and (p_generation <> 0 or exists (select 1 from projections t where t.projection = p_name)) then
      raise exception 'the generation is neither read nor built' using errcode = 'MC002';
    end if;
    -- A text without a value is one empty value: there is no portion without rows.
    p_keys := case when coalesce(s_k[p], '') = '' then '{""}' else string_to_array(s_k[p], E'\\x1f') end;
    f := string_to_array(s_f[p], E'\\x1d');
    case of_kinds[p]
    when 'gone' then
      delete from rows t using unnest(p_keys) as i(key)
        where t.projection = p_name and t.generation = p_generation and t.key = i.key;
    when 'absent' then
      if exists (select 1 from unnest(p_keys) as i(key)
        join rows t on t.projection = p_name and t.generation = p_generation and t.key = i.key) then
        raise exception 'a row is there already' using errcode = 'MC002';
      end if;
    when 'new' then
      if cardinality(f) > 0 then
        insert into rows (projection, generation, key, content, f0, f1, f2, f3, f4, f5, f6, f7)
          select p_name, p_generation, i.key, i.content, i.f0, i.f1, i.f2, i.f3, i.f4, i.f5, i.f6, i.f7
          from unnest(p_keys, string_to_array(s_c[p], E'\\x1f'), ${fields()}) as i(key, content, f0, f1, f2, f3, f4, f5, f6, f7);
      else
        insert into rows (projection, generation, key, content)
          select p_name, p_generation, i.key, i.content from unnest(p_keys, string_to_array(s_c[p], E'\\x1f')) as i(key, content);
      end if;
    else
      if cardinality(f) > 0 then
        insert into rows (projection, generation, key, content, f0, f1, f2, f3, f4, f5, f6, f7)
          select p_name, p_generation, i.key, i.content, i.f0, i.f1, i.f2, i.f3, i.f4, i.f5, i.f6, i.f7
          from unnest(p_keys, string_to_array(s_c[p], E'\\x1f'), ${fields()}) as i(key, content, f0, f1, f2, f3, f4, f5, f6, f7)
          on conflict (projection, generation, key) do update
            set content = excluded.content, f0 = excluded.f0, f1 = excluded.f1, f2 = excluded.f2, f3 = excluded.f3,
              f4 = excluded.f4, f5 = excluded.f5, f6 = excluded.f6, f7 = excluded.f7;
      else
        insert into rows (projection, generation, key, content)
          select p_name, p_generation, i.key, i.content from unnest(p_keys, string_to_array(s_c[p], E'\\x1f')) as i(key, content)
          on conflict (projection, generation, key) do update
            set content = excluded.content, f0 = null, f1 = null, f2 = null, f3 = null, f4 = null, f5 = null, f6 = null, f7 = null;
      end if;
    end case;
  end loop;

  -- Only the last few batches of a writer can be given again.
  if at_sequence % 1024 = 0 then
    delete from commits where writer = by_writer and sequence between at_sequence - 3072 and at_sequence - 1024;
  end if;
  return 0;
end
$body$;

-- Commits any batch that holds rows which must not be there: refuses it with their names, or hands it on to commit_1.
create function commit_new_1(
  of_projections text[], of_generations int[], of_keys text[],
  by_writer text, at_sequence bigint, kept_for interval, counts int[],
  of_events text, of_aggregates text, of_tallies text, of_answers text, of_cursors text, of_handled text, of_parked text,
  of_unparked text, of_done text, of_deadlines text, of_rows text, of_removed text, fence_lease text, fence_holder text
) returns bigint language plpgsql security definer set search_path from current as $body$
declare there json;
begin
  lock table log_head in exclusive mode;
  if not exists (select 1 from commits c where c.writer = by_writer and c.sequence = at_sequence) then
    select json_agg(i.projection || '/' || i.key order by i.projection || '/' || i.key collate "C") into there
      from unnest(of_projections, of_generations, of_keys) as i(projection, generation, key)
      join rows t on t.projection = i.projection and t.generation = i.generation and t.key = i.key;
    if there is not null then
      raise exception 'rows are there already' using errcode = 'MC001', detail = json_build_object('rows', there);
    end if;
  end if;
  return commit_1(by_writer, at_sequence, kept_for, counts, of_events, of_aggregates, of_tallies, of_answers, of_cursors,
    of_handled, of_parked, of_unparked, of_done, of_deadlines, of_rows, of_removed, fence_lease, fence_holder);
end
$body$;
`;

/** The columns of fields of a portion, after an empty one that says that it has some: one that it has not is null. */
function fields(): string {
  return Array.from({ length: 8 }, (_, slot) => `string_to_array(f[${slot + 2}], E'\\x1f', '')`).join(', ');
}
