import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../embedded/fresh-database.ts';
import { batchOf } from '../testing/store-conformance/rig.ts';
import { provisionedDatabase } from '../testing/provisioned-database.ts';
import { postgresStore, provision } from './index.ts';

const passwords = { contexts: { ordering: 'a', payments: 'b' }, transport: 'c', auditor: 'd' };

describe('provision', () => {
  it('changes nothing when it runs again', async () => {
    await using database = await provisionedDatabase(['ordering']);
    const before = await database.query(
      `select kind, number, hash, at from ordering.migrations order by kind, number`,
    );
    await database.provision(['ordering']);
    expect(
      await database.query(`select kind, number, hash, at from ordering.migrations order by kind, number`),
    ).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  it('takes turns with others that run at once, in one database and in several', async () => {
    await using first = await freshDatabase('first');
    await using second = await freshDatabase('second');
    const prefix = `${first.name}_`;
    const all = [first, second, first, second, first].map(({ url }) =>
      provision({
        adminUrl: url,
        contexts: [{ context: 'ordering' }, { context: 'payments' }],
        passwords,
        prefix,
      }),
    );
    for (const urls of await Promise.all(all)) {
      const store = await postgresStore({ url: urls.contexts['payments']!, context: 'payments' });
      expect(await store.head()).toBe(0);
      await store.close();
    }
    await dropAll([first, second], prefix);
  });

  it('sets new passwords', async () => {
    await using database = await freshDatabase('passwords');
    const prefix = `${database.name}_`;
    const contexts = [{ context: 'ordering' }];
    const old = await provision({ adminUrl: database.url, contexts, passwords, prefix });
    const fresh = await provision({
      adminUrl: database.url,
      contexts,
      passwords: { ...passwords, contexts: { ordering: `it's "new" \\ :/?#` } },
      prefix,
    });
    await expect(
      postgresStore({ url: old.contexts['ordering']!, context: 'ordering' }),
    ).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
    const store = await postgresStore({ url: fresh.contexts['ordering']!, context: 'ordering' });
    await store.close();
    const [{ kept }] = await queried(
      database.url,
      'select rolpassword as kept from pg_authid where rolname = $1',
      [`${prefix}ordering`],
    );
    expect(kept).toMatch(/^SCRAM-SHA-256\$/);
    await dropAll([database], prefix);
  });

  it('refuses names that are no identifiers', async () => {
    await using database = await freshDatabase('names');
    for (const context of ['Ordering', 'a"b', 'a;b', '', '1st', `x${'y'.repeat(70)}`]) {
      await expect(
        provision({ adminUrl: database.url, contexts: [{ context }], passwords, prefix: 'p_' }),
      ).rejects.toMatchObject({ code: 'METES_STORE_NAME' });
    }
    await dropAll([database], 'p_');
  });

  it('takes its role from nobody who administers the server: METES_STORE_ROLE_TAKEN', async () => {
    await using database = await freshDatabase('taken');
    const prefix = `${database.name}_`;
    const admin = `${prefix}ordering`;
    await queried(database.url, `create role "${admin}" login superuser password 'x'`);
    const itsUrl = new URL(database.url);
    itsUrl.username = admin;
    itsUrl.password = 'x';
    const contexts = [{ context: 'payments' }, { context: 'ordering' }];
    for (const adminUrl of [itsUrl.href, database.url])
      await expect(provision({ adminUrl, contexts, passwords, prefix })).rejects.toMatchObject({
        code: 'METES_STORE_ROLE_TAKEN',
        values: { role: admin },
      });
    expect(
      await queried(database.url, 'select rolname, rolsuper from pg_roles where starts_with(rolname, $1)', [
        prefix,
      ]),
    ).toEqual([{ rolname: admin, rolsuper: true }]);
    await dropAll([database], prefix);
  });

  it('refuses tables that a newer build has made, unless that build still lets this one in', async () => {
    await using database = await provisionedDatabase(['ordering']);
    await database.query(
      `insert into ordering.migrations (kind, number, name, hash, needs) values ('toolkit', 1000, 'adds a column', 'x', 1)`,
    );
    await database.provision(['ordering']);
    const store = await postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' });
    await store.close();
    await database.query(
      `insert into ordering.migrations (kind, number, name, hash, needs) values ('toolkit', 1001, 'drops a column', 'x', 1000)`,
    );
    await expect(database.provision(['ordering'])).rejects.toMatchObject({
      code: 'METES_STORE_SCHEMA_NEWER',
    });
    await expect(
      postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' }),
    ).rejects.toMatchObject({ code: 'METES_STORE_SCHEMA_NEWER' });
  });

  it('refuses tables that were made by another text of a migration', async () => {
    await using database = await provisionedDatabase(['ordering']);
    await database.query(
      `update ordering.migrations set hash = 'other' where kind = 'toolkit' and number = 2`,
    );
    await expect(database.provision(['ordering'])).rejects.toMatchObject({
      code: 'METES_STORE_MIGRATION_REFUSED',
      values: { context: 'ordering', migration: 'commit' },
    });
  });

  it('works for an administrator who is no superuser but may make roles', async () => {
    await using database = await freshDatabase('managed');
    const prefix = `${database.name}_`;
    const admin = `${prefix}admin`;
    await queried(database.url, `create role "${admin}" login createrole password 'x'`);
    await queried(database.url, `alter database "${database.name}" owner to "${admin}"`);
    const adminUrl = new URL(database.url);
    adminUrl.username = admin;
    adminUrl.password = 'x';
    const options = {
      adminUrl: adminUrl.href,
      contexts: [{ context: 'ordering', migrations: ['create table notes (a int)'] }],
      passwords,
      prefix,
    };
    await provision(options);
    const urls = await provision(options);
    const store = await postgresStore({ url: urls.contexts['ordering']!, context: 'ordering' });
    expect(await store.commit(batchOf({}))).toEqual({ firstPosition: 0 });
    await store.close();
    await expect(
      queried(urls.contexts['ordering']!, 'insert into ordering.notes values (1)'),
    ).rejects.toMatchObject({ code: '42501' });
    await dropAll([database], prefix);
  });

  it('tells a server that is not there', async () => {
    await expect(
      provision({ adminUrl: 'postgres://postgres:x@127.0.0.1:1/postgres', contexts: [], passwords }),
    ).rejects.toMatchObject({ code: 'METES_STORE_UNAVAILABLE' });
  });
});

describe('the migrations of a context', () => {
  const view = `create view open_orders as select id, state::json ->> 'status' as status from aggregates where type = 'Order'`;

  it('run once, in order, as the owner, in the schema of the context', async () => {
    await using database = await provisionedDatabase([
      {
        context: 'ordering',
        migrations: ['create table notes (id int primary key)', 'insert into notes values (1)'],
      },
    ]);
    await database.provision([
      {
        context: 'ordering',
        migrations: ['create table notes (id int primary key)', 'insert into notes values (1)', view],
      },
    ]);
    const auditor = database.urls.auditor;
    expect(await queried(auditor, 'select * from ordering.notes')).toEqual([{ id: 1 }]);
    expect(await queried(auditor, 'select * from ordering.open_orders')).toEqual([]);
    const [{ owner }] = await database.query(
      `select relowner::regrole::text as owner from pg_class where oid = 'ordering.notes'::regclass`,
    );
    expect(owner).toContain('ordering_owner');
  });

  it('are refused when they reach out of the schema or leave their role', async () => {
    await using database = await provisionedDatabase(['payments']);
    await database.query(
      'create schema open_to_all; grant all on schema open_to_all to public; create table open_to_all.t (id int primary key); grant all on open_to_all.t to public',
    );
    const attempts = [
      'select * from payments.aggregates',
      'create table payments.mine (a int)',
      'create table public.mine (a int)',
      'create table open_to_all.mine (a int)',
      'create view mine as select * from open_to_all.t',
      'create table mine (id int references open_to_all.t)',
      'reset role; create table payments.mine (a int)',
      'commit; select 1',
      'create role mine',
      'this is not sql',
    ];
    const outcomes = await Promise.allSettled(
      attempts.map((sql, index) => database.provision([{ context: `ordering-${index}`, migrations: [sql] }])),
    );
    expect(outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : 'done'))).toEqual(
      attempts.map(() => 'METES_STORE_MIGRATION_REFUSED'),
    );
    expect(await database.query(`select 1 from pg_class where relname = 'mine'`)).toEqual([]);
  });

  it('are refused when they were edited after they had run', async () => {
    await using database = await provisionedDatabase([{ context: 'ordering', migrations: [view] }]);
    await expect(
      database.provision([{ context: 'ordering', migrations: [`${view} and version > 1`] }]),
    ).rejects.toMatchObject({ code: 'METES_STORE_MIGRATION_REFUSED' });
  });
});

