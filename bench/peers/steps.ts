import type { QueryConfig } from 'pg';
import { columnsOf } from '../system/subjects/limits/w1/tables.ts';
import { isDeclined, type Order, type Outcome } from '../system/w1/order.ts';

/**
 * The four steps of an order for peers that may run a step again after a crash: the statements of the hand-written
 * limits, each of which does nothing the second time. So the effect is there once, whatever the peer repeats.
 */
const statements = {
  place: `with the_order as (insert into orders values ($1, $2, $3, 'pending') on conflict do nothing returning id)
    insert into order_lines select the_order.id, line.* from the_order, unnest($4::text[], $5::int[], $6::bigint[]) as line`,
  // All lines or none: a statement that found less stock than wanted fails at a check and leaves nothing behind.
  reserve: `with line as (
      select * from unnest($2::text[], $3::int[]) as line(sku, quantity)
      where not exists (select from reservations where order_id = $1)),
    taken as (
      update stock set available = available - line.quantity, reserved = reserved + line.quantity
      from line where stock.sku = line.sku and available >= line.quantity returning 1)
    insert into reservations select $1, $2, $3, 'reserved', (select count(*) from taken)
    where not exists (select from reservations where order_id = $1)`,
  pay: `insert into payments values ($1, $2, $3) on conflict do nothing`,
  confirmed: `update orders set status = 'confirmed' where id = $1 and status = 'pending'`,
  rejected: `with let_go as (update reservations set status = 'released' where order_id = $1 and status = 'reserved' returning skus, quantities),
    back as (update stock set available = available + line.quantity, reserved = reserved - line.quantity
      from let_go, unnest(let_go.skus, let_go.quantities) as line(sku, quantity) where stock.sku = line.sku)
    update orders set status = 'rejected' where id = $1 and status = 'pending'`,
};

/** A step as `pg` takes it: with a name, so that the server plans it once a session. */
type Step = QueryConfig & { readonly name: string; readonly text: string; readonly values: unknown[] };

const step = (name: keyof typeof statements, values: unknown[]): Step => ({
  name,
  text: statements[name],
  values,
});

/** Step 1: the order and its lines, pending. */
export function place(order: Order): Step {
  const { skus, quantities, prices } = columnsOf(order);
  return step('place', [order.id, order.customer, order.total, skus, quantities, prices]);
}

/** Step 2: stock for all lines or none. */
export function reserve(order: Order): Step {
  const { skus, quantities } = columnsOf(order);
  return step('reserve', [order.id, skus, quantities]);
}

/** How the payment of an order comes out. */
export const outcomeOf = ({ id }: Order): Outcome => (isDeclined(id) ? 'rejected' : 'confirmed');

/** Step 3: the payment, authorised or declined. */
export const pay = (order: Order): Step =>
  step('pay', [order.id, order.total, isDeclined(order.id) ? 'declined' : 'authorised']);

/** Step 4: the end of the order that the payment brings; stock goes back if it was declined. */
export const settle = (order: Order): Step => step(outcomeOf(order), [order.id]);
