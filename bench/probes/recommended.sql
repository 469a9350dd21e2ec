-- The recommended storage of one context. `:s` stands for the context's schema (a quoted identifier).
-- Sessions that call commit(): plan_cache_mode=force_generic_plan, enable_hashjoin=off, enable_mergejoin=off
-- (nested loops keep the locking order equal to the order of the rows handed over, and never read a whole table).

create table :s.log (
  position bigint primary key, event_id uuid not null, stream text not null, version int not null, type text not null,
  data text not null, published text, cause uuid, correlation uuid, time timestamptz not null);
create unique index log_stream_version on :s.log (stream, version);

create table :s.aggregates (type text, id text, version int not null, state text not null, primary key (type, id)) with (fillfactor = 70);

create table :s.log_head (one boolean primary key default true check (one), position bigint not null) with (fillfactor = 10);
insert into :s.log_head (position) values (0);
create table :s.writers (writer text primary key, last_batch bigint not null) with (fillfactor = 10);
create table :s.cursors (subscription text primary key, position bigint not null) with (fillfactor = 10);

create table :s.tally (tally text, key text, available bigint not null check (available >= 0), reserved bigint not null check (reserved >= 0), primary key (tally, key)) with (fillfactor = 50);

-- One call = one autocommit statement = one transaction. Every column travels as one text joined by U+001F, '' is null.
-- Rows of a section are sorted by their key, each key once. expected 0 = the aggregate is new.
-- Errors: MW001 writer out of step | MV001 version conflict, MT001 tally refused, MC001 cursor moved: the detail lists the keys as json.
create function :s.commit(
  by_writer text, batch bigint, n_log int, n_changed int, n_new int, n_cur int, n_tal int,
  l_event_id text, l_stream text, l_version text, l_type text, l_data text, l_published text, l_cause text, l_correlation text, l_time text,
  a_type text, a_id text, a_expected text, a_version text, a_state text,
  c_subscription text, c_old text, c_new text,
  t_tally text, t_key text, t_available text, t_reserved text) returns bigint language plpgsql as $body$
#variable_conflict use_column
declare k int; m int; head bigint;
begin
  update :s.writers set last_batch = batch where writer = by_writer and last_batch = batch - 1;
  if not found then raise exception 'writer % is out of step at batch %', by_writer, batch using errcode = 'MW001'; end if;

  if n_changed > 0 then
    update :s.aggregates t set version = i.version, state = i.state
      from unnest(string_to_array(a_type, E'\x1f', ''), string_to_array(a_id, E'\x1f', ''), string_to_array(a_expected, E'\x1f', '')::int[], string_to_array(a_version, E'\x1f', '')::int[], string_to_array(a_state, E'\x1f', '')) as i(type, id, expected, version, state)
      where t.type = i.type and t.id = i.id and t.version = i.expected;
    get diagnostics k = row_count;
  else k := 0; end if;
  if n_new > 0 then
    insert into :s.aggregates (type, id, version, state)
      select type, id, version, state from unnest(string_to_array(a_type, E'\x1f', ''), string_to_array(a_id, E'\x1f', ''), string_to_array(a_expected, E'\x1f', '')::int[], string_to_array(a_version, E'\x1f', '')::int[], string_to_array(a_state, E'\x1f', '')) as i(type, id, expected, version, state)
      where expected = 0 on conflict do nothing;
    get diagnostics m = row_count;
  else m := 0; end if;
  if k < n_changed or m < n_new then
    raise exception 'version conflict' using errcode = 'MV001', detail = (
      select coalesce(json_agg(json_build_array(i.type, i.id)), '[]')
        from unnest(string_to_array(a_type, E'\x1f', ''), string_to_array(a_id, E'\x1f', ''), string_to_array(a_version, E'\x1f', '')::int[], string_to_array(a_state, E'\x1f', '')) as i(type, id, version, state)
        left join :s.aggregates t on t.type = i.type and t.id = i.id
        where t.version is distinct from i.version or t.xmin <> pg_current_xact_id()::xid);
  end if;

  if n_tal > 0 then
    update :s.tally t set available = t.available + i.available, reserved = t.reserved + i.reserved
      from unnest(string_to_array(t_tally, E'\x1f', ''), string_to_array(t_key, E'\x1f', ''), string_to_array(t_available, E'\x1f', '')::bigint[], string_to_array(t_reserved, E'\x1f', '')::bigint[]) as i(tally, key, available, reserved)
      where t.tally = i.tally and t.key = i.key and t.available + i.available >= 0 and t.reserved + i.reserved >= 0;
    get diagnostics k = row_count;
    if k < n_tal then
      raise exception 'tally refused' using errcode = 'MT001', detail = (
        select coalesce(json_agg(json_build_array(i.tally, i.key)), '[]')
          from unnest(string_to_array(t_tally, E'\x1f', ''), string_to_array(t_key, E'\x1f', '')) as i(tally, key)
          left join :s.tally t on t.tally = i.tally and t.key = i.key
          where t.key is null or t.xmin <> pg_current_xact_id()::xid);
    end if;
  end if;

  if n_cur > 0 then
    update :s.cursors t set position = i.new
      from unnest(string_to_array(c_subscription, E'\x1f', ''), string_to_array(c_old, E'\x1f', '')::bigint[], string_to_array(c_new, E'\x1f', '')::bigint[]) as i(subscription, old, new)
      where t.subscription = i.subscription and t.position = i.old;
    get diagnostics k = row_count;
    if k < n_cur then raise exception 'cursor moved' using errcode = 'MC001', detail = (
      select coalesce(json_agg(i.subscription), '[]') from unnest(string_to_array(c_subscription, E'\x1f', '')) as i(subscription)
        left join :s.cursors t on t.subscription = i.subscription where t.subscription is null or t.xmin <> pg_current_xact_id()::xid); end if;
  end if;

  -- The head row comes last: it is the lock that makes position order = commit order, held from here to the end of the commit.
  if n_log = 0 then return null; end if;
  update :s.log_head set position = position + n_log returning position - n_log into head;
  insert into :s.log (position, event_id, stream, version, type, data, published, cause, correlation, time)
    select head + ord, event_id, stream, version, type, data, published, cause, correlation, time
      from unnest(string_to_array(l_event_id, E'\x1f', '')::uuid[], string_to_array(l_stream, E'\x1f', ''), string_to_array(l_version, E'\x1f', '')::int[], string_to_array(l_type, E'\x1f', ''), string_to_array(l_data, E'\x1f', ''), string_to_array(l_published, E'\x1f', ''), string_to_array(l_cause, E'\x1f', '')::uuid[], string_to_array(l_correlation, E'\x1f', '')::uuid[], string_to_array(l_time, E'\x1f', '')::timestamptz[])
        with ordinality as i(event_id, stream, version, type, data, published, cause, correlation, time, ord);
  return head + n_log;
end $body$;
