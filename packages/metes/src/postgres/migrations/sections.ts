/**
 * The rows of a batch as the functions that write it read them, and what these have in common. Migrations are made of it,
 * so what stands here is never edited either: another form is another constant.
 */

/**
 * The rows of a section, one text each, joined by U+001E, their values by U+001F. A value that may be null (`text?`) is
 * null when it is empty. Each row is taken apart once, whatever reads its values.
 */
function section(name: string, columns: string): string {
  const values = columns.split(', ').map((column, index) => {
    const [field, type] = column.split(' ') as [string, string];
    const value = `a[${index + 1}]`;
    if (type === 'text?') return `nullif(${value}, '') as ${field}`;
    return `${value}${type === 'text' ? '' : `::${type}`} as ${field}`;
  });
  return `(select ord, ${values.join(', ')}
        from (select r.ord, string_to_array(r.t, E'\\x1f') as a
          from unnest(string_to_array(${name}, E'\\x1e')) with ordinality as r(t, ord) offset 0) as r offset 0) as i`;
}

/** Events, in the order of their positions. */
export const events = section(
  'of_events',
  'id uuid, aggregate_type text, aggregate_id text, version int, type text, type_version int, data text, published text?, causation text, correlation text, traceparent text?, time bigint',
);
const aggregate = 'type text, id text, expected int, version int, state text?';
/** Aggregates that begin. */
export const created = section('of_new', aggregate);
/** Aggregates that were there. */
export const changed = section('of_changed', aggregate);
/** What is added to tallies. */
export const tallies = section(
  'of_tallies',
  'tally text, key text, d0 bigint, d1 bigint, d2 bigint, d3 bigint, d4 bigint, d5 bigint, expected text?',
);
/** Answers that are kept. */
export const answers = section(
  'of_answers',
  'principal text, route text, key text, fingerprint text, answer text',
);
/** Places that move. */
export const cursors = section('of_cursors', 'subscription text, source bigint, target bigint, epoch text');
/** Marks of what was handled beyond a place. */
export const handled = section('of_handled', 'subscription text, position bigint, event_id text');
/** Messages that are set aside. */
export const parked = section(
  'of_parked',
  'subscription text, position bigint, key text, event_id text, message text, reactions text, state text, attempts int, due bigint, cause text?',
);
/** Messages that are no longer set aside. */
export const unparked = section('of_unparked', 'subscription text, position bigint');
/** Deadlines that end. */
export const done = section('of_done', 'deadline text, aggregate_id text, must boolean, started_by text?');
/** Deadlines that begin. */
export const deadlines = section(
  'of_deadlines',
  'deadline text, aggregate_id text, after bigint, event text',
);
/** Rows of projections that are kept. */
export const rows = section(
  'of_rows',
  'projection text, generation int, key text, content text, f0 text?, f1 text?, f2 text?, f3 text?, f4 text?, f5 text?, f6 text?, f7 text?',
);
const row = 'projection text, generation int, key text';
/** Rows that go. */
export const removed = section('of_removed', row);
/** Rows that were taken for absent. */
export const fresh = section('of_fresh', row);

/** Moves the tallies of a batch that are there and may move so; k tells how many. */
export const moveTallies = `update tallies t set a0 = t.a0 + i.d0, a1 = t.a1 + i.d1, a2 = t.a2 + i.d2, a3 = t.a3 + i.d3, a4 = t.a4 + i.d4, a5 = t.a5 + i.d5
      from ${tallies}
      where t.tally = i.tally and t.key = i.key
        and t.a0 + i.d0 >= 0 and t.a1 + i.d1 >= 0 and t.a2 + i.d2 >= 0 and t.a3 + i.d3 >= 0 and t.a4 + i.d4 >= 0 and t.a5 + i.d5 >= 0
        and (i.expected is null or i.expected = concat_ws(',', t.a0, t.a1, t.a2, t.a3, t.a4, t.a5));
    get diagnostics k = row_count;`;

/** Begins those that are not there and may begin so; m tells how many. */
export const beginTallies = `insert into tallies (tally, key, a0, a1, a2, a3, a4, a5)
        select i.tally, i.key, i.d0, i.d1, i.d2, i.d3, i.d4, i.d5
        from ${tallies}
        where not exists (select 1 from tallies t where t.tally = i.tally and t.key = i.key)
          and least(i.d0, i.d1, i.d2, i.d3, i.d4, i.d5) >= 0
          and coalesce(i.expected, '0,0,0,0,0,0') = '0,0,0,0,0,0';
      get diagnostics m = row_count;`;

/** Changes the aggregates that are as they were expected; k tells how many. */
export const changeAggregates = `update aggregates t set version = i.version, state = i.state
      from ${changed}
      where t.id = i.id and t.type = i.type and t.version = i.expected;
    get diagnostics k = row_count;`;

/** Appends the events behind the last position, which becomes `head`. */
export const appendEvents = `select coalesce((select l.position from log l order by l.position desc limit 1), (select h.base from log_head h)) into head;
  insert into log (position, id, aggregate_type, aggregate_id, version, type, type_version, data, published, causation, correlation, traceparent, time)
    select head + i.ord, i.id, i.aggregate_type, i.aggregate_id, i.version, i.type, i.type_version, i.data, i.published, i.causation, i.correlation, i.traceparent, i.time
    from ${events};`;
