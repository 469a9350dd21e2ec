import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Place } from '../../system/subject.ts';
import type { Order, Outcome } from '../../system/w1/order.ts';
import { outcomeOf, pay, place, reserve, settle } from '../steps.ts';
import { poolFor } from '../stores.ts';
import type { Peer } from '../../system/peers/peer.ts';

/** Workflows are registered once, before the launch; each run gives them its own pool. */
let pool: pg.Pool;

/** A workflow of four steps. The output of a step is kept, so only a step that was under way at a crash runs again. */
const placeOrder = DBOS.registerWorkflow(
  async (order: Order): Promise<Outcome> => {
    await DBOS.runStep(async () => void (await pool.query(place(order))), { name: 'place' });
    await DBOS.runStep(async () => void (await pool.query(reserve(order))), { name: 'reserve' });
    await DBOS.runStep(async () => void (await pool.query(pay(order))), { name: 'pay' });
    await DBOS.runStep(async () => void (await pool.query(settle(order))), { name: 'settle' });
    return outcomeOf(order);
  },
  { name: 'placeOrder' },
);

/** DBOS keeps its tables in the database of the orders: no second server, the shortest way. */
export async function open({ url, concurrency }: Place): Promise<Peer> {
  pool = poolFor(url, concurrency);
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, systemDatabasePoolSize: 32, logLevel: 'error' });
  await DBOS.launch();
  return {
    place: async (order) => {
      const workflow = await DBOS.startWorkflow(placeOrder, { workflowID: order.id })(order);
      return workflow.getResult();
    },
    close: async () => {
      await DBOS.shutdown();
      await pool.end();
    },
  };
}
