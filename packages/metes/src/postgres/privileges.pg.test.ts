import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchOf, changeOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore } from './index.ts';
import { sweptTables } from './swept-tables.ts';

const tables = [
  'log',
  'log_head',
  'commits',
  'aggregates',
  'tallies',
  'answers',
  'cursors',
  'handled',
  'parked',
  'deadlines',
  'projections',
  'rows',
  'leases',
  'contracts',
  'edges',
  'traffic',
  'refusals',
  'migrations',
];

const isSwept = (table: string): boolean => sweptTables.some((each) => each === table);
const locking = (table: string): string =>
  `do $$ begin lock table ordering.${table} in exclusive mode; end $$`;

let database: ProvisionedDatabase;
const clients: pg.Client[] = [];

beforeAll(async () => {
  database = await provisionedDatabase(['ordering', 'back-office']);
  for (const context of ['ordering', 'back-office']) {
    const store = await postgresStore({ url: database.urls.contexts[context]!, context });
    await store.commit(
      batchOf({
        ...changeOf('o1', 0, 2),
        answers: [
          {
            principal: 'p',
            route: 'r',
            key: 'k',
            fingerprint: 'f',
            answer: { status: 200, headers: {}, body: '' },
          },
        ],
      }),
    );
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
    expect(
      await notAllowed(
        run,
        tables.map((table) => `select * from ordering.${table}`),
      ),
    ).toEqual([]);
    expect(
      await notRefused(run, [
        ...tables.flatMap((table) => [
          `insert into ordering.${table} select * from ordering.${table}`,
          `delete from ordering.${table}`,
          `truncate ordering.${table}`,
        ]),
        ...tables.filter((table) => !isSwept(table)).map(locking),
        `update ordering.log set data = '{}'`,
        `update ordering.aggregates set state = '{}'`,
        'update ordering.cursors set position = 0',
        'update ordering.tallies set a0 = 5',
        'update ordering.audit_tallies set a0 = 5',
        'select ordering.new_epoch_1()',
      ]),
    ).toEqual([]);
    expect(await database.query('select count(*)::int as n from ordering.log')).toEqual([{ n: 2 }]);
  });

  it('sweeps what its functions write over, and nothing else', async () => {
    const may = await database.query(
      `select relname as name from pg_class where relnamespace = 'ordering'::regnamespace
         and has_table_privilege($1, oid, 'MAINTAIN') order by relname`,
      [`${database.prefix}ordering`],
    );
    expect(may.map(({ name }) => name)).toEqual([...sweptTables].sort());
    const run = await as(database.urls.contexts['ordering']!);
    expect(await notAllowed(run, tables.filter(isSwept).map(locking))).toEqual([]);
    const anywhere = await database.query(
      `select oid::regclass::text as name from pg_class c where has_table_privilege($1, oid, 'MAINTAIN')
         and relnamespace <> 'ordering'::regnamespace and relnamespace <> 'pg_toast'::regnamespace`,
      [`${database.prefix}ordering`],
    );
    expect(anywhere).toEqual([]);
  });

  it('reaches nothing of another context', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    const calls = await database.query(
      `select format('select "back-office".%I(%s)', proname, (select string_agg(format('null::%s', format_type(t, null)), ', ') from unnest(proargtypes) t)) as call
       from pg_proc where pronamespace = '"back-office"'::regnamespace`,
    );
    expect(calls.length).toBeGreaterThan(9);
    const attempts = [...tables, 'published', 'published_head', 'audit_outbox', 'audit_aggregates'].flatMap(
      (name) => {
        const table = `"back-office".${name}`;
        return [
          `select 1 from ${table}`,
          `select count(*) from ${table}`,
          `insert into ${table} default values`,
          `delete from ${table}`,
          `truncate ${table}`,
          `do $$ begin lock table ${table} in access share mode; end $$`,
          `copy ${table} to stdout`,
          `alter table ${table} add column mine int`,
          `drop table ${table}`,
        ];
      },
    );
    const updates = [
      `update "back-office".log set data = '{}'`,
      'update "back-office".aggregates set version = 9',
    ];
    expect(await notRefused(run, [...attempts, ...updates, ...calls.map(({ call }) => call)])).toEqual([]);
  });

  it('becomes nobody else', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    const prefix = database.prefix;
    const roles = [
      `${prefix}ordering_owner`,
      `${prefix}back-office`,
      `${prefix}back-office_owner`,
      `${prefix}metes_auditor`,
      'postgres',
    ];
    expect(
      await notRefused(run, [
        ...roles.flatMap((role) => [
          `set role "${role}"`,
          `set session authorization "${role}"`,
          `grant "${role}" to current_user`,
        ]),
        `alter role "${prefix}back-office" password 'mine'`,
        'alter role current_user superuser',
        'alter role current_user connection limit -1',
      ]),
    ).toEqual([]);
  });

  it('makes nothing anywhere', async () => {
    const run = await as(database.urls.contexts['ordering']!);
    expect(
      await notRefused(run, [
        'create table ordering.mine (a int)',
        'create table "back-office".mine (a int)',
        'create table public.mine (a int)',
        'create temp table mine (a int)',
        'create view ordering.mine as select 1 as one',
        'create function ordering.mine() returns int language sql as $$ select 1 $$',
        'create or replace function ordering.new_epoch_1() returns uuid language sql as $$ select null::uuid $$',
        'create schema mine',
        'create database mine',
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
      ]),
    ).toEqual([]);
    // Without the right to grant this is a warning, and nothing is granted.
    await run('grant select on ordering.log to public');
    const granted = `select 1 from information_schema.role_table_grants where table_schema = 'ordering' and grantee = 'PUBLIC'`;
    expect(await database.query(granted)).toEqual([]);
  });

  it('is held to the limits of its sessions', async () => {
    const client = await connected(database.urls.contexts['back-office']!);
    const shown = async (setting: string) => (await client.query(`show ${setting}`)).rows[0][setting];
    expect(await shown('search_path')).toBe('"back-office"');
    expect(await shown('statement_timeout')).toBe('30s');
    expect(await shown('lock_timeout')).toBe('5s');
    expect(await shown('idle_in_transaction_session_timeout')).toBe('30s');
    expect(await shown('transaction_timeout')).toBe('1min');
    const [limits] = await database.query(
      'select rolconnlimit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolinherit from pg_roles where rolname = $1',
      [`${database.prefix}back-office`],
    );
    expect(limits).toEqual({
      rolconnlimit: 40,
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      rolinherit: false,
    });
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
      expect(
        await notAllowed(run, [
          `select * from ${schema}.published`,
          `select * from ${schema}.published_head`,
          `select * from ${schema}.published_contracts`,
          `select * from ${schema}.published_edges`,
        ]),
      ).toEqual([]);
      const others = [...tables, 'audit_outbox', 'audit_aggregates'].map(
        (table) => `select 1 from ${schema}.${table}`,
      );
      expect(
        await notRefused(run, [
          ...others,
          `delete from ${schema}.published`,
          `select ${schema}.redrive_1(null, null)`,
        ]),
      ).toEqual([]);
    }
  });
});

