import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchOf, changeOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore } from './index.ts';

const tables = ['log', 'log_head', 'commits', 'aggregates', 'tallies', 'answers', 'cursors', 'handled', 'parked', 'deadlines', 'projections', 'rows', 'leases', 'migrations'];
const functions = ['commit_1', 'open_cursors_1', 'redrive_1', 'declare_projection_1', 'begin_generation_1', 'finish_generation_1', 'drop_generations_1', 'take_lease_1', 'release_lease_1', 'clean_up_1'];

let database: ProvisionedDatabase;
const clients: pg.Client[] = [];

beforeAll(async () => {
  database = await provisionedDatabase(['ordering', 'back-office']);
  for (const context of ['ordering', 'back-office']) {
    const store = await postgresStore({ url: database.urls.contexts[context]!, context });
    await store.commit(batchOf({ ...changeOf('o1', 0, 2), answers: [{ principal: 'p', route: 'r', key: 'k', fingerprint: 'f', answer: { status: 200, headers: {}, body: '' } }] }));
    await store.close();
  }
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database.drop();
});

describe('the runtime role of a context', () => {
  it('reads its own tables and writes through its functions only', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    for (const table of tables) expect(await run(`select * from ordering.${table}`), table).toBe('done');
    for (const table of tables.filter((each) => each !== 'migrations')) {
      expect(await run(`insert into ordering.${table} select * from ordering.${table}`), `insert ${table}`).toBe('42501');
      expect(await run(`delete from ordering.${table}`), `delete ${table}`).toBe('42501');
      expect(await run(`truncate ordering.${table}`), `truncate ${table}`).toBe('42501');
      expect(await run(`do $$ begin lock table ordering.${table} in exclusive mode; end $$`), `lock ${table}`).toBe('42501');
    }
    expect(await run(`update ordering.log set data = '{}'`)).toBe('42501');
    expect(await run(`update ordering.aggregates set state = '{}'`)).toBe('42501');
    expect(await run(`update ordering.cursors set position = 0`)).toBe('42501');
    expect(await run(`update ordering.tallies set a0 = 5`)).toBe('42501');
    expect(await run(`update ordering.audit_tallies set a0 = 5`)).toBe('42501');
    expect(await run(`select ordering.new_epoch_1()`)).toBe('42501');
    expect(await database.query('select count(*)::int as n from ordering.log')).toEqual([{ n: 2 }]);
  });

  it('reaches nothing of another context', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    for (const name of [...tables, 'published', 'published_head', 'audit_outbox', 'audit_aggregates']) {
      const table = `"back-office".${name}`;
      for (const attempt of [
        `select 1 from ${table}`,
        `select count(*) from ${table}`,
        `insert into ${table} default values`,
        `delete from ${table}`,
        `truncate ${table}`,
        `do $$ begin lock table ${table} in access share mode; end $$`,
        `copy ${table} to stdout`,
        `alter table ${table} add column mine int`,
        `drop table ${table}`,
      ]) {
        expect(await run(attempt), attempt).toBe('42501');
      }
    }
    expect(await run(`update "back-office".log set data = '{}'`)).toBe('42501');
    expect(await run(`update "back-office".aggregates set version = 9`)).toBe('42501');
    for (const name of functions) {
      const [{ call }] = await database.query(
        `select format('select "back-office".%I(%s)', proname, (select string_agg(format('null::%s', format_type(t, null)), ', ') from unnest(proargtypes) t)) as call
         from pg_proc where proname = $1 and pronamespace = '"back-office"'::regnamespace`,
        [name],
      );
      expect(await run(call), name).toBe('42501');
    }
  });

  it('becomes nobody else', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    const prefix = database.prefix;
    for (const role of [`${prefix}ordering_owner`, `${prefix}back-office`, `${prefix}back-office_owner`, `${prefix}metes_auditor`, 'postgres']) {
      expect(await run(`set role "${role}"`), role).toBe('42501');
      expect(await run(`set session authorization "${role}"`), role).toBe('42501');
      expect(await run(`grant "${role}" to current_user`), role).toBe('42501');
    }
    expect(await run(`alter role "${prefix}back-office" password 'mine'`)).toBe('42501');
    expect(await run(`alter role current_user superuser`)).toBe('42501');
    expect(await run(`alter role current_user connection limit -1`)).toBe('42501');
  });

  it('makes nothing anywhere', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    for (const attempt of [
      'create table ordering.mine (a int)',
      'create table "back-office".mine (a int)',
      'create table public.mine (a int)',
      'create temp table mine (a int)',
      'create view ordering.mine as select 1 as one',
      'create function ordering.mine() returns int language sql as $$ select 1 $$',
      'create or replace function ordering.new_epoch_1() returns uuid language sql as $$ select null::uuid $$',
      'create schema mine',
      'create extension dblink',
      'create trigger mine before insert on ordering.log for each row execute function suppress_redundant_updates_trigger()',
      'create index on ordering.log (time)',
      'create publication mine for table ordering.log',
      'drop table ordering.log',
      'drop function ordering.redrive_1(text, bigint)',
      'alter table ordering.log rename to gone',
      'alter table ordering.log disable trigger all',
      `copy ordering.log from program 'cat /etc/passwd'`,
      `copy ordering.log to '/tmp/log'`,
      `select pg_read_file('/etc/passwd')`,
      'checkpoint',
    ]) {
      expect(await run(attempt), attempt).toBe('42501');
    }
    expect(await run('create database mine')).toBe('42501');
    // Without the right to grant this is a warning, and nothing is granted.
    await run('grant select on ordering.log to public');
    expect(await database.query(`select 1 from information_schema.role_table_grants where table_schema = 'ordering' and grantee = 'PUBLIC'`)).toEqual([]);
  });

  it('is held to the limits of its sessions', async () => {
    const client = await connected(database.urls.contexts['back-office']!);
    const shown = async (setting: string) => (await client.query(`show ${setting}`)).rows[0][setting];
    expect(await shown('search_path')).toBe('"back-office"');
    expect(await shown('statement_timeout')).toBe('30s');
    expect(await shown('lock_timeout')).toBe('5s');
    expect(await shown('idle_in_transaction_session_timeout')).toBe('30s');
    expect(await shown('transaction_timeout')).toBe('1min');
    const [limits] = await database.query('select rolconnlimit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolinherit from pg_roles where rolname = $1', [`${database.prefix}back-office`]);
    expect(limits).toEqual({ rolconnlimit: 40, rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, rolinherit: false });
  });

  it('does not make a commit run foreign code by its search path', async () => {
    const client = await connected(database.urls.contexts['ordering']!);
    await client.query(`set search_path = pg_temp, "back-office", public`);
    const { rows } = await client.query('select * from ordering.open_cursors_1($1, $2)', [['s'], [0]]);
    expect(rows).toHaveLength(1);
  });
});

