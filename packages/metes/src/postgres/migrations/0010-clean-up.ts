/** What was cleared away by the hand of a clock that moves on, and so by looking at every row. */
export const cleanUp = /* sql */ `
-- Forgets at most so many expired answers, and batches of writers that ended a day ago; returns how many rows went. What
-- clean_up_1 does, by a moment that is known beforehand: then the index is read up to it and no further.
create function clean_up_2(most int) returns int
language plpgsql security definer set search_path from current as $body$
declare k int; m int; moment timestamptz := clock_timestamp();
begin
  delete from answers a where (a.principal, a.route, a.key) in (
    select o.principal, o.route, o.key from answers o where o.kept_until <= moment order by o.kept_until limit most for update skip locked);
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
    where l.at < moment - interval '1 day'),
  old as (
    select o.writer, o.sequence from ended e cross join lateral (
      select n.writer, n.sequence from commits n where n.writer = e.writer order by n.sequence limit most) o limit most)
  delete from commits c using old o where c.writer = o.writer and c.sequence = o.sequence;
  get diagnostics m = row_count;
  return k + m;
end
$body$;
`;
