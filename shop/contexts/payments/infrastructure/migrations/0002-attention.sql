-- What `metes status` shows of payments as waiting for a person.
create view attention as
  select r.key as subject,
    concat(r.content::json ->> 'why', ' (', r.content::json ->> 'operation', ' for ', r.content::json ->> 'orderId', ')') as why,
    (r.content::json ->> 'since')::timestamptz as since
  from rows r join projections p on p.projection = r.projection and p.generation = r.generation
  where r.projection = 'payments-on-hold';
