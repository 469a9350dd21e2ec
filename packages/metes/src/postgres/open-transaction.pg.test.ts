import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isMetesError } from '../base/errors.ts';
import { batchOf, changeOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { tcpProxy } from '../testing/tcp-proxy.ts';
import { postgresStore } from './index.ts';
import { OpenTransaction } from './open-transaction.ts';
import { prepareToBegin } from './value-call.ts';

let database: ProvisionedDatabase;
let context: string;
let url: string;
let contexts = 0;

beforeAll(async () => {
  database = await provisionedDatabase([]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  context = `ordering-${++contexts}`;
  url = (await database.provision([context])).contexts[context]!;
});

const open = () => postgresStore({ url, context });
/** What the session that commits is doing; of several the one that has begun something. */
const session = async () =>
  (
    await database.query(
      'select pid, state, backend_xid::text as xid, backend_xmin::text as xmin from pg_stat_activity where application_name = $1 order by state desc',
      [`metes ${context} commit`],
    )
  )[0];
/** Gives a batch again as whoever is told that the store is out of reach does: that the session was ended may show only then. */
async function givenAgain<T>(give: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await give();
    } catch (error) {
      if (attempt === 5 || !isMetesError(error, 'METES_STORE_UNAVAILABLE')) throw error;
    }
  }
}

describe('a batch that was begun', () => {
  it('is carried out at once, and committed by the transaction that did it', async () => {
    const store = await open();
    const begun = store.begin!(batchOf(changeOf('o1', 0)))!;
    await begun.carriedOut();
    const { state, xid, xmin } = await session();
    expect(state).toBe('idle in transaction');
    // A snapshot would keep dead rows from being swept while it waits.
    expect(xmin).toBeNull();
    await begun.finish();
    expect(await database.query(`select xmin::text as xid from "${context}".log`)).toEqual([{ xid }]);
    expect((await session()).state).toBe('idle');
    await store.close();
  });

  it('holds nothing any more when it was abandoned', async () => {
    const store = await open();
    const begun = store.begin!(batchOf(changeOf('o1', 0)))!;
    await begun.carriedOut();
    begun.abandon();
    await expect.poll(async () => (await session()).state).toBe('idle');
    expect((await session()).xid).toBeNull();
    await store.close();
  });

  it('is committed once when its session is ended meanwhile', async () => {
    const store = await open();
    const begun = store.begin!(batchOf(changeOf('o1', 0)))!;
    await begun.carriedOut();
    await database.query('select pg_terminate_backend($1)', [(await session()).pid]);
    await expect.poll(session).toBeUndefined();
    expect(await givenAgain(() => begun.finish())).toEqual({ firstPosition: 1 });
    expect(await store.head()).toBe(1);
    await store.close();
  });

  it('is committed once when the answer to that is lost', async () => {
    const target = new URL(url);
    await using proxy = await tcpProxy({ host: target.hostname, port: Number(target.port) });
    url = url.replace(target.host, `127.0.0.1:${proxy.port}`);
    const store = await open();
    const begun = store.begin!(batchOf(changeOf('o1', 0)))!;
    await begun.carriedOut();
    proxy.loseAnswerTo('commit\u0000');
    await expect(begun.finish()).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
    expect(await begun.finish()).toEqual({ firstPosition: 1 });
    expect(await store.head()).toBe(1);
    await store.close();
  });

  it('is committed outside of what was begun later, when its own session was ended', async () => {
    const store = await open();
    const first = store.begin!(batchOf(changeOf('o1', 0)))!;
    await first.carriedOut();
    await database.query('select pg_terminate_backend($1)', [(await session()).pid]);
    await expect.poll(session).toBeUndefined();
    const other = batchOf(changeOf('o2', 0));
    expect(await givenAgain(() => store.commit(other))).toEqual({ firstPosition: 1 });
    const second = store.begin!(batchOf(changeOf('o3', 0)))!;
    expect(await first.finish()).toEqual({ firstPosition: 2 });
    second.abandon();
    expect(await store.head()).toBe(2);
    await store.close();
  });

  it('does nothing when its transaction could not be opened', async () => {
    await database.query('create table probe (n int)');
    const client = new pg.Client({ connectionString: database.adminUrl, pipeline: true });
    await client.connect();
    const insertion = { name: 'probe', text: 'insert into probe select 1 returning n', values: [] };
    const opened = () => new OpenTransaction(client, insertion, () => undefined);
    const count = async () => (await database.query('select count(*)::int as count from probe'))[0].count;
    // The session does not know how to open one.
    await expect(opened().commit()).rejects.toThrow('begin');
    expect(await count()).toBe(0);
    await prepareToBegin(client);
    expect(await opened().commit()).toBe(1);
    expect(await count()).toBe(1);
    await client.end();
  });

  it('keeps another process of the context waiting for about a second at most', async () => {
    const [standing, other] = [await open(), await postgresStore({ url, context })];
    const begun = standing.begin!(batchOf(changeOf('o1', 0)))!;
    await begun.carriedOut();
    const before = performance.now();
    expect(await other.commit(batchOf(changeOf('o2', 0)))).toEqual({ firstPosition: 1 });
    expect(performance.now() - before).toBeLessThan(2_500);
    expect(await givenAgain(() => begun.finish())).toEqual({ firstPosition: 2 });
    await Promise.all([standing.close(), other.close()]);
  });

  it('cannot be begun without a connection, and is committed in the plain way then', async () => {
    const store = await open();
    await database.query('select pg_terminate_backend($1)', [(await session()).pid]);
    await expect.poll(() => store.begin!(batchOf(changeOf('o1', 0)))).toBeUndefined();
    const plain = batchOf(changeOf('o2', 0));
    expect(await givenAgain(() => store.commit(plain))).toEqual({ firstPosition: 1 });
    await store.close();
  });
});
