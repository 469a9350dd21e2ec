/** The short way for one event again, with what is known beforehand handed over, and fewer checks of each row. */
export const commitSingle2 = /* sql */ `
-- In the order in which commits lock: behind those that are under way, and none in between.
lock table log_head in exclusive mode;

-- The expression of a check is read and prepared anew by every statement that writes. Of tallies one check is left in
-- place of six: nothing is ever sold that is not there, whatever writes. Versions are written by the functions of this
-- schema alone.
alter table aggregates drop constraint aggregates_version_check;
alter table tallies
  drop constraint tallies_a0_check, drop constraint tallies_a1_check, drop constraint tallies_a2_check,
  drop constraint tallies_a3_check, drop constraint tallies_a4_check, drop constraint tallies_a5_check,
  add constraint tallies_not_negative check (least(a0, a1, a2, a3, a4, a5) >= 0);

-- What commit_single_1 does, with three things that who calls knows nearly always and that are dear to find out:
--
-- - An aggregate that begins is inserted without looking beforehand whether it is there.
-- - c_marked says whether marks of what was handled beyond a place may lie on the way of the cursor. Where they do
--   although it says no, they stay, and nobody goes by them: who reads marks reads those beyond the place.
-- - e_after is the last position of the log. The log has no gaps, so if anything was appended since that was known, its
--   first position is taken, and the key refuses it. So events may be removed from a log, or the log be set back, only
--   while no process of the context is at work.
--
-- Gives null, and has written nothing, when the aggregate is not as expected; raises MC002, or the violation of a key, when
-- something else is not. The batch then goes to commit_2, which says by what it is refused. No row of commits is written:
-- a batch that is given again is refused by its aggregate, and its event is found in the log.
create function commit_single_2(
  a_type text, a_id text, a_expected int, a_state text,
  e_id uuid, e_type text, e_type_version int, e_data text, e_published text, e_causation text, e_correlation text,
  e_traceparent text, e_time bigint,
  w_principal text, w_route text, w_key text, w_fingerprint text, w_answer text, w_kept_for interval,
  c_subscription text, c_from bigint, c_to bigint, c_epoch text, c_marked boolean,
  n_tallies int, t_tallies text[], t_keys text[], t_expected text[],
  d0 bigint[], d1 bigint[], d2 bigint[], d3 bigint[], d4 bigint[], d5 bigint[],
  e_after bigint
) returns bigint language plpgsql security definer set search_path from current as $body$
declare
  first bigint;
  k int;
  m int;
begin
  -- The same lock as in commit_2, and for the same reason.
  lock table log_head in exclusive mode;

  if a_expected = 0 then
    insert into aggregates (type, id, version, state) values (a_type, a_id, 1, a_state);
  else
    update aggregates t set version = t.version + 1, state = a_state
      where t.id = a_id and t.type = a_type and t.version = a_expected;
    if not found then return null; end if;
  end if;

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
      where t.subscription = c_subscription and t.position = c_from;
    if not found then raise exception 'a cursor is not as the batch expects' using errcode = 'MC002'; end if;
    if c_marked then
      delete from handled h where h.subscription = c_subscription and h.position > c_from and h.position <= c_to;
    end if;
  end if;

  if e_after is null then
    insert into log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, traceparent, time)
      values (coalesce((select l.position from log l order by l.position desc limit 1), (select h.base from log_head h)) + 1,
        e_id, a_type, a_id, a_expected + 1, e_type, e_type_version, e_data, e_published, e_causation, e_correlation, e_traceparent, e_time)
      returning position into first;
    return first;
  end if;
  insert into log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, traceparent, time)
    values (e_after + 1, e_id, a_type, a_id, a_expected + 1, e_type, e_type_version, e_data, e_published, e_causation, e_correlation,
      e_traceparent, e_time);
  return e_after + 1;
end
$body$;

create or replace view audit_inbox as
  select c.subscription, c.position, c.epoch, c.moved_at,
    array(select h.position from handled h where h.subscription = c.subscription and h.position > c.position order by h.position) as handled_ahead
  from cursors c;
`;
