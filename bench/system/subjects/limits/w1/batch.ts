import { randomUUID } from 'node:crypto';
import { Batcher } from '../../../batcher.ts';
import { madeReady, session } from '../../../sessions.ts';
import type { LoopRun, Place, Subject } from '../../../subject.ts';
import { isDeclined, type Order, type Outcome } from '../../../w1/order.ts';
import { type OrderTaker, orderTaking } from '../../../w1/order-taker.ts';
import * as steps from './batch-steps.ts';
import { makeContexts, readContexts } from './batch-tables.ts';

/**
 * While two statements are on their way, orders gather for the next step of each. Two for all steps together: with two
 * for each step the batches were a quarter of the size and half of the throughput was gone.
 */
const inFlight = 2;

let madeIds = 0;

/** Like UUIDv7: the front grows, so that new rows stand together in every index. */
function newEventId(): string {
  const front = (0x0190_0000_0000 + madeIds++).toString(16).padStart(12, '0');
  return `${front.slice(0, 8)}-${front.slice(8)}-7${randomUUID().slice(15)}`;
}

interface Work {
  readonly step: steps.BatchStep;
  readonly task: steps.Task;
}

/** Many orders' same step in one statement and one commit, with events, outbox and inbox. */
export const batch: Subject<LoopRun> = orderTaking(
  'ideal:batch',
  "by hand, many orders' same step in one statement, with events, outbox and inbox",
  open,
);

async function open({ url }: Place): Promise<OrderTaker> {
  await makeContexts(url);
  const clients = await Promise.all(
    Array.from({ length: inFlight }, () => session(url, { onConnect: madeReady })),
  );
  const batcher = new Batcher<Work>(
    async (works, way) => {
      const { statement, values } = works[0]!.step;
      await clients[way]!.query({ ...statement, values: values(works.map((each) => each.task)) as string[] });
    },
    { inFlight, most: 256, kindOf: (work) => work.step },
  );
  return {
    place: async (order: Order): Promise<Outcome> => {
      const declined = isDeclined(order.id);
      let cause = order.id;
      const task = (): steps.Task => {
        const made = { order, cause, event: newEventId(), declined };
        cause = made.event;
        return made;
      };
      const step = (each: steps.BatchStep): Promise<void> => batcher.submit({ step: each, task: task() });
      await step(steps.place);
      await step(steps.reserve);
      await step(steps.authorise);
      const settled = step(steps.settle);
      await (declined ? Promise.all([settled, step(steps.release)]) : settled);
      return declined ? 'rejected' : 'confirmed';
    },
    books: () => readContexts(url),
    close: async () => void (await Promise.all(clients.map((client) => client.end()))),
  };
}