describe('opening a store', () => {
  it('tells a schema that was never provisioned', async () => {
    await using database = await provisionedDatabase(['ordering']);
    await expect(postgresStore({ url: database.adminUrl, context: 'nowhere' })).rejects.toMatchObject({
      code: 'METES_STORE_NOT_PROVISIONED',
    });
    await database.query(
      `delete from ordering.migrations where number = (select max(number) from ordering.migrations)`,
    );
    await expect(
      postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' }),
    ).rejects.toMatchObject({ code: 'METES_STORE_NOT_PROVISIONED' });
  });

  it('refuses more indexes than there are columns for', async () => {
    await using database = await provisionedDatabase(['ordering']);
    const open = (indexes: string[]) =>
      postgresStore({
        url: database.urls.contexts['ordering']!,
        context: 'ordering',
        projections: [{ projection: 'p', indexes }],
      });
    const store = await open(['a', 'b', 'c', 'd', 'e', 'f']);
    await store.close();
    await expect(open(['g', 'h', 'i'])).rejects.toMatchObject({ code: 'METES_STORE_TOO_MANY_INDEXES' });
    await expect(open(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])).rejects.toMatchObject({
      code: 'METES_STORE_TOO_MANY_INDEXES',
    });
  });

  it('fills an index that is declared when there are rows already', async () => {
    await using database = await provisionedDatabase(['ordering']);
    const open = (indexes: string[]) =>
      postgresStore({
        url: database.urls.contexts['ordering']!,
        context: 'ordering',
        projections: [{ projection: 'p', indexes }],
      });
    const before = await open(['first']);
    const long = 'ö'.repeat(400);
    const contents = [
      { first: 1, second: 'x "quoted" \u2028' },
      { first: 2, second: 7.5 },
      { first: 3, second: long },
      { first: 4, second: null },
      { first: 5 },
    ];
    await before.commit(
      batchOf({
        rows: contents.map((row, index) => ({ projection: 'p', generation: 0, key: `k${index}`, row })),
      }),
    );
    await before.close();
    const after = await open(['second', 'first']);
    for (const [index, value] of (['x "quoted" \u2028', 7.5, long] as const).entries()) {
      expect(
        (await after.rows({ projection: 'p', where: { second: value }, limit: 5 })).map(({ key }) => key),
      ).toEqual([`k${index}`]);
    }
    expect(
      (await after.rows({ projection: 'p', where: { first: 5 }, limit: 5 })).map(({ key }) => key),
    ).toEqual(['k4']);
    await after.close();
  });
});

async function queried(url: string, text: string, values: unknown[] = []): Promise<any[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Drops the databases, then the roles, which belong to the server. */
async function dropAll(
  databases: readonly { drop(): Promise<void>; serverUrl: string }[],
  prefix: string,
): Promise<void> {
  for (const database of databases) await database.drop();
  const serverUrl = databases[0]!.serverUrl;
  for (const { name } of await queried(
    serverUrl,
    'select quote_ident(rolname) as name from pg_roles where starts_with(rolname, $1)',
    [prefix],
  )) {
    await queried(serverUrl, `drop role ${name}`);
  }
}
