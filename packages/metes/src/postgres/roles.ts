import type { AdminConnection } from './admin-connection.ts';
import { literal, quoted } from './identifiers.ts';
import { scramVerifier } from './scram-verifier.ts';
import { sqlState } from './faults.ts';

/** A role that logs in. */
export interface LoginRole {
  readonly name: string;
  readonly password: string;
  /** The one schema in which it finds names; empty for none. */
  readonly searchPath: string;
  readonly connectionLimit: number;
  readonly readOnly?: boolean;
}

/** What every session of a login role is held to, so that none can hold the others up. */
const sessionLimits = {
  statement_timeout: '30s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '30s',
} as const;

/** Takes from everybody what PostgreSQL gives to everybody. */
export async function closeToThePublic(admin: AdminConnection, database: string): Promise<void> {
  await onceMore(() => admin.query(`revoke all on database ${identifier(database)} from public`));
  await onceMore(() => admin.query('revoke all on schema public from public'));
}

/** A role that owns and never logs in. */
export async function makeOwner(admin: AdminConnection, name: string): Promise<void> {
  await createIfMissing(admin, name);
  const { full, attributes } = await mayDo(admin);
  await onceMore(() => admin.query(`alter role ${quoted(name)} with nologin ${attributes}`));
  // An administrator that is no superuser must be a member to create for the owner.
  if (!full) await admin.query(`grant ${quoted(name)} to current_user`);
}

/** A role that logs in, held to its limits in this database. */
export async function makeRole(admin: AdminConnection, database: string, role: LoginRole): Promise<void> {
  const name = quoted(role.name);
  const here = identifier(database);
  await createIfMissing(admin, role.name);
  const { attributes, version } = await mayDo(admin);
  const limit = Math.trunc(role.connectionLimit);
  const password = literal(scramVerifier(role.password));
  await onceMore(() =>
    admin.query(
      `alter role ${name} with login noinherit ${attributes} connection limit ${limit} password ${password}`,
    ),
  );
  await onceMore(() => admin.query(`grant connect on database ${here} to ${name}`));
  const settings: Record<string, string> = {
    ...sessionLimits,
    search_path: role.searchPath === '' ? "''" : quoted(role.searchPath),
  };
  if (version >= 170000) settings['transaction_timeout'] = literal('60s');
  if (role.readOnly) settings['default_transaction_read_only'] = 'on';
  for (const [setting, value] of Object.entries(settings)) {
    const written = setting in sessionLimits ? literal(value) : value;
    await onceMore(() => admin.query(`alter role ${name} in database ${here} set ${setting} = ${written}`));
  }
}

/** What the administrator may take away from roles, and how old the server is. */
async function mayDo(
  admin: AdminConnection,
): Promise<{ readonly full: boolean; readonly attributes: string; readonly version: number }> {
  const [me] = await admin.query(
    `select current_setting('server_version_num')::int as version, rolsuper as "full" from pg_roles where rolname = current_user`,
  );
  const full: boolean = me?.['full'];
  // Who is no superuser cannot give these, so a role that he makes does not have them either.
  const attributes = full ? 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls' : '';
  return { full, attributes, version: me?.['version'] };
}

async function createIfMissing(admin: AdminConnection, name: string): Promise<void> {
  const [found] = await admin.query('select 1 from pg_roles where rolname = $1', [name]);
  if (found) return;
  try {
    await admin.query(`create role ${quoted(name)} nologin`);
  } catch (error) {
    if (!['42710', '23505'].includes(sqlState(error) ?? '')) throw error;
  }
}

/** Two databases that change a role at the same time: the server refuses one of them ("tuple concurrently updated"). */
async function onceMore(change: () => Promise<unknown>): Promise<void> {
  for (let left = 20; ; left--) {
    try {
      await change();
      return;
    } catch (error) {
      if (left === 0 || sqlState(error) !== 'XX000') throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
    }
  }
}

/** A name that PostgreSQL itself reported: any characters, quotes doubled. */
function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
