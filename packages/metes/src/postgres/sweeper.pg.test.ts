import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../embedded/fresh-database.ts';
import type { Quiet } from '../runtime/ports/context-store.ts';
import { Sweeping } from '../runtime/sweeping.ts';
import { Turns } from '../runtime/turns.ts';
import { batchOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore } from './index.ts';
import { Sweeper } from './sweeper.ts';

const contexts = ['ordering', 'inventory', 'payments', 'billing', 'shipping', 'returns'] as const;
const keys = Array.from({ length: 100 }, (_, index) => `sku-${index}`);
let database: ProvisionedDatabase;
let foreign: pg.Client;
let dropForeign: () => Promise<void>;

// Somebody else's transaction in another database of the server: it has a snapshot and has written a row.
beforeAll(async () => {
  database = await provisionedDatabase([...contexts]);
  // What the server does by itself, whenever it comes round, is not meant.
  for (const context of contexts)
    await database.query(
      ['tallies', 'handled']
        .map((table) => `alter table ${context}.${table} set (autovacuum_enabled = false)`)
        .join('; '),
    );
  const elsewhere = await freshDatabase('foreign');
  dropForeign = () => elsewhere.drop();
  foreign = new pg.Client({ connectionString: elsewhere.url });
  await foreign.connect();
  await foreign.query('create table note (text text)');
  await foreign.query('begin isolation level repeatable read');
  await foreign.query(`insert into note values ('not committed')`);
});
afterAll(async () => {
  await foreign?.end();
  await dropForeign?.();
  await database?.drop();
});

const open = (context: string) => postgresStore({ url: database.urls.contexts[context]!, context });
type Store = Awaited<ReturnType<typeof open>>;

/** One commit that writes each key once more; gives how many rows it leaves dead. */
async function writeOver(store: Store): Promise<number> {
  const tallies = keys.map((key) => ({ tally: 'stock', key, deltas: [1] }));
  await store.commit(batchOf({ writer: store.context, tallies }));
  return tallies.length;
}

