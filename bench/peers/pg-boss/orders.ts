import { type Db, PgBoss } from 'pg-boss';
import type pg from 'pg';
import type { Place } from '../../system/subject.ts';
import type { Order } from '../../system/w1/order.ts';
import type { Peer } from '../../system/peers/peer.ts';
import { Ends } from '../ends.ts';
import { outcomeOf, pay, place, reserve, settle } from '../steps.ts';
import { inTransaction, poolFor } from '../stores.ts';

/** Choreography over three queues: each step sends the next job in its own transaction. */
export async function open({ url, concurrency }: Place): Promise<Peer> {
  const pool = poolFor(url, concurrency);
  const ends = new Ends();
  // Workers are woken by NOTIFY instead of waiting for their next look.
  const boss = new PgBoss({ connectionString: url, max: 16, useListenNotify: true, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  for (const queue of ['reserve', 'pay', 'settle'])
    await boss.createQueue(queue, { notify: true, retryLimit: 20 });
  // One worker a queue with many jobs a fetch: several would wait for each other's stock, and deadlock.
  const work = { batchSize: 64, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };

  // The steps, the next jobs and the completion of these jobs are one transaction of pg-boss.
  const stepThen = (queue: string, step: typeof reserve, next: string): Promise<unknown> =>
    boss.work<Order>(queue, { ...work, transactional: true }, async (jobs, tx) => {
      for (const { data } of jobs) {
        const { text, values } = step(data);
        await tx.executeSql(text, values);
      }
      await boss.insert(
        next,
        jobs.map(({ data }) => ({ data })),
        { db: tx },
      );
    });
  await stepThen('reserve', reserve, 'pay');
  await stepThen('pay', pay, 'settle');
  await boss.work<Order>('settle', work, async (jobs) => {
    await inTransaction(pool, async (client) => {
      for (const { data } of jobs) await client.query(settle(data));
    });
    for (const { data } of jobs) ends.tell(data.id, outcomeOf(data));
  });
  return {
    place: async (order) => {
      const end = ends.of(order.id);
      await inTransaction(pool, async (client) => {
        await client.query(place(order));
        await boss.send('reserve', order, { db: sessionOf(client) });
      });
      return end;
    },
    close: async () => {
      await boss.stop({ graceful: true, timeout: 10_000 });
      await pool.end();
    },
  };
}

/** pg-boss on a session whose transaction is open. */
const sessionOf = (client: pg.PoolClient): Db => ({
  executeSql: (text, values) => client.query(text, values),
});
