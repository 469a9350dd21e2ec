import { contextMap } from 'metes';
import { query } from '../../../server.ts';
import type { BulkRun, Subject } from '../../../subject.ts';
import { checkSums, replayed } from '../../../w4/replay.ts';
import { accountsWithBalances, balances } from '../accounts/context.ts';
import { makeEntries } from '../accounts/entries.ts';
import { startingPlace } from '../started.ts';

/** The projection is built again from zero while the system runs, with nothing else to do. */
export const metes = (units: number): Subject<BulkRun> => ({
  name: 'metes',
  about: 'rebuild of a projection, through the public API',
  open: async ({ url }) => {
    const starting = await startingPlace(url);
    const system = await starting.start(contextMap('bench-balances', accountsWithBalances));
    await makeEntries(system, units, replayed);
    await system.quiesce(120_000);
    await query(url, 'vacuum analyze');
    return {
      reset: () => Promise.resolve(),
      run: async () => void (await system.context('accounts').rebuild(balances.projection)),
      verify: async () => {
        const [row] = await query(
          url,
          `select count(*)::int as rows, coalesce(sum((content ->> 'entries')::int), 0)::float as entries,
             coalesce(sum((content ->> 'balance')::bigint), 0)::float as balance from accounts.audit_rows where is_read`,
        );
        return checkSums(
          { rows: Number(row!['rows']), entries: Number(row!['entries']), balance: Number(row!['balance']) },
          units,
        );
      },
      close: async () => {
        await system.stop();
        await starting.close();
      },
    };
  },
});
