import type pg from 'pg';
import { joined, list } from '../../../joined.ts';
import { query } from '../../../server.ts';
import { session } from '../../../sessions.ts';
import type { BulkRun, Subject } from '../../../subject.ts';
import { type Balance, checkSums, folded } from '../../../w4/replay.ts';
import { copyIn, copyOut } from './copy.ts';
import { makeEvents, sumBalances } from './tables.ts';

type Replay = (client: pg.Client, url: string) => Promise<void>;

const replaying =
  (name: string, about: string, replay: Replay) =>
  (units: number): Subject<BulkRun> => ({
    name,
    about,
    open: async ({ url }) => {
      await makeEvents(url, units);
      const client = await session(url);
      return {
        reset: async () => void (await query(url, 'truncate balances')),
        run: () => replay(client, url),
        verify: async () => checkSums(await sumBalances(url), units),
        close: () => client.end(),
      };
    },
  });

/** The fold written in SQL: one statement over all events. */
export const sql = replaying('limit-sql', 'by hand, the fold inside PostgreSQL', async (client) => {
  // The last reference is the greatest one behind its position: cheaper than to sort the events of each account.
  await client.query(`insert into balances
    select stream, count(*), sum(amount), max(amount), substr(max(lpad(position::text, 12, '0') || reference), 13)
    from events, json_to_record(data::json) as event(amount bigint, reference text)
    group by stream`);
});

/** All events by COPY, folded in memory, the rows written by COPY at the end. */
export const copy = replaying(
  'limit-copy',
  'by hand, read and written with COPY, folded in memory',
  async (client) => {
    const rows = new Map<string, Balance>();
    await copyOut(client, 'copy (select data from events order by position) to stdout', (line) => {
      // COPY doubles backslashes; JSON has them only in strings with special characters.
      const text = line.toString();
      const event = JSON.parse(text.includes('\\') ? text.replaceAll('\\\\', '\\') : text);
      rows.set(event.accountId, folded(rows.get(event.accountId), event));
    });
    let text = '';
    for (const row of rows.values())
      text += `${row.accountId}\t${row.entries}\t${row.balance}\t${row.largest}\t${row.lastReference}\n`;
    await copyIn(client, 'copy balances from stdin', text);
  },
);

const upsert = `insert into balances
  select * from unnest(${list('$1', 'text')}, ${list('$2', 'int')}, ${list('$3', 'bigint')}, ${list('$4', 'bigint')}, ${list('$5', 'text')})
  on conflict (account_id) do update set entries = excluded.entries, balance = excluded.balance, largest = excluded.largest,
    last_reference = excluded.last_reference`;

interface Stored {
  readonly position: number;
  readonly data: string;
}

/** Pages of events in order; the next page is read while `use` works on one. */
async function eachPage(
  url: string,
  page: number,
  use: (rows: readonly Stored[]) => Promise<void>,
): Promise<void> {
  const reader = await session(url);
  const text = `select position, data from events where position > $1 order by position limit ${page}`;
  const read = async (after: number) =>
    (await reader.query<Stored>({ name: 'page', text, values: [after] })).rows;
  let rows = await read(0);
  while (rows.length > 0) {
    const next = rows.length < page ? Promise.resolve([]) : read(rows.at(-1)!.position);
    await Promise.all([next, use(rows)]);
    rows = await next;
  }
  await reader.end();
}

/** Pages folded in memory; the rows that a page touched are written in one statement. */
export const batch = replaying(
  'limit-batch',
  'by hand, folded in memory, one upsert of many rows for each page',
  async (client, url) => {
    const rows = new Map<string, Balance>();
    await eachPage(url, 10_000, async (page) => {
      const touched = new Map<string, Balance>();
      for (const { data } of page) {
        const event = JSON.parse(data);
        const row = folded(rows.get(event.accountId), event);
        rows.set(event.accountId, row);
        touched.set(event.accountId, row);
      }
      const written = [...touched.values()];
      const values = [
        joined(written, (row) => row.accountId),
        joined(written, (row) => row.entries),
        joined(written, (row) => row.balance),
        joined(written, (row) => row.largest),
        joined(written, (row) => row.lastReference),
      ];
      await client.query({ name: 'upsert', text: upsert, values });
    });
  },
);

/** One upsert an event, a commit for each page: how a projection is usually written. */
export const row = replaying('limit-row', 'by hand, one upsert an event', async (client, url) => {
  const statement = {
    name: 'add',
    text: `insert into balances values ($1, 1, $2, $2, $3)
      on conflict (account_id) do update set entries = balances.entries + 1, balance = balances.balance + excluded.balance,
        largest = greatest(balances.largest, excluded.largest), last_reference = excluded.last_reference`,
  };
  await eachPage(url, 1_000, async (page) => {
    await client.query('begin');
    for (const { data } of page) {
      const event = JSON.parse(data);
      await client.query({ ...statement, values: [event.accountId, event.amount, event.reference] });
    }
    await client.query('commit');
  });
});