describe('the transport role', () => {
  it('reads what contexts publish and nothing else', async () => {
    const run = await as(database.urls.transport);
    for (const schema of ['ordering', '"back-office"']) {
      expect(await run(`select * from ${schema}.published`)).toBe('done');
      expect(await run(`select * from ${schema}.published_head`)).toBe('done');
      for (const table of [...tables, 'audit_outbox', 'audit_aggregates']) expect(await run(`select 1 from ${schema}.${table}`), table).toBe('42501');
      expect(await run(`delete from ${schema}.published`)).toBe('42501');
      expect(await run(`select ${schema}.redrive_1(null, null)`)).toBe('42501');
    }
  });
});

describe('the auditor role', () => {
  it('reads everything and writes nothing, even outside its read-only default', async () => {
    const run = await as(database.urls.auditor);
    await run('set default_transaction_read_only = off');
    for (const schema of ['ordering', '"back-office"']) {
      for (const view of ['outbox', 'inbox', 'dead_letters', 'idempotency', 'tallies', 'deadlines', 'aggregates', 'rows']) {
        expect(await run(`select * from ${schema}.audit_${view}`), view).toBe('done');
      }
      for (const table of tables) {
        expect(await run(`select * from ${schema}.${table}`), table).toBe('done');
        expect(await run(`delete from ${schema}.${table}`), table).toBe('42501');
      }
      expect(await run(`select ${schema}.clean_up_1(1)`)).toBe('42501');
      expect(await run(`create table ${schema}.mine (a int)`)).toBe('42501');
    }
  });
});

describe('everybody else', () => {
  it('cannot connect to the database', async () => {
    const role = `${database.prefix}stranger`;
    await database.query(`create role "${role}" login password 'x'`);
    const url = new URL(database.adminUrl);
    url.username = role;
    url.password = 'x';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toMatchObject({ code: '42501' });
  });
});

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  clients.push(client);
  await client.connect();
  return client;
}

/** Runs statements one by one: "done", or the SQLSTATE of the refusal. */
async function as(url: string): Promise<(text: string) => Promise<string>> {
  const client = await connected(url);
  return async (text) => {
    try {
      await client.query(text);
      return 'done';
    } catch (error) {
      return String((error as { code?: string }).code);
    }
  };
}
