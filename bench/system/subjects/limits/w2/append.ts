import { Batcher } from '../../../batcher.ts';
import { joined, list } from '../../../joined.ts';
import { madeReady, session, Sessions } from '../../../sessions.ts';
import type { LoopRun, Place, Subject } from '../../../subject.ts';
import { type Appender, appending, streamOf } from '../../../w2/appending.ts';
import { countLog, makeLog } from './tables.ts';

interface Append {
  readonly stream: string;
  readonly version: number;
  readonly data: string;
}

/** Event and publication in one statement; nothing is appended unless the stream is at the expected version. */
const append = {
  name: 'append',
  text: `with appended as (
      insert into events (stream, version, type, data)
      select $1, $2::int + 1, 'EntryMade', $3
      where $2::int = (select version from events where stream = $1 order by version desc limit 1) returning position)
    insert into outbox select position, 'accounts.entry-made.v1', $3 from appended`,
};

const appendMany = {
  name: 'append_many',
  text: `with wanted as materialized (
      select * from unnest(${list('$1', 'text')}, ${list('$2', 'int')}, ${list('$3', 'text')}) as w(stream, version, data)),
    appended as (
      insert into events (stream, version, type, data)
      select w.stream, w.version + 1, 'EntryMade', w.data from wanted w
      where w.version = (select e.version from events e where e.stream = w.stream order by e.version desc limit 1)
      returning position, data)
    insert into outbox select position, 'accounts.entry-made.v1', data from appended
    -- All or none: a stream that was not at the expected version fails the statement, and its members are tried alone.
    where 1 / ((select count(*) from appended) = (select count(*) from wanted))::int = 1`,
};

function mustAppend(rowCount: number | null, expected: number): void {
  if (rowCount !== expected)
    throw new Error(`a stream was not at the expected version (${rowCount} of ${expected} appended)`);
}

/** What all of these subjects have in common: the tables, and JSON made for every event. */
async function onLog(
  { url }: Place,
  write: (append: Append) => Promise<unknown>,
  close: () => Promise<unknown>,
): Promise<Appender> {
  await makeLog(url);
  return {
    append: async (stream, version, data) =>
      void (await write({ stream: streamOf(stream), version, data: JSON.stringify(data) })),
    counts: () => countLog(url),
    close: async () => void (await close()),
  };
}

/** One statement, one round trip. */
export const cte: Subject<LoopRun> = appending(
  'limit-cte',
  'by hand, event and publication in one statement',
  async (place) => {
    const sessions = await Sessions.open(place.url, Math.min(place.concurrency, 16), {
      onConnect: madeReady,
    });
    return onLog(
      place,
      ({ stream, version, data }) =>
        sessions.with(async (client) =>
          mustAppend((await client.query({ ...append, values: [stream, version, data] })).rowCount, 1),
        ),
      () => sessions.close(),
    );
  },
);

/** The same statement, sent without waiting for the answers to those before. */
export const pipe: Subject<LoopRun> = appending('limit-pipe', 'the same, pipelined', async (place) => {
  const count = Math.min(place.concurrency, 16);
  const clients = await Promise.all(
    Array.from({ length: count }, () => session(place.url, { pipeline: true, onConnect: madeReady })),
  );
  let turn = 0;
  return onLog(
    place,
    async ({ stream, version, data }) => {
      const client = clients[turn++ % count]!;
      mustAppend((await client.query({ ...append, values: [stream, version, data] })).rowCount, 1);
    },
    () => Promise.all(clients.map((client) => client.end())),
  );
});

/** Group commit in the process: what waits while two statements are on their way leaves as one. */
export const batch: Subject<LoopRun> = appending(
  'limit-batch',
  'by hand, group commit in the process',
  async (place) => {
    const clients = await Promise.all([0, 1].map(() => session(place.url, { onConnect: madeReady })));
    const batcher = new Batcher<Append>(
      async (appends, way) => {
        const values = [
          joined(appends, (each) => each.stream),
          joined(appends, (each) => each.version),
          joined(appends, (each) => each.data),
        ];
        mustAppend((await clients[way]!.query({ ...appendMany, values })).rowCount, appends.length);
      },
      { inFlight: clients.length, most: 256 },
    );
    return onLog(
      place,
      (each) => batcher.submit(each),
      () => Promise.all(clients.map((client) => client.end())),
    );
  },
);

/** As it is usually written: a transaction of five round trips, nothing prepared. */
export const naive: Subject<LoopRun> = appending(
  'limit-naive',
  'begin, select, insert, insert, commit',
  async (place) => {
    const sessions = await Sessions.open(place.url, Math.min(place.concurrency, 16));
    return onLog(
      place,
      ({ stream, version, data }) =>
        sessions.with(async (client) => {
          await client.query('begin');
          try {
            const { rows } = await client.query(
              'select max(version) as version from events where stream = $1',
              [stream],
            );
            mustAppend(rows[0].version === version ? 1 : 0, 1);
            const made = await client.query(
              `insert into events (stream, version, type, data) values ($1, $2, 'EntryMade', $3) returning position`,
              [stream, version + 1, data],
            );
            await client.query('insert into outbox values ($1, $2, $3)', [
              made.rows[0].position,
              'accounts.entry-made.v1',
              data,
            ]);
            await client.query('commit');
          } catch (error) {
            await client.query('rollback');
            throw error;
          }
        }),
      () => sessions.close(),
    );
  },
);
