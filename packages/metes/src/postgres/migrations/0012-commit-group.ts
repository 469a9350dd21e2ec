import {
  answers,
  appendEvents,
  beginTallies,
  changeAggregates,
  created,
  cursors,
  moveTallies,
} from './sections.ts';

/** The short way for what a busy system commits: commands with several events in all, answers, tallies, moved places. */
export const commitGroup = /* sql */ `
-- Commits a batch of events, and of what goes with nearly all of them: what commit_2 would write of that. What is new is
-- inserted without looking beforehand whether it is there.
--
-- Raises MC002, or the violation of a key, when something is not as expected. The batch then goes to commit_2, which says
-- by what it is refused. No row of commits is written: a batch that is given again is refused by the aggregate of its
-- first event, which is found in the log.
create function commit_group_1(
  kept_for interval, of_new text, n_changed int, of_changed text, n_tallies int, of_tallies text, of_answers text,
  n_cursors int, of_cursors text, of_events text
) returns bigint language plpgsql security definer set search_path from current as $body$
#variable_conflict use_column
declare
  head bigint;
  k int;
  m int;
  moment timestamptz;
begin
  -- The same lock as in commit_2, and for the same reason.
  lock table log_head in exclusive mode;
  moment := date_trunc('milliseconds', clock_timestamp());

  if of_new is not null then
    insert into aggregates (type, id, version, state)
      select i.type, i.id, i.version, i.state
      from ${created};
  end if;
  if n_changed > 0 then
    ${changeAggregates}
    if k < n_changed then raise exception 'an aggregate is not as the batch expects' using errcode = 'MC002'; end if;
  end if;

  if n_tallies > 0 then
    ${moveTallies}
    if k < n_tallies then
      ${beginTallies}
      if k + m < n_tallies then raise exception 'a tally is not as the batch expects' using errcode = 'MC002'; end if;
    end if;
  end if;

  if of_answers is not null then
    insert into answers (principal, route, key, fingerprint, answer, kept_until)
      select i.principal, i.route, i.key, i.fingerprint, i.answer, moment + kept_for
      from ${answers};
  end if;

  if n_cursors > 0 then
    update cursors t set position = i.target, epoch = i.epoch, moved_at = moment
      from ${cursors}
      where t.subscription = i.subscription and t.position = i.source;
    get diagnostics k = row_count;
    if k < n_cursors then raise exception 'a cursor is not as the batch expects' using errcode = 'MC002'; end if;
    delete from handled t
      using ${cursors}
      where t.subscription = i.subscription and t.position > i.source and t.position <= i.target;
  end if;

  ${appendEvents}
  return head + 1;
end
$body$;

-- Room in each page for another version of every row that is put there, which then needs no entry in the index. Most
-- aggregates are changed soon after they begin, and the versions before lie in the pages anyway until they are swept.
alter table aggregates set (fillfactor = 50);
`;
