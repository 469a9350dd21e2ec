import { query } from '../../../server.ts';
import type { Books } from '../../../w1/books.ts';
import { initialStock, skuCount } from '../../../w1/order.ts';

/** A context's log, what it has to tell others, and what it has heard. */
const messaging = (schema: string): string => `
create table ${schema}.events (
  position bigserial primary key, id uuid not null, stream uuid not null, version int not null, type text not null,
  data text not null, unique (stream, version));
create table ${schema}.outbox (position bigserial primary key, event_id uuid not null, data text not null);
create table ${schema}.inbox (event_id uuid primary key);`;

const tables = /* sql */ `
create schema ordering;
create schema inventory;
create schema payments;
${['ordering', 'inventory', 'payments'].map(messaging).join('\n')}
create table ordering.orders (id uuid primary key, customer text not null, total bigint not null, status text not null) with (fillfactor = 80);
create table ordering.order_lines (
  order_id uuid not null, sku text not null, quantity int not null, unit_price bigint not null, primary key (order_id, sku));
create table inventory.stock (
  sku text primary key, available bigint not null check (available >= 0), reserved bigint not null check (reserved >= 0)
) with (fillfactor = 40);
create table inventory.reservations (
  order_id uuid primary key, skus text[] not null, quantities int[] not null, status text not null,
  -- A batch that found less stock than wanted fails here and leaves nothing behind; its members are then tried alone.
  whole boolean not null check (whole));
create table payments.payments (order_id uuid primary key, amount bigint not null, status text not null);
insert into inventory.stock
  select 'sku-' || lpad((number - 1)::text, 4, '0'), ${initialStock}, 0 from generate_series(1, ${skuCount}) number;
`;

/** Makes three contexts with logs, outboxes and inboxes, and the shelves full. */
export async function makeContexts(url: string): Promise<void> {
  await query(url, tables);
  await query(url, 'vacuum analyze');
}

/** Reads the books of the three contexts. */
export async function readContexts(url: string): Promise<Books> {
  const [counts] = await query(
    url,
    `select count(*) filter (where status = 'pending')::int as pending, count(*) filter (where status = 'confirmed')::int as confirmed,
       count(*) filter (where status = 'rejected')::int as rejected,
       (select count(*)::int from payments.payments where status = 'authorised') as authorised,
       (select count(*)::int from payments.payments where status = 'declined') as declined,
       (select count(*)::int from ordering.order_lines) as lines,
       (select coalesce(sum(quantity), 0)::int from ordering.order_lines) as quantity from ordering.orders`,
  );
  const shelves = await query(
    url,
    'select sku, available::float as available, reserved::float as reserved from inventory.stock',
  );
  const stock = new Map(
    shelves.map((each) => [
      each['sku'] as string,
      { available: Number(each['available']), reserved: Number(each['reserved']) },
    ]),
  );
  return { ...(counts as unknown as Omit<Books, 'stock'>), stock };
}
