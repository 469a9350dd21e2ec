/** What renews a lease and never takes it: whoever finds that it is gone comes back under another name. */
export const leaseTerms = /* sql */ `
-- Renews a lease that nobody else has had since it was taken, even if it has run out; false when it is gone.
create function renew_lease_1(wanted text, by_holder text, ttl_ms bigint) returns boolean
language plpgsql security definer set search_path from current as $body$
begin
  update leases set until = clock_timestamp() + ttl_ms * interval '1 millisecond' where name = wanted and holder = by_holder;
  return found;
end
$body$;
`;
