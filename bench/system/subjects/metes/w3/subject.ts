import { contextMap } from 'metes';
import type { System } from 'metes/start';
import { query } from '../../../server.ts';
import type { BulkRun, Subject } from '../../../subject.ts';
import { checkReceived, relayed } from '../../../w3/relay.ts';
import { accounts } from '../accounts/context.ts';
import { makeEntries } from '../accounts/entries.ts';
import { startingPlace } from '../started.ts';
import { statements } from './statements.ts';

/** A consumer that starts with an empty schema and reads the publisher's log to its end. */
export const metes = (units: number): Subject<BulkRun> => ({
  name: 'metes',
  about: 'a projection of another context that catches up with the log, through the public API',
  open: async ({ url }) => {
    const starting = await startingPlace(url);
    await using publisher = await starting.start(contextMap('bench-accounts', accounts));
    await makeEntries(publisher, units, relayed);
    await publisher.stop();
    await query(url, 'vacuum analyze');
    let round = 0;
    let system: System | undefined;
    let position: () => Promise<number>;
    return {
      reset: async (next) => {
        await system?.stop();
        round = next;
        // Makes the schema and the roles of the consumer, without starting it.
        await (await starting.start(statements(round).map, [accounts])).stop();
      },
      // The contexts begin to read when they have been started.
      start: async () => {
        const { consumer, map } = statements(round);
        system = await starting.start(map);
        position = () => positionOf(system!, consumer.name);
      },
      run: async () => {
        // Each look is a query of its own, of which a user would ask for none: no more than are needed to see the end.
        for (let left = units; left > 0; left = units - (await position()))
          await new Promise((resolve) => setTimeout(resolve, Math.max(2, left / mostPerMs)));
      },
      verify: async () => {
        const [row] = await query(
          url,
          `select count(*)::int as events, count(distinct key)::int as distinct, coalesce(sum((content ->> 'version')::int), 0)::float as versions
           from "statements-${round}".audit_rows where is_read`,
        );
        return checkReceived(
          {
            events: Number(row!['events']),
            distinct: Number(row!['distinct']),
            versions: Number(row!['versions']),
          },
          units,
        );
      },
      close: async () => {
        await system?.stop();
        await starting.close();
      },
    };
  },
});

/** More events in a millisecond than anybody relays. */
const mostPerMs = 250;

/** How far the consumer is, durably. */
async function positionOf(system: System, consumer: string): Promise<number> {
  const { subscriptions } = await system.context(consumer).status();
  return Math.min(...subscriptions.map((each) => each.position));
}
