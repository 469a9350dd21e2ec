/**
 * Whatever a context asks goes by index, so statistics hardly matter; their making does: while the server looks through
 * a sample, its snapshot keeps what is written over meanwhile, and 30,000 rows of wide texts take it a second and more.
 */
export const statistics = /* sql */ `
-- A sample of 3,000 rows in place of 30,000, and none of the texts that hold JSON.
do $body$
declare
  each record;
begin
  for each in
    select c.relname as name,
        string_agg(format('alter column %I set statistics %s', a.attname,
          case when a.attname in ('data', 'published', 'state', 'answer', 'content') then 0 else 10 end), ', ') as changes
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.oid in ('log'::regclass, 'aggregates'::regclass, 'answers'::regclass, 'commits'::regclass, 'rows'::regclass)
        and a.attnum > 0 and not a.attisdropped
      group by c.relname
  loop
    execute format('alter table %I %s', each.name, each.changes);
  end loop;
end
$body$;
`;
