import type pg from 'pg';
import type { Statement } from '../../../sessions.ts';
import { isDeclined, type Order, type Outcome } from '../../../w1/order.ts';
import { columnsOf } from './tables.ts';

/** The order and its lines in one statement. */
const place = {
  name: 'place',
  text: `with the_order as (insert into orders values ($1, $2, $3, 'pending'))
    insert into order_lines select $1, line.* from unnest($4::text[], $5::int[], $6::bigint[]) as line`,
};

/** Stock of all lines or none, and what was set aside. */
const reserve = {
  name: 'reserve',
  text: `with taken as (
      update stock set available = available - line.quantity, reserved = reserved + line.quantity
      from unnest($2::text[], $3::int[]) as line(sku, quantity)
      where stock.sku = line.sku and available >= line.quantity returning 1)
    insert into reservations select $1, $2, $3, 'reserved', (select count(*) from taken)`,
};

const confirm = {
  name: 'confirm',
  text: `with the_payment as (insert into payments values ($1, $2, 'authorised'))
    update orders set status = 'confirmed' where id = $1 and status = 'pending'`,
};

/** A declined payment lets the stock go and ends the order. */
const reject = {
  name: 'reject',
  text: `with the_payment as (insert into payments values ($1, $2, 'declined')),
    let_go as (update reservations set status = 'released' where order_id = $1 and status = 'reserved' returning skus, quantities),
    back as (update stock set available = available + line.quantity, reserved = reserved - line.quantity
      from let_go, unnest(let_go.skus, let_go.quantities) as line(sku, quantity) where stock.sku = line.sku)
    update orders set status = 'rejected' where id = $1 and status = 'pending'`,
};

/** The steps of an order, one statement each, on a session that may or may not have a transaction open. */
export interface Steps {
  place(client: pg.Client, order: Order): Promise<unknown>;
  reserve(client: pg.Client, order: Order): Promise<unknown>;
  settle(client: pg.Client, order: Order): Promise<Outcome>;
}

/** The steps as prepared statements, or as `pg` sends them unless told otherwise: parsed and planned every time. */
export const stepsOf = (prepared: boolean): Steps => {
  const statement = (each: Statement, values: unknown[]) =>
    prepared ? { ...each, values } : { text: each.text, values };
  return {
    place: (client: pg.Client, order: Order): Promise<unknown> => {
      const { skus, quantities, prices } = columnsOf(order);
      return client.query(
        statement(place, [order.id, order.customer, order.total, skus, quantities, prices]),
      );
    },
    reserve: (client: pg.Client, order: Order): Promise<unknown> => {
      const { skus, quantities } = columnsOf(order);
      return client.query(statement(reserve, [order.id, skus, quantities]));
    },
    settle: async (client: pg.Client, order: Order): Promise<Outcome> => {
      const declined = isDeclined(order.id);
      const { rowCount } = await client.query(
        statement(declined ? reject : confirm, [order.id, order.total]),
      );
      if (rowCount !== 1) throw new Error(`order ${order.id} was not pending`);
      return declined ? 'rejected' : 'confirmed';
    },
  };
};
