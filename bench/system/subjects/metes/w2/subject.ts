import { contextMap } from 'metes';
import { query } from '../../../server.ts';
import type { LoopRun, Subject } from '../../../subject.ts';
import { appending, entry, type StreamCounts, streamCount, streamOf } from '../../../w2/appending.ts';
import { accounts } from '../accounts/context.ts';
import { makeEntries, requestEntry } from '../accounts/entries.ts';
import { startingPlace } from '../started.ts';

/**
 * An event-sourced aggregate for each stream. Callers give no version: the toolkit knows on which one the command was
 * decided, and the commit checks that it is still the last one.
 */
export const metes: Subject<LoopRun> = appending(
  'metes',
  'event-sourced aggregates, through the public API',
  async ({ url }) => {
    const starting = await startingPlace(url);
    const system = await starting.start(contextMap('bench-accounts', accounts));
    await makeEntries(system, streamCount, (number) => entry(streamOf(number), number));
    return {
      append: async (_stream, _version, data) => void (await requestEntry(system, data)),
      counts: async () => {
        const [row] = await query(
          url,
          `select (select count(*)::int from accounts.log) as events, (select count(*)::int from accounts.published) as published,
           (select sum(version)::int from accounts.aggregates) as versions`,
        );
        return row as unknown as StreamCounts;
      },
      close: async () => {
        await system.stop();
        await starting.close();
      },
    };
  },
);
