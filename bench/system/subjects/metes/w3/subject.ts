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
    return {
      reset: async (next) => {
        await system?.stop();
        round = next;
        // Makes the schema and the roles of the consumer, without starting it.
        await (await starting.start(statements(round).map, [accounts])).stop();
      },
      run: async () => {
        const { consumer, map } = statements(round);
        system = await starting.start(map);
        // Each look is a query of its own, of which a user would ask for none.
        while ((await positionOf(system, consumer.name)) < units)
          await new Promise((resolve) => setTimeout(resolve, 40));
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

/** How far the consumer is, durably. */
async function positionOf(system: System, consumer: string): Promise<number> {
  const { subscriptions } = await system.context(consumer).status();
  return Math.min(...subscriptions.map((each) => each.position));
}
