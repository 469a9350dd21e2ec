import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContextStore, PublishedRecord } from '../runtime/ports/context-store.ts';
import { batchOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresFeed, postgresStore, type PostgresFeed } from './index.ts';
import {
  pause,
  seededRandom,
  startWriters,
  untilReached,
  type WritersReport,
} from './log-order-under-test.ts';

const seed = Number(process.env['METES_SEED'] ?? Math.floor(Math.random() * 1e6));
const phaseMs = Number(process.env['METES_LOG_ORDER_MS'] ?? 4_000);
const aggregates = 150;

let database: ProvisionedDatabase;

beforeAll(async () => {
  database = await provisionedDatabase(['ordering', 'billing'], { connectionLimit: 120 });
  await database.query('create schema elsewhere; create table elsewhere.t (a int)');
});
afterAll(() => database.drop());

/** What a reader saw, in the order in which it saw it. */
interface Seen {
  readonly id: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly at: number;
}

/** Holds what a reader saw against what was written. */
function faultsOf(
  written: readonly { id: string }[],
  seen: readonly Seen[],
): { lost: number; duplicated: number; inversions: number } {
  const ids = new Set(seen.map(({ id }) => id));
  const versions = new Map<string, number>();
  let inversions = 0;
  for (const { aggregateId, version } of seen) {
    if (version <= (versions.get(aggregateId) ?? 0)) inversions++;
    versions.set(aggregateId, version);
  }
  return {
    lost: written.filter(({ id }) => !ids.has(id)).length,
    duplicated: seen.length - ids.size,
    inversions,
  };
}

const none = { lost: 0, duplicated: 0, inversions: 0 };

describe('the log of a context', () => {
  it(
    'loses, doubles and inverts nothing under 64 writers, rollbacks, kills and a foreign transaction',
    { timeout: 120_000 },
    async () => {
      const url = database.urls.contexts['ordering']!;
      const first = await postgresStore({ url, context: 'ordering' });
      const feed = postgresFeed({ url: database.urls.transport, publisher: 'ordering', pollMs: 50 });
      const polling = postgresFeed({
        url: database.urls.transport,
        publisher: 'ordering',
        pollMs: 25,
        listen: false,
      });
      const readers = [
        readerOf((after) => first.log(after, 300)),
        readerOf((after) => feed.read(after, 300)),
        growthReader(feed),
        growthReader(polling),
      ];
      const consumer = await startConsumer(polling);
      await pause(200);

      const here = await startWriters({
        url,
        context: 'ordering',
        name: 'here',
        writers: 32,
        stores: 8,
        seed,
        aggregates,
      });
      const children = [1, 2].map((number) =>
        childWriters({
          url,
          context: 'ordering',
          name: `child${number}`,
          writers: 16,
          stores: 4,
          seed: seed + number,
          aggregates,
        }),
      );
      const rollbacks = startRollbacks(url);

      const times = [Date.now()];
      for (const foreign of [false, true, false, true]) {
        const open = foreign ? await openTransaction() : undefined;
        await pause(phaseMs / 2);
        await open?.end();
        times.push(Date.now());
      }
      const killed = await killConnections(phaseMs);
      times.push(Date.now());

      const reports = [await here.stop(), ...(await Promise.all(children.map((child) => child.stop())))];
      const rolledBack = await rollbacks.stop();
      const head = await untilReached({ repeated: 0 }, () => first.head());
      const written = await database.query(
        'select position::int, id, aggregate_id as "aggregateId", version from ordering.log order by position',
      );
      for (const reader of readers) await reader.until(written.length);
      await consumer.until(head);

      const acknowledged = reports.flatMap((report) => report.acknowledged);
      const positions = new Map(written.map(({ id, position }) => [id, position]));
      const seen = readers.map((reader) => faultsOf(written, reader.seen));
      const ackedHere = new Map(reports[0]!.acknowledged.map(({ id, at }) => [id, at]));
      const delays = readers.map(({ seen: events }) =>
        [0, 1, 2, 3, 4].map((phase) => delaysOf(events, ackedHere, times[phase]!, times[phase + 1]!)),
      );
      const counts = {
        seed,
        events: written.length,
        acknowledged: acknowledged.length,
        conflicts: sum(reports, 'conflicts'),
        repeated: sum(reports, 'repeated'),
        rolledBack,
        killed,
      };
      console.log('log order:', JSON.stringify(counts), JSON.stringify(seen));
      for (const [index, name] of [
        'log in process',
        'feed, read',
        'feed, told',
        'feed, polled at 25 ms',
      ].entries()) {
        console.log(
          `delay from commit to ${name} (calm | foreign transaction | calm | foreign transaction | kills):`,
          delays[index]!.map(figures).join(' | '),
        );
      }

      // Without these the run proves nothing.
      expect(written.length).toBeGreaterThan(500);
      expect(counts.conflicts).toBeGreaterThan(20);
      expect(counts.repeated).toBeGreaterThan(0);
      expect(rolledBack).toBeGreaterThan(20);
      expect(killed).toBeGreaterThan(10);

      expect(written.map(({ position }) => position)).toEqual(
        Array.from({ length: written.length }, (_, index) => index + 1),
      );
      expect(head).toBe(written.length);
      expect(new Set(written.map(({ id }) => id)).size).toBe(written.length);
      expect(acknowledged.filter(({ id, position }) => positions.get(id) !== position)).toEqual([]);
      expect(seen).toEqual(readers.map(() => none));
      expect(await consumer.effects()).toBe(written.length);
      // The foreign transaction holds nothing back. What holds back does so each time; one slow moment of the machine does not count.
      for (const [calm, foreign, calmAgain, foreignAgain] of delays.map((phases) => phases.map(longest))) {
        expect(Math.min(foreign!, foreignAgain!) - Math.max(calm!, calmAgain!)).toBeLessThan(250);
      }

      consumer.stop();
      for (const reader of readers) await reader.stop();
      await Promise.all([first.close(), feed.close(), polling.close(), consumer.close()]);
    },
  );

  it(
    'is not read by a cursor over numbers of a sequence without losses that the same check finds',
    { timeout: 60_000 },
    async () => {
      await database.query(
        'create table elsewhere.naive (id bigserial primary key, aggregate_id text, version int)',
      );
      const random = seededRandom(seed);
      const clients = await Promise.all(Array.from({ length: 16 }, () => connected(database.adminUrl)));
      let writing = true;
      const writers = clients.map(async (client, index) => {
        for (let version = 1; writing; version++) {
          await client.query('begin');
          await client.query('insert into elsewhere.naive (aggregate_id, version) values ($1, $2)', [
            `o${index}`,
            version,
          ]);
          await pause(random() * 10);
          await client.query(random() < 0.1 ? 'rollback' : 'commit');
        }
      });
      const seen: Seen[] = [];
      const reader = await connected(database.adminUrl);
      for (let last = 0, end = performance.now() + 2_000; performance.now() < end; await pause(2)) {
        const { rows } = await reader.query(
          'select id::int, aggregate_id, version from elsewhere.naive where id > $1 order by id',
          [last],
        );
        for (const row of rows)
          seen.push({ id: String(row.id), aggregateId: row.aggregate_id, version: row.version, at: 0 });
        last = rows.at(-1)?.id ?? last;
      }
      writing = false;
      await Promise.all(writers);
      const { rows } = await reader.query('select id::text from elsewhere.naive where id <= $1', [
        seen.at(-1)!.id,
      ]);
      await Promise.all([...clients, reader].map((client) => client.end()));
      const faults = faultsOf(rows, seen);
      console.log(`a naive cursor over ${rows.length} rows:`, JSON.stringify(faults));
      expect(faults.lost).toBeGreaterThan(0);
    },
  );
});

