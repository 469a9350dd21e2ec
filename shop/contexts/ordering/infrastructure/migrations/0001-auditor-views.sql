-- What an auditor reads of ordering. The toolkit keeps the state of an aggregate as JSON text.
create view orders as
  select id as order_id,
    state::json ->> 'customerId' as customer_id,
    state::json ->> 'status' as status,
    state::json -> 'rejection' ->> 'reason' as reason,
    (state::json -> 'total' ->> 'minor')::bigint as total,
    state::json -> 'total' ->> 'currency' as currency,
    state::json ->> 'paymentId' as payment_id,
    version
  from aggregates where type = 'Order';

create view order_lines as
  select a.id as order_id,
    line.number::int as line,
    line.content ->> 'sku' as sku,
    (line.content ->> 'quantity')::bigint as quantity,
    (line.content -> 'unitPrice' ->> 'minor')::bigint as unit_price,
    line.content -> 'unitPrice' ->> 'currency' as currency
  from aggregates a, json_array_elements(a.state::json -> 'lines') with ordinality as line (content, number)
  where a.type = 'Order';

-- Every step of every order, for checking that its life is a path of the declared one.
create view order_steps as
  select aggregate_id as order_id, version, type as event, to_timestamp(time / 1000.0) as at
  from log where aggregate_type = 'Order';

create view read_orders as
  select r.key as order_id,
    r.content::json ->> 'customerId' as customer_id,
    r.content::json ->> 'status' as status,
    r.content::json ->> 'reason' as reason,
    (r.content::json -> 'total' ->> 'minor')::bigint as total,
    r.content::json -> 'total' ->> 'currency' as currency
  from rows r join projections p on p.projection = r.projection and p.generation = r.generation
  where r.projection = 'customer-orders';