describe('the auditor role', () => {
  it('reads everything and writes nothing, even outside its read-only default', async () => {
    const run = await as(database.urls.auditor);
    await run('set default_transaction_read_only = off');
    const views = [
      'outbox',
      'inbox',
      'dead_letters',
      'idempotency',
      'tallies',
      'deadlines',
      'aggregates',
      'rows',
    ].map((name) => `audit_${name}`);
    for (const schema of ['ordering', '"back-office"']) {
      expect(
        await notAllowed(
          run,
          [...tables, ...views].map((name) => `select * from ${schema}.${name}`),
        ),
      ).toEqual([]);
      const deletes = tables.map((table) => `delete from ${schema}.${table}`);
      expect(
        await notRefused(run, [
          ...deletes,
          `select ${schema}.clean_up_2(1)`,
          `create table ${schema}.mine (a int)`,
        ]),
      ).toEqual([]);
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

type Run = (text: string) => Promise<string>;

/** Runs statements one by one: "done", or the SQLSTATE of the refusal. */
async function as(url: string): Promise<Run> {
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

/** The attempts that were not refused for want of privilege, each with what came of it. */
async function notRefused(run: Run, attempts: readonly string[]): Promise<string[]> {
  return differing(run, attempts, '42501');
}

/** The attempts that did not succeed, each with what came of it. */
async function notAllowed(run: Run, attempts: readonly string[]): Promise<string[]> {
  return differing(run, attempts, 'done');
}

async function differing(run: Run, attempts: readonly string[], expected: string): Promise<string[]> {
  const found: string[] = [];
  for (const attempt of attempts) {
    const outcome = await run(attempt);
    if (outcome !== expected) found.push(`${attempt}: ${outcome}`);
  }
  return found;
}
