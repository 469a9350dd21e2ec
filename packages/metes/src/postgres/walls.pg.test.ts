import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { provisionedDatabase, type ProvisionedDatabase } from '../testing/provisioned-database.ts';
import { batchOf, changeOf } from '../testing/store-conformance/rig.ts';
import { grantScript, grantsOf, postgresStore } from './index.ts';
import { sweptTables } from './swept-tables.ts';
import {
  becoming,
  contentsOf,
  defining,
  Intruder,
  reading,
  type SchemaContents,
  taking,
  writing,
} from './walls-under-test.ts';

const contexts = ['ordering', 'back-office', 'payments'];
let database: ProvisionedDatabase;

beforeAll(async () => {
  database = await provisionedDatabase(contexts);
  for (const context of contexts) {
    const store = await postgresStore({ url: database.urls.contexts[context]!, context });
    await store.commit(batchOf(changeOf('o1', 0, 2)));
    await store.close();
  }
});
afterAll(() => database.drop());

const contents = (context: string): Promise<SchemaContents> =>
  contentsOf((text, values) => database.query(text, values), context);
const intruder = (context: string): Promise<Intruder> => Intruder.as(database.urls.contexts[context]!);
const others = (context: string): string[] => contexts.filter((each) => each !== context);
const everything = (of: SchemaContents): readonly string[] => [
  ...reading(of),
  ...writing(of),
  ...defining(of),
  ...of.calls,
];
/** Every role that is not this context's. */
async function foreignRoles(context: string): Promise<string[]> {
  const roles = await database.query('select rolname as name from pg_roles where rolname <> $1', [
    `${database.prefix}${context}`,
  ]);
  return roles
    .map(({ name }) => name)
    .filter((name) => name.startsWith(database.prefix) || name === 'postgres');
}
const pairs = contexts.flatMap((context) => others(context).map((other) => ({ context, other })));

/** All rights of the roles of these contexts, with what each role is told by default. */
const rights = (): Promise<readonly any[]> =>
  database.query(
    `select 'relation' as kind, c.oid::regclass::text as name, c.relacl::text as acl from pg_class c
       where c.relnamespace = any (array['ordering', '"back-office"', 'payments']::regnamespace[])
     union all select 'function', p.oid::regprocedure::text, p.proacl::text from pg_proc p
       where p.pronamespace = any (array['ordering', '"back-office"', 'payments']::regnamespace[])
     union all select 'schema', n.nspname, n.nspacl::text from pg_namespace n
     union all select 'role', r.rolname, concat_ws(' ', r.rolcanlogin, r.rolinherit, r.rolsuper, r.rolconnlimit, (select string_agg(x, ' ' order by x) from unnest(s.setconfig) x))
       from pg_roles r left join pg_db_role_setting s on s.setrole = r.oid where starts_with(r.rolname, $1)
     union all select 'database', d.datname, d.datacl::text from pg_database d where d.datname = current_database()
     order by 1, 2`,
    [database.prefix],
  );

