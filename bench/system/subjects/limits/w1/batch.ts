import { randomUUID } from 'node:crypto';
import { Batcher } from '../../../batcher.ts';
import { plannedOnce, session } from '../../../sessions.ts';
import type { LoopRun, Place, Subject } from '../../../subject.ts';
import { isDeclined, type Order, type Outcome } from '../../../w1/order.ts';
import { type OrderTaker, orderTaking } from '../../../w1/order-taker.ts';
import * as steps from './batch-steps.ts';
import { makeContexts, readContexts } from './batch-tables.ts';

/** While two statements of a step are on their way, the next orders gather. */
const inFlight = 2;

/** Many orders' same step in one statement and one commit, with events, outbox and inbox. */
export const batch: Subject<LoopRun> = orderTaking(
  'ideal:batch',
  "by hand, many orders' same step in one statement, with events, outbox and inbox",
  open,
);

async function open({ url }: Place): Promise<OrderTaker> {
  await makeContexts(url);
  const ends: (() => Promise<void>)[] = [];
  const line = async (step: steps.BatchStep): Promise<Batcher<steps.Task>> => {
    const clients = await Promise.all(
      Array.from({ length: inFlight }, () => session(url, { onConnect: plannedOnce })),
    );
    ends.push(...clients.map((client) => () => client.end()));
    return new Batcher(
      async (tasks, way) =>
        void (await clients[way]!.query({ ...step.statement, values: step.values(tasks) as string[] })),
      { inFlight, most: 256 },
    );
  };
  const lines = {
    place: await line(steps.place),
    reserve: await line(steps.reserve),
    authorise: await line(steps.authorise),
    settle: await line(steps.settle),
    release: await line(steps.release),
  };
  return {
    place: async (order: Order): Promise<Outcome> => {
      const declined = isDeclined(order.id);
      let cause = order.id;
      const task = (): steps.Task => {
        const made = { order, cause, event: randomUUID(), declined };
        cause = made.event;
        return made;
      };
      await lines.place.submit(task());
      await lines.reserve.submit(task());
      await lines.authorise.submit(task());
      const settled = lines.settle.submit(task());
      await (declined ? Promise.all([settled, lines.release.submit(task())]) : settled);
      return declined ? 'rejected' : 'confirmed';
    },
    books: () => readContexts(url),
    close: async () => void (await Promise.all(ends.map((end) => end()))),
  };
}
