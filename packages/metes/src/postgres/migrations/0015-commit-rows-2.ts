/** The short way for rows again, with their contents as one text of JSON. */
export const commitRows2 = /* sql */ `
-- What commit_rows_1 does, with another form of the contents of a portion: the elements of one JSON array, without its
-- brackets, and between two rows the text U+001F as an element of its own. To write them so takes half as long as to write
-- one by one. A row may hold the same between two elements of a list: then there are more pieces than keys, and the batch
-- goes another way.
create function commit_rows_2(
  by_writer text, at_sequence bigint, fence_lease text, fence_holder text,
  c_subscriptions text[], c_from bigint[], c_to bigint[], c_epochs text[],
  of_projections text[], of_generations int[], of_kinds text[], of_keys text, of_contents text, of_fields text
) returns bigint language plpgsql security definer set search_path from current as $body$
#variable_conflict use_column
declare
  portions int := cardinality(of_projections);
  -- Nearly always there is one portion: what is long is then read once less.
  s_k text[] := case when portions = 1 then array[of_keys] else string_to_array(of_keys, E'\\x1e') end;
  s_c text[] := case when portions = 1 then array[of_contents] else string_to_array(of_contents, E'\\x1e') end;
  s_f text[] := string_to_array(of_fields, E'\\x1e');
  moment timestamptz;
  p_name text;
  p_generation int;
  p_keys text[];
  p_contents text[];
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
    p_contents := string_to_array(s_c[p], ',"\\u001f",');
    f := string_to_array(s_f[p], E'\\x1d');
    -- More of them when a row holds what they are separated by.
    if of_kinds[p] in ('new', 'any') and cardinality(p_contents) <> cardinality(p_keys) then
      raise exception 'the rows cannot be told apart' using errcode = 'MC002';
    end if;
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
          from unnest(p_keys, p_contents, ${fields()}) as i(key, content, f0, f1, f2, f3, f4, f5, f6, f7);
      else
        insert into rows (projection, generation, key, content)
          select p_name, p_generation, unnest(p_keys), unnest(p_contents);
      end if;
    else
      if cardinality(f) > 0 then
        insert into rows (projection, generation, key, content, f0, f1, f2, f3, f4, f5, f6, f7)
          select p_name, p_generation, i.key, i.content, i.f0, i.f1, i.f2, i.f3, i.f4, i.f5, i.f6, i.f7
          from unnest(p_keys, p_contents, ${fields()}) as i(key, content, f0, f1, f2, f3, f4, f5, f6, f7)
          on conflict (projection, generation, key) do update
            set content = excluded.content, f0 = excluded.f0, f1 = excluded.f1, f2 = excluded.f2, f3 = excluded.f3,
              f4 = excluded.f4, f5 = excluded.f5, f6 = excluded.f6, f7 = excluded.f7;
      else
        insert into rows (projection, generation, key, content)
          select p_name, p_generation, i.key, i.content from unnest(p_keys, p_contents) as i(key, content)
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
`;

/** The columns of fields of a portion, after an empty one that says that it has some: one that it has not is null. */
function fields(): string {
  return Array.from({ length: 8 }, (_, slot) => `string_to_array(f[${slot + 2}], E'\\x1f', '')`).join(', ');
}
