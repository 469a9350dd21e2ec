import { projections } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore, postgreSQLProjection } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import type { Peer } from '../../system/peers/peer.ts';
import type { Place } from '../../system/subject.ts';
import type { Order } from '../../system/w1/order.ts';
import { Ends } from '../ends.ts';
import { outcomeOf, pay, place, reserve, settle } from '../steps.ts';

/** The rows of a step are written with its event, in one transaction. */
const rows = postgreSQLProjection<Order>({
  name: 'rows',
  canHandle: ['OrderPlaced', 'StockReserved', 'OrderPaid', 'OrderSettled'],
  handle: async (events, { connection: { client } }) => {
    for (const { type, data } of events) await client.query(stepOf[type]!(data));
  },
});

const stepOf: Readonly<Record<string, typeof place>> = {
  OrderPlaced: place,
  StockReserved: reserve,
  OrderPaid: pay,
  OrderSettled: settle,
};

/**
 * A stream for each order; a processor for each step appends the next event at the version that it must have, so a
 * message that is handled twice changes nothing the second time.
 */
export async function open({ url, concurrency }: Place): Promise<Peer> {
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
  // Without waiting: a pull that does not fill its batch doubles the pause, up to a second, and twice nothing is nothing.
  const pulling = { batchSize: Math.max(1, Math.floor(concurrency / 2)), pullingFrequencyInMs: 0 };
  const consume = (when: string, then: (order: Order) => Promise<unknown>): { close(): Promise<void> } => {
    const consumer = store.consumer<Order>({ pulling });
    consumer.reactor({
      processorId: `on ${when}`,
      canHandle: [when],
      eachMessage: ({ data }) => then(data),
    });
    // A consumer that ends early leaves its orders pending, which is told at the end.
    consumer.start().catch((error: Error) => console.error(`emmett stopped to consume: ${error.message}`));
    return consumer;
  };
  // One for each step, so that the steps do not wait for each other.
  const consumers = [
    consume('OrderPlaced', (order) => append('StockReserved', order, 1n)),
    consume('StockReserved', (order) => append('OrderPaid', order, 2n)),
    consume('OrderPaid', async (order) => {
      await append('OrderSettled', order, 3n);
      ends.tell(order.id, outcomeOf(order));
    }),
  ];
  return {
    place: async (order) => {
      const end = ends.of(order.id);
      await append('OrderPlaced', order, 0n);
      return end;
    },
    close: async () => {
      for (const consumer of consumers) await consumer.close();
      await store.close();
      await pool.end();
    },
  };
}
