import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batchOf, changeOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { tcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts';
import { postgresStore, type PostgresStoreOptions } from './index.ts';

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

const unavailable = { code: 'METES_STORE_UNAVAILABLE' };
const open = (options: Partial<PostgresStoreOptions> = {}) => postgresStore({ url, context, ...options });
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('a store whose server is out of reach', () => {
  it('tells that a commit which was killed half-way may be given again', async () => {
    const store = await open();
    const blocker = await blocked();
    const batch = batchOf(changeOf('o1', 0));
    const commit = store.commit(batch);
    commit.catch(() => undefined);
    await waiting();
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`,
      [`metes ${context} commit`],
    );
    await expect(commit).rejects.toMatchObject(unavailable);
    await blocker.end();
    expect(await store.commit(batch)).toEqual({ firstPosition: 1 });
    await store.close();
  });

  it('waits for the first try of a commit that is given again, and finds what it did', async () => {
    const [first, second] = [await open(), await open()];
    const blocker = await blocked();
    const batch = batchOf(changeOf('o1', 0));
    const tries = [first.commit(batch), second.commit(batch)];
    await waiting(2);
    await blocker.end();
    expect(await Promise.all(tries)).toEqual([{ firstPosition: 1 }, { firstPosition: 1 }]);
    expect(await first.head()).toBe(1);
    await Promise.all([first.close(), second.close()]);
  });

  it('fails everything that is on its way when the connection is cut, and connects anew', async () => {
    await using proxy = await proxied();
    const store = await open();
    const blocker = await blocked();
    const commits = Array.from({ length: 5 }, (_, index) => store.commit(batchOf(changeOf(`o${index}`, 0))));
    const outcomes = Promise.allSettled(commits);
    await waiting();
    proxy.cut();
    expect((await outcomes).map((each) => each.status === 'rejected' && each.reason.code)).toEqual(
      commits.map(() => unavailable.code),
    );
    await blocker.end();
    expect(await store.commit(batchOf(changeOf('after', 0)))).toMatchObject({
      firstPosition: expect.any(Number),
    });
    await store.close();
  });

  it('gives up in time on a connection that says nothing, and recovers by itself', async () => {
    await using proxy = await proxied();
    const store = await open({ timeoutMs: 400 });
    await store.head();
    await store.commit(batchOf({}));
    proxy.blackHole(true);
    const before = performance.now();
    const batch = batchOf(changeOf('o1', 0));
    await expect(store.commit(batch)).rejects.toMatchObject(unavailable);
    await expect(store.head()).rejects.toMatchObject(unavailable);
    await expect(store.commit(batch)).rejects.toMatchObject(unavailable);
    expect(performance.now() - before).toBeLessThan(5_000);
    proxy.blackHole(false);
    expect(await store.commit(batch)).toEqual({ firstPosition: 1 });
    expect(await store.head()).toBe(1);
    await store.close();
  });

  it('counts waiting too long for a lock as out of reach', async () => {
    await database.query(
      `alter role "${database.prefix}${context}" in database "${database.name}" set lock_timeout = '100ms'`,
    );
    const store = await open();
    const blocker = await blocked();
    const batch = batchOf(changeOf('o1', 0));
    await expect(store.commit(batch)).rejects.toMatchObject(unavailable);
    await blocker.end();
    expect(await store.commit(batch)).toEqual({ firstPosition: 1 });
    await store.close();
  });

  it('keeps its connection when a commit is refused', async () => {
    const store = await open();
    await store.commit(batchOf(changeOf('o1', 0)));
    const before = await pids();
    await expect(store.commit(batchOf(changeOf('o1', 0)))).rejects.toMatchObject({
      code: 'METES_STORE_CONFLICT',
    });
    await store.commit(batchOf(changeOf('o1', 1)));
    expect(await pids()).toEqual(before);
    await store.close();
  });

  it('tells when there is no room for a connection, and comes in when there is', async () => {
    const role = `"${database.prefix}${context}"`;
    const store = await open({ readers: 1 });
    await database.query(`alter role ${role} connection limit 1`);
    const batch = batchOf(changeOf('o1', 0));
    await database.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1`,
      [`metes ${context} commit`],
    );
    // The first try may still meet the connection that is ending.
    await expect(store.commit(batch)).rejects.toMatchObject(unavailable);
    await expect(store.commit(batch)).rejects.toMatchObject(unavailable);
    await database.query(`alter role ${role} connection limit 5`);
    expect(await store.commit(batch)).toEqual({ firstPosition: 1 });
    await store.close();
  });

  it('is open when the connection that commits is there, so that the first commit does not wait for it', async () => {
    const store = await open();
    const before = await pids();
    await store.commit(batchOf(changeOf('o1', 0)));
    expect(await pids()).toEqual(before);
    await store.close();
  });

  it('cannot be opened when nobody listens', async () => {
    await expect(open({ url: 'postgres://x:y@127.0.0.1:1/z', timeoutMs: 500 })).rejects.toMatchObject(
      unavailable,
    );
  });

  it('leaves no session behind when it is closed', async () => {
    const store = await open({ nudge: true });
    await Promise.all([store.commit(batchOf(changeOf('o1', 0))), store.head(), store.head()]);
    await pause(20);
    expect((await pids()).length).toBeGreaterThan(2);
    await store.close();
    for (let left = 100; left > 0 && (await pids()).length > 0; left--) await pause(20);
    expect(await pids()).toEqual([]);
  });
});

/** From now on the store is reached through a proxy. */
async function proxied(): Promise<TcpProxy> {
  const to = new URL(url);
  const proxy = await tcpProxy({ host: to.hostname, port: Number(to.port) });
  to.hostname = '127.0.0.1';
  to.port = String(proxy.port);
  url = to.href;
  return proxy;
}

/** Holds the lock that every commit of the context needs, until it is ended. */
async function blocked(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(`begin; lock table "${context}".log_head in exclusive mode`);
  return client;
}

/** Until so many sessions wait for that lock. */
async function waiting(count = 1): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const found = await database.query(
      `select 1 from pg_locks where not granted and relation = '"${context}".log_head'::regclass`,
    );
    if (found.length >= count) return;
    await pause(10);
  }
}

async function pids(): Promise<number[]> {
  const rows = await database.query(
    `select pid from pg_stat_activity where application_name like 'metes ' || $1 || ' %' order by pid`,
    [context],
  );
  return rows.map(({ pid }) => pid);
}