interface Reader {
  readonly seen: Seen[];
  until(count: number): Promise<void>;
  stop(): Promise<void>;
}

type Page = { records: readonly { id: string; aggregateId: string; version: number }[]; upTo: number };

/** Reads page after page from its own position. */
function readerOf(read: (after: number) => Promise<Page>): Reader {
  const seen: Seen[] = [];
  let stopped = false;
  const running = (async () => {
    for (let position = 0; !stopped; await pause(3)) {
      const { records, upTo } = await untilReached({ repeated: 0 }, () => read(position));
      position = upTo;
      note(seen, records);
    }
  })();
  return {
    seen,
    until: (count) => reached(() => seen.length >= count),
    stop: () => ((stopped = true), running),
  };
}

/** Takes what it is told of, which must follow without gaps. */
function growthReader(feed: PostgresFeed): Reader {
  const seen: Seen[] = [];
  let position = 0;
  const stop = feed.onGrowth(({ after, upTo, records }) => {
    expect(after).toBe(position);
    position = upTo;
    note(seen, records);
  });
  return { seen, until: (count) => reached(() => seen.length >= count), stop: async () => stop() };
}

function note(seen: Seen[], records: readonly { id: string; aggregateId: string; version: number }[]): void {
  const at = Date.now();
  for (const { id, aggregateId, version } of records) seen.push({ id, aggregateId, version, at });
}

/** Another context that counts each event once, the place and the effect in one commit. */
async function startConsumer(feed: PostgresFeed) {
  const store = await postgresStore({
    url: database.urls.contexts['billing']!,
    context: 'billing',
    tallies: [{ tally: 'seen', accounts: ['events'] }],
  });
  let position = 0;
  let stopped = false;
  const running = (async () => {
    await store.cursors([{ subscription: 'count', start: 0 }]);
    for (; !stopped; await pause(10)) {
      const { records, upTo } = await untilReached({ repeated: 0 }, () => feed.read(position, 300));
      if (upTo === position) continue;
      const batch = batchOf({
        writer: 'count',
        cursors: [{ subscription: 'count', from: position, to: upTo }],
        tallies: countsOf(records),
      });
      await untilReached({ repeated: 0 }, () => store.commit(batch));
      position = upTo;
    }
  })();
  return {
    until: (head: number) => reached(() => position >= head),
    effects: async () => (await effectsOf(store)).reduce((sum, each) => sum + each, 0),
    stop: () => void (stopped = true),
    close: async () => {
      await running;
      await store.close();
    },
  };
}

