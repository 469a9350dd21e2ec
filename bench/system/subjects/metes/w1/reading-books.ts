import { query } from '../../../server.ts';
import type { Books } from '../../../w1/books.ts';

/** Read from the views for auditors, past the running system. */
export async function readBooks(url: string): Promise<Books> {
  const [counts] = await query(
    url,
    `with each_order as (select state ->> 'status' as status from ordering.audit_aggregates where type = 'Order'),
       each_line as (select line from ordering.audit_aggregates, jsonb_array_elements(state::jsonb -> 'lines') as line where type = 'Order'),
       each_payment as (select state ->> 'status' as status from payments.audit_aggregates where type = 'Payment')
     select (select count(*)::int from each_order where status not in ('confirmed', 'rejected')) as pending,
       (select count(*)::int from each_order where status = 'confirmed') as confirmed,
       (select count(*)::int from each_order where status = 'rejected') as rejected,
       (select count(*)::int from each_payment where status = 'authorised') as authorised,
       (select count(*)::int from each_payment where status = 'declined') as declined,
       (select count(*)::int from each_line) as lines,
       (select coalesce(sum((line ->> 'quantity')::int), 0)::int from each_line) as quantity`,
  );
  const shelves = await query(
    url,
    `select key, a0::float as available, a1::float as reserved from inventory.audit_tallies where tally = 'stock'`,
  );
  const stock = new Map(
    shelves.map((each) => [
      each['key'] as string,
      { available: Number(each['available']), reserved: Number(each['reserved']) },
    ]),
  );
  return { ...(counts as unknown as Omit<Books, 'stock'>), stock };
}
