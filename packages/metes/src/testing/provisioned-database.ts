import pg from 'pg';
import { freshDatabase } from '../embedded/fresh-database.ts';
import { provision, type ContextToProvision, type Provisioned } from '../postgres/provision.ts';

/** A database of its own with the schemas and roles of some contexts; disposing drops all of it. */
export interface ProvisionedDatabase extends AsyncDisposable {
  /** Superuser URL of the database. */
  readonly adminUrl: string;
  readonly name: string;
  /** What its role names begin with. */
  readonly prefix: string;
  readonly urls: Provisioned;
  /** Adds contexts, or further migrations of those that are there. */
  provision(contexts: readonly (string | ContextToProvision)[]): Promise<Provisioned>;
  /** Runs a statement as superuser. */
  query(text: string, values?: readonly unknown[]): Promise<readonly any[]>;
  drop(): Promise<void>;
}

const password = 'only-for-tests';

/**
 * Makes a database with the schemas and roles of some contexts on the server of this test run.
 *
 * @example
 * await using database = await provisionedDatabase(['ordering']);
 * const store = await postgresStore({ url: database.urls.contexts['ordering']!, context: 'ordering' });
 */
export async function provisionedDatabase(
  contexts: readonly (string | ContextToProvision)[],
  options: { readonly connectionLimit?: number } = {},
): Promise<ProvisionedDatabase> {
  const database = await freshDatabase('t');
  const prefix = `${database.name}_`;
  const more = (wanted: readonly (string | ContextToProvision)[]): Promise<Provisioned> => {
    const all = wanted.map((each) => (typeof each === 'string' ? { context: each } : each));
    const passwords = {
      contexts: Object.fromEntries(all.map(({ context }) => [context, password])),
      transport: password,
      auditor: password,
    };
    return provision({ adminUrl: database.url, contexts: all, passwords, prefix, ...options });
  };
  const urls = await more(contexts);
  const admin = new pg.Client({ connectionString: database.url });
  admin.on('error', () => undefined);
  await admin.connect();
  let dropping: Promise<void> | undefined;
  const drop = (): Promise<void> =>
    (dropping ??= (async () => {
      await admin.end();
      await database.drop();
      await dropRoles(database.serverUrl, prefix);
    })());
  return {
    adminUrl: database.url,
    name: database.name,
    prefix,
    urls,
    provision: more,
    query: async (text, values = []) => (await admin.query(text, [...values])).rows,
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

/** Roles belong to the server and outlive the database. */
async function dropRoles(serverUrl: string, prefix: string): Promise<void> {
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  try {
    const { rows } = await server.query(
      'select quote_ident(rolname) as name from pg_roles where starts_with(rolname, $1)',
      [prefix],
    );
    for (const { name } of rows) await server.query(`drop role if exists ${name}`);
  } finally {
    await server.end();
  }
}
