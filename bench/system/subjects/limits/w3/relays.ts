import type pg from 'pg';
import { joined, list } from '../../../joined.ts';
import { madeReady, session } from '../../../sessions.ts';
import type { BulkRun, Place, Subject } from '../../../subject.ts';
import { checkReceived } from '../../../w3/relay.ts';
import { countReceived, makeRelay, resetRelay } from './tables.ts';

interface LogRow {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly data: string;
}

const record = `insert into received
  select each.* from unnest(${list('$1', 'uuid')}, ${list('$2', 'text')}, ${list('$3', 'int')}, ${list('$4', 'text')}) as each`;

const columns = (rows: readonly LogRow[]): string[] => [
  joined(rows, (row) => row.id),
  joined(rows, (row) => row.stream),
  joined(rows, (row) => row.version),
  joined(rows, (row) => row.data),
];

const nothing: readonly LogRow[] = [];

/** Each event once, however often it comes. */
const recordOnce = { name: 'record', text: `${record} on conflict do nothing` };

/** How a page of a log is recorded: $1 to $4 its columns, $5 the position to move the cursor to, $6 where it has to stand. */
interface Recording {
  readonly name: string;
  readonly text: string;
}

/** A cursor over the log; events and cursor in one statement; the next page is read while one is written. */
const following =
  (name: string, about: string, write: Recording) =>
  (units: number): Subject<BulkRun> => ({
    name,
    about,
    open: (place) =>
      relay(place, units, false, async (url, consumerUrl) => {
        const [publisher, consumer] = await Promise.all(
          [url, consumerUrl].map((each) => session(each, { onConnect: madeReady })),
        );
        const page = 2_000;
        const read = async (after: number): Promise<readonly LogRow[]> => {
          const text = `select position, id, stream, version, data from log where position > $1 order by position limit ${page}`;
          return (await publisher!.query<LogRow>({ name: 'page', text, values: [after] })).rows;
        };
        return {
          sessions: [publisher!, consumer!],
          run: async () => {
            let position = 0;
            let rows = await read(position);
            while (rows.length > 0) {
              const last = rows.at(-1)!.position;
              const [next] = await Promise.all([
                rows.length < page ? nothing : read(last),
                consumer!.query({ ...write, values: [...columns(rows), last, position] }),
              ]);
              position = last;
              rows = next;
            }
          },
        };
      }),
  });

/** An inbox: each event is looked for, so that it is recorded once however often it comes. */
export const log = following('limit-log', 'by hand, a cursor over the log, in batches', {
  name: 'record',
  text: `with moved as (update cursor set position = $5 where position = $6) ${recordOnce.text}`,
});

/** No event is looked for: nothing is recorded unless the cursor stood where it was left. */
export const cursor = following('limit-cursor', 'the same, without looking for what is there already', {
  name: 'record',
  text: `with moved as (update cursor set position = $5 where position = $6 returning position) ${record} where exists (select from moved)`,
});

/** Rows claimed from an outbox by SKIP LOCKED, 500 at a time, by two workers. It keeps no order. */
export const raw = (units: number): Subject<BulkRun> => ({
  name: 'limit-raw',
  about: 'by hand, an outbox emptied with SKIP LOCKED in batches of 500',
  open: (place) =>
    relay(place, units, true, async (url, consumerUrl) => {
      const pairs = await Promise.all(
        [0, 1].map(
          async () =>
            [
              await session(url, { onConnect: madeReady }),
              await session(consumerUrl, { onConnect: madeReady }),
            ] as const,
        ),
      );
      const claim = {
        name: 'claim',
        text: `delete from outbox where position in (select position from outbox order by position limit 500 for update skip locked)
          returning position, id, stream, version, data`,
      };
      const worker = async ([publisher, consumer]: readonly [pg.Client, pg.Client]): Promise<void> => {
        for (;;) {
          await publisher.query('begin');
          const { rows } = await publisher.query<LogRow>(claim);
          if (rows.length > 0) await consumer.query({ ...recordOnce, values: columns(rows) });
          await publisher.query('commit');
          if (rows.length === 0) return;
        }
      };
      return { sessions: pairs.flat(), run: async () => void (await Promise.all(pairs.map(worker))) };
    }),
});

interface Relay {
  readonly sessions: readonly pg.Client[];
  readonly run: () => Promise<void>;
}

async function relay(
  place: Place,
  units: number,
  outbox: boolean,
  connect: (publisher: string, consumer: string) => Promise<Relay>,
): Promise<BulkRun> {
  const consumer = await makeRelay(place, units);
  const { sessions, run } = await connect(place.url, consumer.url);
  return {
    reset: () => resetRelay(place.url, consumer.url, outbox),
    run,
    verify: async () => checkReceived(await countReceived(consumer.url), units),
    close: async () => {
      await Promise.all(sessions.map((each) => each.end()));
      await consumer.drop();
    },
  };
}