describe('logged in as the runtime role of a context', () => {
  it.each(pairs)('$context reaches nothing of $other', async ({ context, other }) => {
    const of = await contents(other);
    expect(of.relations.length).toBeGreaterThan(20);
    expect(of.calls.length).toBeGreaterThan(9);
    await using run = await intruder(context);
    expect(await run.getsThrough(everything(of))).toEqual([]);
    console.log(
      `${context} -> ${other}: ${run.tried} statements on ${of.relations.length} tables and views and ${of.calls.length} functions, all refused`,
    );
  });

  it.each(pairs)(
    '$context reaches nothing of $other even if it may name what is there',
    async ({ context, other }) => {
      const role = `"${database.prefix}${context}"`;
      await database.query(`grant usage on schema "${other}" to ${role}`);
      onTestFinished(
        async () => void (await database.query(`revoke usage on schema "${other}" from ${role}`)),
      );
      await using run = await intruder(context);
      expect(await run.getsThrough(everything(await contents(other)))).toEqual([]);
    },
  );

  it.each(contexts)('%s becomes nobody else', async (context) => {
    const roles = await foreignRoles(context);
    expect(roles.length).toBeGreaterThan(6);
    await using run = await intruder(context);
    expect(await run.getsThrough(becoming(roles))).toEqual([]);
    expect(
      await database.query('select 1 from pg_auth_members where member = $1::regrole', [
        `"${database.prefix}${context}"`,
      ]),
    ).toEqual([]);
    console.log(`${context}: ${run.tried} ways to become one of ${roles.length} other roles, all refused`);
  });

  it.each(contexts)('%s cannot change its history, nor anything else by its own SQL', async (context) => {
    const of = await contents(context);
    const history = (): Promise<readonly any[]> =>
      database.query(
        `select md5(string_agg(l::text, '|' order by position)) as hash, count(*)::int as n from "${context}".log l`,
      );
    const before = await history();
    await using run = await intruder(context);
    // Cursors and locks that read are its right; that nobody rewrites is what counts here. Who may sweep a table may lock
    // it: that holds up this context alone, which its commits could do as well.
    expect(await run.getsThrough([...writing(of), ...defining(of)])).toEqual(
      of.relations
        .filter(({ name }) => sweptTables.some((each) => each === name))
        .map(({ name }) => `do $$ begin lock table "${context}"."${name}" in exclusive mode; end $$: done`),
    );
    expect(await run.getsThrough([`select "${context}".new_epoch_1()`])).toEqual([]);
    expect(await history()).toEqual(before);
    expect(before).toMatchObject([{ n: 2 }]);
    console.log(`${context}: ${run.tried} changes of its own tables outside of its functions, all refused`);
  });

  it.each(contexts)('%s takes nothing that all share', async (context) => {
    await using run = await intruder(context);
    expect(await run.getsThrough(taking)).toEqual([]);
  });

  it.each(contexts)(
    '%s cannot give up what it may do, so nothing breaks but its own session',
    async (context) => {
      const before = await rights();
      const client = new pg.Client({ connectionString: database.urls.contexts[context]! });
      await client.connect();
      await client.query('drop owned by current_user cascade');
      await client.query('reassign owned by current_user to current_user');
      for (const what of ['schema', 'all tables in schema', 'all functions in schema'])
        await client
          .query(`revoke all on ${what} "${context}" from current_user cascade`)
          .catch(() => undefined);
      await client
        .query(`revoke all on database "${database.name}" from current_user`)
        .catch(() => undefined);
      await client.end();
      expect(await rights()).toEqual(before);
    },
  );

  it('gives itself settings until the next start', async () => {
    const before = await rights();
    const client = new pg.Client({ connectionString: database.urls.contexts['ordering']! });
    await client.connect();
    await client.query(`alter role current_user set statement_timeout = 0`);
    await client.query(`alter role current_user in database "${database.name}" set work_mem = '1GB'`);
    await client.query(`alter role current_user in database "${database.name}" set search_path = payments`);
    await client.query(`alter role current_user password 'mine'`);
    await client.end();
    expect(await rights()).not.toEqual(before);
    await database.provision(contexts);
    expect(await rights()).toEqual(before);
    await using run = await intruder('ordering');
    expect(await run.getsThrough(['select 1'])).toEqual(['select 1: done']);
  });

  it.each(contexts)('%s is not the owner, who cannot log in', async (context) => {
    const [role] = await database.query(
      `select r.rolname as owner, r.rolcanlogin as login from pg_namespace n join pg_roles r on r.oid = n.nspowner where n.nspname = $1`,
      [context],
    );
    expect(role).toEqual({ owner: `${database.prefix}${context}_owner`, login: false });
    expect(
      await database.query(
        `select distinct pg_get_userbyid(relowner) as owner from pg_class where relnamespace = quote_ident($1)::regnamespace`,
        [context],
      ),
    ).toEqual([{ owner: `${database.prefix}${context}_owner` }]);
  });
});

