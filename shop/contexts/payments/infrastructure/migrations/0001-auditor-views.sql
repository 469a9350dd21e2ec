-- What an auditor reads of payments. Payments that were called off before they were due never reached the provider.
create view payments as
  select id as payment_id,
    state::json -> 'terms' ->> 'orderId' as order_id,
    state::json ->> 'reference' as provider_id,
    state::json ->> 'status' as status,
    (state::json -> 'terms' -> 'amount' ->> 'minor')::bigint as amount,
    state::json -> 'terms' -> 'amount' ->> 'currency' as currency,
    (state::json -> 'held' ->> 'minor')::bigint as held,
    (state::json -> 'captured' ->> 'minor')::bigint as captured,
    version
  from aggregates where type = 'Payment';

create view payment_steps as
  select aggregate_id as payment_id, version, type as event, to_timestamp(time / 1000.0) as at
  from log where aggregate_type = 'Payment';