async function effectsOf(store: ContextStore): Promise<readonly number[]> {
  const keys = Array.from({ length: aggregates }, (_, index) => ({ tally: 'seen', key: `o${index}` }));
  return (await untilReached({ repeated: 0 }, () => store.tallies(keys))).map(([events]) => events!);
}

function countsOf(records: readonly PublishedRecord[]) {
  const counts = new Map<string, number>();
  for (const { aggregateId } of records) counts.set(aggregateId, (counts.get(aggregateId) ?? 0) + 1);
  return [...counts].map(([key, count]) => ({ tally: 'seen', key, deltas: [count] }));
}

/** Writers in a process of their own. */
function childWriters(options: Parameters<typeof startWriters>[0]) {
  const fixture = new URL('./log-order-under-test.ts', import.meta.url).href;
  const program = `import { startWriters } from ${JSON.stringify(fixture)};
    const writers = await startWriters(${JSON.stringify(options)});
    process.stdin.once('end', () => process.exit(1)).once('data', async () => { process.stdout.write(JSON.stringify(await writers.stop())); process.stdin.destroy(); });`;
  const child = spawn(
    process.execPath,
    ['--conditions=@metes/source', '--import', 'tsx', '--input-type=module', '--eval', program],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const closed = once(child, 'close');
  return {
    async stop(): Promise<WritersReport> {
      child.stdin.write('stop');
      await closed;
      return JSON.parse(output) as WritersReport;
    },
  };
}

/** Two clients that take positions inside a transaction, wait, and roll back. */
function startRollbacks(url: string) {
  let stopped = false;
  let count = 0;
  const running = [1, 2].map(async (number) => {
    const random = seededRandom(seed + 100 + number);
    while (!stopped) {
      const client = await connected(url).catch(() => undefined);
      try {
        while (client && !stopped) {
          const event = [
            '00000000-0000-7000-8000-00000000000' + number,
            'Order',
            `rolled-back-${number}`,
            1,
            'X',
            1,
            '{}',
            '',
            'c',
            'c',
            '',
            1,
          ].join('\u001f');
          await client.query('begin');
          await client.query(
            `select commit_2($1, 1, '1 day', null, null, 0, null, 0, null, 0, null, 0, null, 0, null, $2,
              false, null, null, null, null, null, null, null, null)`,
            [`rollback-${number}`, event],
          );
          await pause(random() * 10);
          await client.query('rollback');
          count++;
          await pause(random() * 100);
        }
      } catch {
        // Killed with the others: connects anew.
      }
      await client?.end().catch(() => undefined);
    }
  });
  return {
    async stop() {
      stopped = true;
      await Promise.all(running);
      return count;
    },
  };
}

/** Kills a connection of the contexts or of the transport every 100 ms. */
async function killConnections(ms: number): Promise<number> {
  let killed = 0;
  for (const end = performance.now() + ms; performance.now() < end; await pause(100)) {
    const rows = await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename <> current_user order by random() limit 1`,
    );
    killed += rows.length;
  }
  return killed;
}

/** A transaction that writes elsewhere and stays open. */
async function openTransaction(): Promise<{ end(): Promise<void> }> {
  const client = await connected(database.adminUrl);
  await client.query('begin; insert into elsewhere.t values (1)');
  return {
    async end() {
      await client.query('commit');
      await client.end();
    },
  };
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function reached(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 30_000; !holds(); await pause(20)) if (performance.now() > end) return;
}

/** How long after its acknowledgement a reader saw each event of a time span; milliseconds. */
function delaysOf(
  seen: readonly Seen[],
  acknowledged: ReadonlyMap<string, number>,
  from: number,
  to: number,
): number[] {
  return seen.flatMap(({ id, at }) => {
    const acked = acknowledged.get(id);
    return acked === undefined || acked < from || acked >= to ? [] : [Math.max(0, at - acked)];
  });
}

function longest(delays: readonly number[]): number {
  return delays.reduce((most, each) => Math.max(most, each), 0);
}

function figures(delays: readonly number[]): string {
  const order = delays.toSorted((a, b) => a - b);
  const at = (share: number) => order[Math.min(order.length - 1, Math.floor(order.length * share))] ?? NaN;
  return `${order.length} events, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
}

function sum(reports: readonly WritersReport[], name: 'conflicts' | 'repeated'): number {
  return reports.reduce((total, report) => total + report[name], 0);
}
