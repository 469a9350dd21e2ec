import type pg from 'pg';
import type { LoopRun, Subject } from '../../../subject.ts';
import { isDeclined, type Order, type Outcome } from '../../../w1/order.ts';
import { orderTaking } from '../../../w1/order-taker.ts';
import { inTransaction, monolith } from './monolith.ts';
import { columnsOf } from './tables.ts';

/** A statement per table or row, none of them prepared: how it is usually written. */
export const naive: Subject<LoopRun> = orderTaking(
  'limit:naive',
  'as it is usually written, a statement per table or row',
  (place) => monolith(place, inTransaction(take), { prepared: false }),
);

async function take(client: pg.Client, order: Order): Promise<Outcome> {
  const { skus, quantities } = columnsOf(order);
  await client.query(`insert into orders values ($1, $2, $3, 'pending')`, [
    order.id,
    order.customer,
    order.total,
  ]);
  for (const line of order.lines) {
    await client.query('insert into order_lines values ($1, $2, $3, $4)', [
      order.id,
      line.sku,
      line.quantity,
      line.unitPrice,
    ]);
  }
  for (const { sku, quantity } of order.lines) {
    const { rowCount } = await client.query(
      'update stock set available = available - $2, reserved = reserved + $2 where sku = $1 and available >= $2',
      [sku, quantity],
    );
    if (rowCount !== 1) throw new Error(`not enough of ${sku}`);
  }
  await client.query(`insert into reservations values ($1, $2, $3, 'reserved', $4)`, [
    order.id,
    skus,
    quantities,
    skus.length,
  ]);
  const declined = isDeclined(order.id);
  await client.query('insert into payments values ($1, $2, $3)', [
    order.id,
    order.total,
    declined ? 'declined' : 'authorised',
  ]);
  if (declined) {
    for (const { sku, quantity } of order.lines) {
      await client.query(
        'update stock set available = available + $2, reserved = reserved - $2 where sku = $1',
        [sku, quantity],
      );
    }
    await client.query(`update reservations set status = 'released' where order_id = $1`, [order.id]);
  }
  const outcome: Outcome = declined ? 'rejected' : 'confirmed';
  await client.query('update orders set status = $2 where id = $1', [order.id, outcome]);
  return outcome;
}
