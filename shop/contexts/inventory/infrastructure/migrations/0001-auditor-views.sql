-- What an auditor reads of inventory. The accounts stand in the order in which the tally declares them.
create view received as
  select item ->> 'sku' as sku, sum((item ->> 'quantity')::bigint) as quantity
  from aggregates a, json_array_elements(a.state::json -> 'items') as item
  where a.type = 'StockReceipt'
  group by item ->> 'sku';

create view stock as
  select t.key as sku, t.a0 as available, t.a1 as reserved, t.a2 as allocated, coalesce(r.quantity, 0) as received
  from tallies t left join received r on r.sku = t.key
  where t.tally = 'stock';

create view reservations as
  select a.id as order_id,
    a.state::json ->> 'status' as status,
    item ->> 'sku' as sku,
    (item ->> 'quantity')::bigint as quantity
  from aggregates a left join lateral json_array_elements(a.state::json -> 'items') as item on true
  where a.type = 'Reservation';
