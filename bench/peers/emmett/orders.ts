import { projections } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore, postgreSQLProjection } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import type { Peer } from '../../system/peers/peer.ts';
import type { Place } from '../../system/subject.ts';
import type { Order } from '../../system/w1/order.ts';
import { Ends } from '../ends.ts';
import { outcomeOf, place, reserve, settle } from '../steps.ts';

/** The rows of a step are written with its event, in one transaction. */
const rows = postgreSQLProjection<Order>({
  name: 'rows',
  canHandle: ['OrderPlaced', 'StockReserved', 'OrderSettled'],
  handle: async (events, { connection: { client } }) => {
    for (const { type, data } of events) await client.query(stepOf[type]!(data));
  },
});

const stepOf: Readonly<Record<string, typeof place>> = {
  OrderPlaced: place,
  StockReserved: reserve,
  OrderSettled: settle,
};

/**
 * A stream for each order; a processor for each step appends the next event at the version that it must have, so a
 * message that is handled twice changes nothing the second time.
 */
export async function open({ url }: Place): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(url, {
    projections: projections.inline([rows]),
    connectionOptions: { pool },
  });
  await store.schema.migrate();
  const append = (type: string, order: Order, version: bigint): Promise<unknown> =>
    store.appendToStream(`order-${order.id}`, [{ type, data: order }], { expectedStreamVersion: version });
  const ends = new Ends();
  const consumer = store.consumer<Order>({ pulling: { batchSize: 500, pullingFrequencyInMs: 5 } });
  consumer.reactor({
    processorId: 'reserve',
    canHandle: ['OrderPlaced'],
    eachMessage: ({ data }) => append('StockReserved', data, 1n),
  });
  consumer.reactor({
    processorId: 'settle',
    canHandle: ['StockReserved'],
    eachMessage: async ({ data }) => {
      await append('OrderSettled', data, 2n);
      ends.tell(data.id, outcomeOf(data));
    },
  });
  const consuming = consumer.start();
  consuming.catch(() => undefined);
  return {
    place: async (order) => {
      const end = ends.of(order.id);
      await append('OrderPlaced', order, 0n);
      return end;
    },
    close: async () => {
      await consumer.close();
      await store.close();
      await pool.end();
    },
  };
}
