-- What an auditor reads of cart.
create view carts as
  select id as cart_id,
    state::json ->> 'customerId' as customer_id,
    state::json ->> 'status' as status,
    state::json ->> 'orderId' as order_id,
    json_array_length(state::json -> 'items') as items
  from aggregates where type = 'Cart';

create view offers as
  select id as sku,
    state::json -> 'listing' ->> 'name' as name,
    (state::json -> 'listing' -> 'price' ->> 'minor')::bigint as price,
    state::json -> 'listing' -> 'price' ->> 'currency' as currency
  from aggregates where type = 'Offer';
