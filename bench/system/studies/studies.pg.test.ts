import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import '../../../tools/vitest/fresh-database.ts';
import { readArguments } from '../arguments.ts';
import { type BenchServer, query, startServer, useServer } from '../server.ts';
import { session } from '../sessions.ts';
import { openShop } from '../subjects/metes/w1/running-shop.ts';
import type { Figure } from './figure.ts';
import { makeHistory } from './history.ts';
import { idleFor } from './idle.ts';
import { foreignTransaction } from './soak/foreign-transaction.ts';
import { studies } from './studies.ts';

let server: BenchServer;
let folder: string;
beforeAll(async () => {
  server = await useServer(inject('postgresUrl'));
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metes-studies-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The figures of a study, run for a moment as the command line says. */
async function figures(on: BenchServer | undefined, ...args: string[]): Promise<readonly Figure[]> {
  const request = readArguments(args);
  if (request.kind !== 'study') throw new Error(`no study: ${JSON.stringify(request)}`);
  const { options } = request;
  return studies[options.study].run(options, on, () => undefined);
}

const valued = (of: readonly Figure[]) => of.map(({ figure, value }) => ({ figure, known: value !== null }));
const valueIn =
  (of: readonly Figure[]) =>
  (name: string): number =>
    of.find(({ figure }) => figure === name)!.value!;
const all = (names: readonly string[]) => names.map((figure) => ({ figure, known: true }));

describe('growth, for a moment', () => {
  it('compares a database with a history with an empty one, and none is void', async () => {
    const args = [
      '--history',
      '150',
      '--concurrency',
      '4',
      '--seconds',
      '2',
      '--warmup',
      '0.5',
      '--repeat',
      '1',
    ];
    const found = await figures(server, 'growth', ...args);
    expect(valued(found)).toEqual(
      all([
        'rate, empty',
        'rate, 150 orders before',
        'rate with the history over rate without',
        'p99, empty',
        'p99, 150 orders before',
        'CPU, empty',
        'CPU, 150 orders before',
      ]),
    );
    expect(found[2]).toMatchObject({ unit: 'x', target: { atLeast: 0.85 } });
  }, 120_000);

  it('has a history of complete orders, which a system started later goes on with', async () => {
    await using database = await server.database('history');
    const told: string[] = [];
    expect(await makeHistory(database.url, 40, (text) => told.push(text))).toEqual([]);
    expect(told.at(-1)).toMatch(/^history: 40 of 40 orders/);
    const [log] = await query(
      database.url,
      `select count(*)::int as events, count(distinct aggregate_id)::int as orders, max(position)::int as last from ordering.log`,
    );
    expect(log).toEqual({ events: 80, orders: 40, last: 80 });
    const shop = await openShop(database.url, { stocked: true });
    expect((await shop.books()).confirmed + (await shop.books()).rejected).toBe(40);
    await shop.close();
  });
});

describe('soak, for a moment', () => {
  it('writes a line for each look and a picture, and judges nothing so short', async () => {
    const found = await figures(server, 'soak', '--minutes', '0.1', '--concurrency', '4', '--out', folder);
    expect(found.flatMap((each) => each.void ?? [])).toEqual([]);
    expect(found.some((each) => each.target)).toBe(false);
    expect(found[0]).toMatchObject({ figure: 'orders', value: expect.any(Number) });
    const [samples, picture] = (await readdir(folder)).sort();
    const lines = (await readFile(join(folder, samples!), 'utf8')).trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(20);
    const last = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
    expect(last).toMatchObject({
      perSecond: expect.any(Number),
      walMb: expect.any(Number),
      tables: { 'ordering.log': { live: expect.any(Number), dead: expect.any(Number) } },
    });
    if (process.platform === 'linux') expect(last['backendsMb']).toBeGreaterThan(1);
    expect(await readFile(join(folder, picture!), 'utf8')).toContain('a foreign transaction stays open');
  });

  it('notices when the foreign transaction did not last', async () => {
    const foreign = await foreignTransaction(server);
    expect(await foreign.trouble()).toBeUndefined();
    await server.ask(
      `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname like 'foreign_%'`,
    );
    await expect
      .poll(() => foreign.trouble().catch((error: Error) => error.message))
      .toMatch(/did not last|terminat/);
    await foreign.end();
  });
});

describe('rest, for a moment', () => {
  let own: BenchServer;
  beforeAll(async () => {
    own = await startServer(() => undefined, studies.rest.server);
  });
  afterAll(() => own.stop());

  it('tells when rows are visible, and what nothing costs', async () => {
    const args = ['--seconds', '1', '--warmup', '0.2', '--idle', '1', '--rate', '20', '--repeat', '1'];
    const found = await figures(own, 'rest', ...args);
    expect(found.flatMap((each) => each.void ?? [])).toEqual([]);
    const value = valueIn(found);
    expect(value('command to visible row, p99')).toBeGreaterThan(value('command to visible row, p50'));
    expect(value('command to visible row, p50')).toBeGreaterThan(0);
    expect(value('statements when idle, all')).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(value('CPU when idle, Node alone')).toBeGreaterThan(0);
  });

  // Of a second in which nothing is asked the sessions of PostgreSQL compute less than their clock can tell.
  it.runIf(process.platform === 'linux')('counts what PostgreSQL computes', async () => {
    let burning = true;
    const burn = async (): Promise<void> => {
      while (burning) await own.ask('select count(*) from generate_series(1, 300000)');
    };
    const [found] = await Promise.all([
      figures(
        own,
        'rest',
        '--seconds',
        '0.2',
        '--warmup',
        '0.2',
        '--idle',
        '1',
        '--rate',
        '20',
        '--repeat',
        '1',
      ).finally(() => (burning = false)),
      burn(),
    ]);
    const value = valueIn(found);
    expect(value('CPU when idle, Node and PostgreSQL')).toBeGreaterThan(
      value('CPU when idle, Node alone') + 20,
    );
  });

  it('catches a context that asks too often', async () => {
    await using database = await own.database('bench');
    const shop = await openShop(database.url);
    const client = await session(database.url, { onConnect: 'set role ordering' });
    let last: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => void (last = client.query('select 1')), 20);
    const idle = await idleFor(1, { server: own, database: database.name, system: shop.system });
    clearInterval(timer);
    // The end of a session fails what is still under way in it.
    await last;
    expect(idle.perSubscription).toBeGreaterThan(4);
    expect(idle.busiest[0]).toMatch(/^ordering: .* select \$1/);
    await client.end();
    await shop.close();
  });
});

describe('start, once', () => {
  it('measures the shop as npm start runs it, and leaves nothing behind', async () => {
    const found = await figures(undefined, 'start', '--repeat', '1', '--idle', '0.1');
    expect(found.flatMap((each) => each.void ?? [])).toEqual([]);
    const [first, again, memory] = found.map((each) => each.value);
    expect(first).toBeGreaterThan(0.3);
    expect(again).toBeGreaterThan(0.3);
    if (process.platform === 'linux') expect(memory).toBeGreaterThan(40);
  }, 240_000);
});
