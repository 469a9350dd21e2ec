import { Logger, run, WorkerPreset } from 'graphile-worker';
import type pg from 'pg';
import type { Place } from '../../system/subject.ts';
import type { Order } from '../../system/w1/order.ts';
import type { Peer } from '../../system/peers/peer.ts';
import { Ends } from '../ends.ts';
import { outcomeOf, pay, place, reserve, settle } from '../steps.ts';
import { inTransaction, poolFor } from '../stores.ts';

/** Choreography: each step enqueues the next one in its own transaction. */
export async function open({ url, concurrency }: Place): Promise<Peer> {
  const pool = poolFor(url, concurrency);
  const ends = new Ends();
  const jobs = Math.min(concurrency, 16);
  const inOne = (order: Order, step: typeof place, next: string): Promise<void> =>
    inTransaction(pool, async (client) => {
      await client.query(step(order));
      await enqueue(client, next, order);
    });
  const stepThen = (step: typeof place, next: string) => (order: unknown) =>
    inOne(order as Order, step, next);
  const runner = await run({
    connectionString: url,
    noHandleSignals: true,
    taskList: {
      reserve: stepThen(reserve, 'pay'),
      pay: stepThen(pay, 'settle'),
      settle: async (payload) => {
        const order = payload as Order;
        await pool.query(settle(order));
        ends.tell(order.id, outcomeOf(order));
      },
    },
    // As its page on performance recommends: jobs fetched in batches, completed in batches.
    preset: {
      extends: [WorkerPreset],
      worker: {
        concurrentJobs: jobs,
        maxPoolSize: jobs + 2,
        localQueue: { size: Math.max(2, concurrency) },
        completeJobBatchDelay: 0,
      },
    },
    logger: new Logger(() => () => undefined),
  });
  return {
    place: async (order) => {
      const end = ends.of(order.id);
      await inOne(order, place, 'reserve');
      return end;
    },
    close: async () => {
      await runner.stop();
      await pool.end();
    },
  };
}

const enqueue = (client: pg.PoolClient, task: string, order: Order): Promise<unknown> =>
  client.query({
    name: 'enqueue',
    text: 'select from graphile_worker.add_job($1, payload => $2)',
    values: [task, JSON.stringify(order)],
  });