describe('the same attempts', () => {
  const intoPayments = 'payments';
  const planted = [
    ['a table', 'grant select on payments.aggregates to'],
    ['one column', 'grant select (id) on payments.log to'],
    ['a view', 'grant select on payments.published to'],
    ['adding', 'grant insert on payments.log to'],
    ['changing', 'grant update on payments.tallies to'],
    ['removing', 'grant delete on payments.parked to'],
    ['emptying', 'grant truncate on payments.cursors to'],
    ['sweeping', 'grant maintain on payments.tallies to'],
    ['triggers', 'grant trigger on payments.log to'],
    ['making', 'grant create on schema payments to'],
    ['a function', 'grant execute on function payments.redrive_1(text, bigint) to'],
  ] as const;

  it.each(planted)('find a planted grant: %s', async (_, grant) => {
    const role = `"${database.prefix}ordering"`;
    await database.query(`grant usage on schema payments to ${role}; ${grant} ${role}`);
    onTestFinished(async () => {
      await database.query(
        `revoke usage on schema payments from ${role}; ${grant.replace('grant', 'revoke').replace(/ to$/, ' from')} ${role}`,
      );
    });
    await using run = await intruder('ordering');
    expect(await run.getsThrough(everything(await contents(intoPayments)))).not.toEqual([]);
  });

  it('find a planted right to what all share', async () => {
    await database.query('grant execute on function lo_create(oid), pg_try_advisory_lock(bigint) to public');
    onTestFinished(
      async () =>
        void (await database.query(
          'revoke execute on function lo_create(oid), pg_try_advisory_lock(bigint) from public',
        )),
    );
    await using run = await intruder('ordering');
    expect(await run.getsThrough(taking)).toEqual([
      'select lo_create(0): done',
      'select pg_try_advisory_lock(1): done',
    ]);
  });

  it('find a planted membership', async () => {
    const role = `"${database.prefix}ordering"`;
    const owner = `"${database.prefix}payments_owner"`;
    await database.query(`grant ${owner} to ${role}`);
    onTestFinished(async () => void (await database.query(`revoke ${owner} from ${role}`)));
    await using run = await intruder('ordering');
    const found = await run.getsThrough(becoming([`${database.prefix}payments_owner`]));
    expect(found[0]).toBe(`set role "${database.prefix}payments_owner": done`);
  });
});

describe('the script of grants', () => {
  const script = (): string =>
    grantScript(grantsOf({ contexts, database: database.name, prefix: database.prefix }));

  it('is what was done to the database: running it changes nothing', async () => {
    const before = await rights();
    expect(before.length).toBeGreaterThan(100);
    await database.query(script());
    expect(await rights()).toEqual(before);
  });

  it('changes nothing where a role of a context administers the server', async () => {
    const admin = `${database.prefix}vault`;
    await database.query(`create role "${admin}" login superuser`);
    onTestFinished(() => database.query(`drop role "${admin}"`).then(() => undefined));
    const before = await rights();
    const terms = { database: database.name, prefix: database.prefix };
    const taking = grantScript(grantsOf({ contexts: ['ordering', 'vault'], ...terms }));
    await expect(database.query(taking)).rejects.toThrow(
      `METES_STORE_ROLE_TAKEN: The role "${admin}" administers this server`,
    );
    await database.query('rollback');
    expect(await rights()).toEqual(before);
    expect(await database.query(`select rolsuper from pg_roles where rolname = '${admin}'`)).toEqual([
      { rolsuper: true },
    ]);
  });

  it('brings back what was taken away and takes away what was given', async () => {
    const before = await rights();
    const [run, carry] = [`"${database.prefix}ordering"`, `"${database.prefix}metes_transport"`];
    await database.query(
      `revoke all on all tables in schema ordering from ${run}; revoke all on all functions in schema ordering from ${run};
       grant all on all tables in schema ordering to public, ${carry}; alter role ${run} inherit createdb connection limit 7;
       revoke connect on database "${database.name}" from ${run}; alter role ${run} in database "${database.name}" reset statement_timeout`,
    );
    expect(await rights()).not.toEqual(before);
    await database.query(script());
    const sorted = (rows: readonly any[]): unknown =>
      rows.map((row) => ({ ...row, acl: row.acl?.replaceAll(/[{}]/g, '').split(',').sort() }));
    expect(sorted(await rights())).toEqual(sorted(before));
  });
});
