import { initialStock, type Order, skuCount } from '../../../w1/order.ts';
import type { Books } from '../../../w1/books.ts';
import { query } from '../../../server.ts';

/** The tables of the monolith: everything in one database, each row change that the workload asks for. */
const tables = /* sql */ `
create table orders (id uuid primary key, customer text not null, total bigint not null, status text not null) with (fillfactor = 80);
create table order_lines (
  order_id uuid not null, sku text not null, quantity int not null, unit_price bigint not null, primary key (order_id, sku));
create table stock (
  sku text primary key, available bigint not null check (available >= 0), reserved bigint not null check (reserved >= 0)
) with (fillfactor = 40);
create table reservations (
  order_id uuid primary key, skus text[] not null, quantities int[] not null, status text not null,
  -- All lines or none: a statement that found less stock than wanted fails here and leaves nothing behind.
  found int not null check (found = cardinality(skus)));
create table payments (order_id uuid primary key, amount bigint not null, status text not null);
insert into stock select 'sku-' || lpad((number - 1)::text, 4, '0'), ${initialStock}, 0 from generate_series(1, ${skuCount}) number;
`;

/** What keeps rows of one shared database true to each other, and what its usual questions need. */
const references = /* sql */ `
alter table order_lines add foreign key (order_id) references orders, add foreign key (sku) references stock;
alter table reservations add foreign key (order_id) references orders;
alter table payments add foreign key (order_id) references orders;
create index orders_of_customer on orders (customer);
`;

/** Makes the tables of the monolith with the shelves full; `bare` leaves out references and secondary indexes. */
export async function makeTables(url: string, bare: boolean): Promise<void> {
  await query(url, bare ? tables : tables + references);
  await query(url, 'vacuum analyze');
}

/** Reads the books of a store that has these tables. */
export async function readBooks(url: string): Promise<Books> {
  const [counts] = await query(
    url,
    `select count(*) filter (where status = 'pending')::int as pending, count(*) filter (where status = 'confirmed')::int as confirmed,
       count(*) filter (where status = 'rejected')::int as rejected,
       (select count(*)::int from payments where status = 'authorised') as authorised,
       (select count(*)::int from payments where status = 'declined') as declined,
       (select count(*)::int from order_lines) as lines,
       (select coalesce(sum(quantity), 0)::int from order_lines) as quantity from orders`,
  );
  const shelves = await query(
    url,
    'select sku, available::float as available, reserved::float as reserved from stock',
  );
  const stock = new Map(
    shelves.map((each) => [
      each['sku'] as string,
      { available: Number(each['available']), reserved: Number(each['reserved']) },
    ]),
  );
  return { ...(counts as unknown as Omit<Books, 'stock'>), stock };
}

/** The lines of an order as columns, in the order of the SKUs, in which they are locked. */
export function columnsOf({ lines }: Order): { skus: string[]; quantities: number[]; prices: number[] } {
  return {
    skus: lines.map((line) => line.sku),
    quantities: lines.map((line) => line.quantity),
    prices: lines.map((line) => line.unitPrice),
  };
}
