import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Context } from '../../model/context.ts';
import { contextMap, customerSupplier } from '../../model/index.ts';
import { provisionedDatabase } from '../../testing/provisioned-database.ts';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { postgres } from '../postgres-stores.ts';
import { start, type System } from '../start.ts';
import type { Stores } from '../stores.ts';
import { systemTimers } from '../system-timers.ts';
import { nothingShuffled, shufflingFeed } from './shuffling-feed-under-test.ts';
import { bothUntil, boxes, lids, OpenBox, weightsByBox } from './yard-under-test.ts';

const both = bothUntil('2099-01-01');
const publisher = boxes(both);
const older = lids(both.v1);
const latest = lids(both, 'scales');
const map = contextMap(
  'yard',
  customerSupplier(publisher, older, { exposes: [both] }),
  customerSupplier(publisher, latest, { exposes: [both] }),
);
/** It goes on beyond the fewest until enough has gone wrong: a fast machine sends much in few stretches. */
const fewest = 1_500;
const most = 30_000;
const enough = 5;

it('two versions that go out together have one effect for each fact on PostgreSQL, under load and with cut connections', async () => {
  const random = new SeededRandom(20_261_121);
  const seen = nothingShuffled();
  await using database = await provisionedDatabase(['boxes', 'lids', 'scales']);
  const shuffled: Stores = {
    open: async (...given) => {
      const opened = await postgres({ addresses: database.urls }).open(...given);
      return {
        ...opened,
        feed: (from) => shufflingFeed(opened.feed(from), random, systemTimers, seen),
      };
    },
  };
  let processes = 0;
  const begin = (only: Context): Promise<System> =>
    start(map, { store: shuffled, only: [only], runtime: { instance: `process-${++processes}` } });

  await using source = await begin(publisher);
  // Two processes for each reader: they fight over the deliveries.
  const readers = await Promise.all([older, latest, older, latest].map(begin));
  let sent = 0;
  let cuts = 0;
  const goesOn = (): boolean =>
    sent < fewest || (sent < most && [cuts, ...Object.values(seen)].some((count) => count < enough));
  const client = async (): Promise<void> => {
    while (goesOn()) {
      const n = sent++;
      await source.send('boxes', new OpenBox({ boxId: `box-${n % 40}`, grams: n }));
    }
  };
  const trouble = async (): Promise<void> => {
    while (goesOn()) {
      await pause(60);
      const [{ n }] = (await database.query(
        `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
           where usename in ($1, $2, $3)`,
        ['lids', 'scales', 'metes_transport'].map((role) => `${database.prefix}${role}`),
      )) as [{ n: number }];
      cuts += n;
      const at = random.below(readers.length);
      const context = at % 2 === 0 ? older : latest;
      const ending = readers[at]!.stop();
      readers[at] = await begin(context);
      await ending;
    }
  };
  await Promise.all([...Array.from({ length: 16 }, client), trouble()]);

  const facts = sent;
  const effects = (schema: string): Promise<readonly any[]> =>
    database.query(
      `select aggregate_id as id, data::json as data, causation from ${schema}.log where type <> 'BoxOpened' order by position`,
    );
  const until = Date.now() + 45_000;
  while (Date.now() < until) {
    const counts = [(await effects('lids')).length, (await effects('scales')).length];
    if (counts.every((count) => count >= facts)) break;
    await pause(200);
  }
  // Whatever would have a second effect has time to.
  await pause(1_500);
  await Promise.all(readers.map((each) => each.stop()));

  const opened = await database.query(
    `select id::text as event, aggregate_id as id, data::json as data, published::json as published from boxes.log order by position`,
  );
  expect(opened).toHaveLength(facts);
  for (const { published } of opened) expect(published.map((each: any) => each.version)).toEqual([2, 1]);
  for (const schema of ['lids', 'scales']) {
    const found = await effects(schema);
    expect(found).toHaveLength(facts);
    expect(weightsByBox(found as any)).toEqual(weightsByBox(opened as any));
    expect(new Set(found.map((each) => each.causation))).toEqual(new Set(opened.map((each) => each.event)));
  }
  expect(await database.query('select 1 from lids.parked union all select 1 from scales.parked')).toEqual([]);
  const counted = await database.query(
    'select version, sum(messages)::int as n from lids.traffic group by 1',
  );
  expect(counted).toMatchObject([{ version: 1 }]);
  // A run in which nothing was shuffled, lost or cut proves nothing.
  expect(Object.entries({ ...seen, cuts }).filter(([, count]) => count < enough)).toEqual([]);
  console.log(`2 readers, ${facts} facts, one effect each: ${JSON.stringify({ ...seen, cuts, processes })}`);
});
