import type pg from 'pg';
import { madeReady, Sessions } from '../../../sessions.ts';
import type { LoopRun, Place, Subject } from '../../../subject.ts';
import type { Order, Outcome } from '../../../w1/order.ts';
import { type OrderTaker, orderTaking } from '../../../w1/order-taker.ts';
import { stepsOf } from './steps.ts';
import { makeTables, readBooks } from './tables.ts';

/** More sessions than this only wait for each other's locks and the few cores. */
const mostSessions = 16;

/** Keeps the checks of foreign keys, planned while the tables are empty, from reading whole tables later. */
const noSeqScan = 'set enable_seqscan = off';

/** What one session of the monolith does with an order. */
export type Take = (client: pg.Client, order: Order) => Promise<Outcome>;

/** Sessions on the tables of the monolith. */
export async function monolith(
  place: Place,
  take: Take,
  options: { bare?: boolean; prepared?: boolean } = {},
): Promise<OrderTaker> {
  const { bare = false, prepared = true } = options;
  await makeTables(place.url, bare);
  const count = Math.min(place.concurrency, mostSessions);
  const sessions = await Sessions.open(place.url, count, { onConnect: prepared ? madeReady : noSeqScan });
  return {
    place: (order) => sessions.with((client) => take(client, order)),
    books: () => readBooks(place.url),
    close: () => sessions.close(),
  };
}

/** Does it in one transaction. */
export const inTransaction =
  (take: Take): Take =>
  async (client, order) => {
    await client.query('begin');
    try {
      const outcome = await take(client, order);
      await client.query('commit');
      return outcome;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  };

const allSteps = (prepared: boolean): Take => {
  const steps = stepsOf(prepared);
  return async (client, order) => {
    await steps.place(client, order);
    await steps.reserve(client, order);
    return steps.settle(client, order);
  };
};

/** The monolith: all steps in one transaction of one shared database. */
export const tx1: Subject<LoopRun> = orderTaking(
  'limit:tx1',
  'by hand, all steps in one transaction of one shared database with its foreign keys',
  (place) => monolith(place, inTransaction(allSteps(true))),
);

/** The same as most teams run it: `pg` prepares nothing unless a statement is given a name. */
export const tx1Text: Subject<LoopRun> = orderTaking(
  'limit:tx1-text',
  'the same with statements that are not prepared',
  (place) => monolith(place, inTransaction(allSteps(false)), { prepared: false }),
);

/** The fewest row changes that the workload allows. */
export const tx1Bare: Subject<LoopRun> = orderTaking(
  'limit:tx1-bare',
  'the same without foreign keys and secondary indexes',
  (place) => monolith(place, inTransaction(allSteps(true)), { bare: true }),
);

/** Each step its own transaction of one statement; nothing is told to anybody. */
export const tx3: Subject<LoopRun> = orderTaking(
  'limit:tx3',
  'by hand, each step a transaction of one statement, no messages',
  (place) => monolith(place, allSteps(true)),
);
