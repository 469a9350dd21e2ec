/** The short way for what most commits of a calm system are: one aggregate, one event of it, and what goes with them. */
export const commitSingle = /* sql */ `
-- Commits a batch of one event: what commit_1 would write, without its rows, counts and checks for what is not there. A
-- statement or an expression of PL/pgSQL costs as much as the row it writes, so there are as few as can be.
--
-- Gives null, and has written nothing, when the aggregate is not as expected; raises MC002, or the violation of a key, when
-- something else is not. The batch then goes to commit_1, which says by what it is refused. No row of commits is written:
-- a batch that is given again is refused by its aggregate, and its event is found in the log.
create function commit_single_1(
  a_type text, a_id text, a_expected int, a_version int, a_state text,
  e_id uuid, e_type text, e_type_version int, e_data text, e_published text, e_causation text, e_correlation text,
  e_traceparent text, e_time bigint,
  w_principal text, w_route text, w_key text, w_fingerprint text, w_answer text, w_kept_for interval,
  c_subscription text, c_from bigint, c_to bigint, c_epoch text,
  n_tallies int, t_tallies text[], t_keys text[], t_expected text[],
  d0 bigint[], d1 bigint[], d2 bigint[], d3 bigint[], d4 bigint[], d5 bigint[]
) returns bigint language plpgsql security definer set search_path from current as $body$
declare
  first bigint;
  marked boolean;
  k int;
  m int;
begin
  -- The same lock as in commit_1, and for the same reason.
  lock table log_head in exclusive mode;

  if a_expected = 0 then
    insert into aggregates (type, id, version, state) values (a_type, a_id, a_version, a_state) on conflict do nothing;
  else
    update aggregates t set version = a_version, state = a_state
      where t.id = a_id and t.type = a_type and t.version = a_expected;
  end if;
  if not found then return null; end if;

  if n_tallies > 0 then
    update tallies t set a0 = t.a0 + i.d0, a1 = t.a1 + i.d1, a2 = t.a2 + i.d2, a3 = t.a3 + i.d3, a4 = t.a4 + i.d4, a5 = t.a5 + i.d5
      from unnest(t_tallies, t_keys, d0, d1, d2, d3, d4, d5, t_expected) as i(tally, key, d0, d1, d2, d3, d4, d5, expected)
      where t.tally = i.tally and t.key = i.key
        and t.a0 + i.d0 >= 0 and t.a1 + i.d1 >= 0 and t.a2 + i.d2 >= 0 and t.a3 + i.d3 >= 0 and t.a4 + i.d4 >= 0 and t.a5 + i.d5 >= 0
        and (i.expected is null or i.expected = concat_ws(',', t.a0, t.a1, t.a2, t.a3, t.a4, t.a5));
    get diagnostics k = row_count;
    if k < n_tallies then
      insert into tallies (tally, key, a0, a1, a2, a3, a4, a5)
        select i.tally, i.key, i.d0, i.d1, i.d2, i.d3, i.d4, i.d5
        from unnest(t_tallies, t_keys, d0, d1, d2, d3, d4, d5, t_expected) as i(tally, key, d0, d1, d2, d3, d4, d5, expected)
        where not exists (select 1 from tallies t where t.tally = i.tally and t.key = i.key)
          and least(i.d0, i.d1, i.d2, i.d3, i.d4, i.d5) >= 0
          and coalesce(i.expected, '0,0,0,0,0,0') = '0,0,0,0,0,0';
      get diagnostics m = row_count;
      if k + m < n_tallies then raise exception 'a tally is not as the batch expects' using errcode = 'MC002'; end if;
    end if;
  end if;

  if w_route is not null then
    insert into answers (principal, route, key, fingerprint, answer, kept_until)
      values (w_principal, w_route, w_key, w_fingerprint, w_answer, date_trunc('milliseconds', clock_timestamp()) + w_kept_for);
  end if;

  if c_subscription is not null then
    update cursors t set position = c_to, epoch = c_epoch, moved_at = date_trunc('milliseconds', clock_timestamp())
      where t.subscription = c_subscription and t.position = c_from
      returning exists (select 1 from handled h where h.subscription = c_subscription and h.position > c_from and h.position <= c_to)
      into marked;
    if not found then raise exception 'a cursor is not as the batch expects' using errcode = 'MC002'; end if;
    if marked then
      delete from handled h where h.subscription = c_subscription and h.position > c_from and h.position <= c_to;
    end if;
  end if;

  insert into log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, traceparent, time)
    values (coalesce((select l.position from log l order by l.position desc limit 1), (select h.base from log_head h)) + 1,
      e_id, a_type, a_id, a_version, e_type, e_type_version, e_data, e_published, e_causation, e_correlation, e_traceparent, e_time)
    returning position into first;
  return first;
end
$body$;
`;