const quietly: Quiet = (action) => action();
const timers = {
  after: (ms: number, action: () => void) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/** What the tallies of a context are, and how often they have been vacuumed by anybody but autovacuum. */
async function tallies(context: string): Promise<{ bytes: number; dead: number; sweeps: number }> {
  const [row] = await database.query(
    `select pg_relation_size(relid)::int as bytes, n_dead_tup::int as dead, vacuum_count::int as sweeps
     from pg_stat_all_tables where relid = '${context}.tallies'::regclass`,
  );
  return row;
}

/** Writes 2,000 rows over, and more until the server says so: a session tells once a second, after a statement. */
async function wear(store: Store): Promise<void> {
  for (let written = 0; written < 2_000;) written += await writeOver(store);
  const seen = async (): Promise<number> => (await writeOver(store), (await tallies(store.context)).dead);
  await expect.poll(seen, { timeout: 20_000, interval: 300 }).toBeGreaterThan(1_500);
}

describe('with a foreign transaction open', () => {
  it('what is dead stays bounded under load where it is swept, and piles up where it is not', async () => {
    const [swept, unswept] = [await open('ordering'), await open('inventory')];
    const turns = new Turns(timers, 1);
    const told: string[] = [];
    const tell = (message: string) => void told.push(message);
    const sweeping = new Sweeping(
      { store: swept, timers, turns, journal: { info: tell, warn: tell, error: tell } },
      100,
    );
    sweeping.start();
    onTestFinished(async () => {
      sweeping.stop();
      await Promise.all([swept.close(), unswept.close()]);
    });
    const inTurn = async <T>(action: () => Promise<T>): Promise<T> => {
      const turn = await turns.take();
      await turn.commit();
      const underWay = action();
      turn.sent();
      try {
        return await underWay;
      } finally {
        void turn.end();
      }
    };
    let over = false;
    const loaded = [swept, unswept].map(async (store) => {
      let written = 0;
      while (!over) written += await inTurn(() => writeOver(store));
      return written;
    });
    // A look has a snapshot of this database: outside its turn a sweep that begins meanwhile would remove nothing.
    const sweeps = async (): Promise<number> => (await inTurn(() => tallies('ordering'))).sweeps;
    await expect.poll(sweeps, { timeout: 60_000, interval: 200 }).toBeGreaterThan(7);
    over = true;
    const [dead = 0, deadUnswept = 0] = await Promise.all(loaded);
    const [kept, piled] = [await tallies('ordering'), await tallies('inventory')];
    console.log(
      `${dead} rows written over and swept ${kept.sweeps} times: ${kept.bytes / 1024} kB; ${deadUnswept} unswept: ${piled.bytes / 1024} kB`,
    );
    const bytesOfOne = piled.bytes / deadUnswept;
    expect(bytesOfOne).toBeGreaterThan(50);
    expect(kept.bytes).toBeLessThan((dead * bytesOfOne) / 2);
    expect(told).toEqual([]);
  }, 90_000);

  it('a sweep that begins while somebody of this database looks removes nothing, and is not repeated for nothing', async () => {
    const store = await open('payments');
    const reader = new pg.Client({ connectionString: database.adminUrl });
    await reader.connect();
    onTestFinished(async () => {
      await reader.end();
      await store.close();
    });
    await wear(store);
    await store.sweep!(quietly);
    const clean = await tallies('payments');
    expect(clean).toMatchObject({ dead: 0, sweeps: 1 });

    await reader.query('begin isolation level repeatable read; select 1');
    await wear(store);
    await store.sweep!(quietly);
    const vain = await tallies('payments');
    expect(vain.sweeps).toBe(2);
    expect(vain.dead).toBeGreaterThan(1_500);
    // Over the threshold, with hardly any more than what could not be removed.
    for (let written = 0; written < 1_000;) written += await writeOver(store);
    await store.sweep!(quietly);
    expect((await tallies('payments')).sweeps).toBe(2);

    await reader.query('commit');
    const sweptAgain = async (): Promise<number> => {
      await wear(store);
      await store.sweep!(quietly);
      return (await tallies('payments')).sweeps;
    };
    await expect.poll(sweptAgain, { timeout: 20_000, interval: 10 }).toBe(3);
    expect((await tallies('payments')).dead).toBeLessThan(1_500);
  }, 90_000);

  it('what a sweep has emptied of an index is used again, unlike what somebody else has', async () => {
    const [swept, left] = [await open('shipping'), await open('returns')];
    onTestFinished(async () => void (await Promise.all([swept.close(), left.close()])));
    const marks = 2_000;
    /** Marks so many events ahead of a cursor and moves it past them, which removes the marks. */
    const moveOn = async (store: Store, from: number): Promise<void> => {
      const handled = Array.from({ length: marks }, (_, index) => ({
        subscription: 's',
        position: from + index + 1,
        eventId: String(index),
      }));
      await store.commit(batchOf({ writer: store.context, handled }));
      const cursors = [{ subscription: 's', from, to: from + marks }];
      await store.commit(batchOf({ writer: store.context, cursors }));
    };
    const rounds = 16;
    for (const store of [swept, left]) {
      await store.cursors([{ subscription: 's', start: 0 }]);
      for (let round = 0; round < rounds; round++) {
        await moveOn(store, round * marks);
        if (store === left) await database.query('vacuum (truncate false) returns.handled');
        else {
          const dead = `select pg_stat_get_dead_tuples('shipping.handled'::regclass)::int as dead`;
          const seen = async (): Promise<number> => {
            await writeOver(store);
            return (await database.query(dead))[0].dead;
          };
          await expect.poll(seen, { timeout: 20_000, interval: 300 }).toBeGreaterThan(1_500);
          await store.sweep!(quietly);
        }
      }
    }
    const [index] = await database.query(
      `select pg_indexes_size('shipping.handled')::int as swept, pg_indexes_size('returns.handled')::int as "left"`,
    );
    console.log(
      `index after ${rounds} rounds: ${index.swept / 1024} kB, swept by others ${index.left / 1024} kB`,
    );
    // Undisturbed it stays at what three rounds need. A transaction of anybody on the server that is under way at the
    // end of a sweep keeps what that one emptied for the next: each such sweep in a row costs one round more.
    expect(index.swept).toBeLessThan(index.left / 2);
  }, 120_000);

  it('a large table is swept slowly, beside the others', async () => {
    const store = await open('billing');
    onTestFinished(() => store.close());
    await database.query(
      `insert into billing.handled select 's', n, gen_random_uuid() from generate_series(1, 300000) n`,
    );
    await database.query('delete from billing.handled where position % 2 = 0');
    await database.query('select pg_stat_force_next_flush()');
    await wear(store);
    // What has to be written again is what it waits for.
    await database.query('checkpoint');
    await store.sweep!(quietly);
    const [found] = await database.query(
      `select large.n_dead_tup as dead, small.vacuum_count + large.vacuum_count as sweeps,
         small.last_vacuum < large.last_vacuum as "beside", large.total_vacuum_time > 200 as slowly
       from pg_stat_all_tables small, pg_stat_all_tables large
       where small.relid = 'billing.tallies'::regclass and large.relid = 'billing.handled'::regclass`,
    );
    expect(found).toEqual({ dead: '0', sweeps: '2', beside: true, slowly: true });
  }, 60_000);

  it('a context that may not sweep lets be', async () => {
    const role = `"${database.prefix}payments"`;
    await database.query(`revoke maintain on all tables in schema payments from ${role}`);
    onTestFinished(async () => void (await database.provision(['payments'])));
    const store = await open('payments');
    onTestFinished(() => store.close());
    const before = await tallies('payments');
    await wear(store);
    await store.sweep!(quietly);
    expect((await tallies('payments')).sweeps).toBe(before.sweeps);
  }, 60_000);
});

describe('a sweeper', () => {
  it('asks nothing of a server on which little was written, nor again when it may not sweep', async () => {
    let asked = 0;
    const setting = { url: 'postgres://127.0.0.1:1/', context: 'ordering', timeoutMs: 10, purpose: 'none' };
    const sweeper = new Sweeper(setting, {
      read: async () => (asked++, []),
      writer: { rows: async () => [] },
    });
    const wrote = (): void => {
      for (let commits = 0; commits < 10; commits++)
        sweeper.wrote(batchOf({ tallies: keys.map((key) => ({ tally: 'stock', key, deltas: [1] })) }));
    };
    sweeper.wrote(batchOf({ cursors: [{ subscription: 's', from: 0, to: 1 }] }));
    await sweeper.sweep(quietly);
    expect(asked).toBe(0);
    wrote();
    await sweeper.sweep(quietly);
    expect(asked).toBe(1);
    wrote();
    await sweeper.sweep(quietly);
    expect(asked).toBe(1);
  });
});

it('the server looks through a small sample of what may be large, since its snapshot keeps dead rows meanwhile', async () => {
  const targets = await database.query(
    `select c.relname || '.' || a.attname as name, a.attstattarget as target
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'ordering'::regnamespace and c.relname in ('log', 'aggregates', 'answers', 'commits', 'rows')
       and a.attnum > 0 and coalesce(a.attstattarget, 100) not in (0, 10)`,
  );
  expect(targets).toStrictEqual([]);
  const texts = await database.query(
    `select attname from pg_attribute where attrelid = 'ordering.log'::regclass and attstattarget = 0 order by attname`,
  );
  expect(texts).toStrictEqual([{ attname: 'data' }, { attname: 'published' }]);
});
