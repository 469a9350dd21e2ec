import { MetesError } from '../base/errors.ts';
import type { AdminConnection } from './admin-connection.ts';
import { sqlState } from './faults.ts';
import {
  administers,
  closingStatements,
  type ContextRoles,
  loginStatements,
  type LoginRole,
  type Maker,
  ownerStatements,
  roleStatement,
} from './grant-statements.ts';
import { literal, quoted } from './identifiers.ts';
import { scramVerifier } from './scram-verifier.ts';

/** Takes from everybody what PostgreSQL gives to everybody. */
export async function closeToThePublic(admin: AdminConnection, database: string): Promise<void> {
  await all(admin, closingStatements(database));
}

/**
 * Refuses contexts that would make a role of theirs of whoever administers the server: it would lose its rights.
 *
 * @throws METES_STORE_ROLE_TAKEN
 */
export async function mustBeFree(admin: AdminConnection, contexts: readonly ContextRoles[]): Promise<void> {
  const wanted = contexts.flatMap(({ owner, runtime, transport, auditor }) => [
    owner,
    runtime,
    transport,
    auditor,
  ]);
  const [taken] = await admin.query(
    `select rolname as role from pg_roles where rolname = any ($1) and ${administers}`,
    [wanted],
  );
  if (taken) throw new MetesError('METES_STORE_ROLE_TAKEN', { role: taken['role'] });
}

/** A role that owns and never logs in. */
export async function makeOwner(admin: AdminConnection, name: string): Promise<void> {
  await createIfMissing(admin, name);
  await all(admin, ownerStatements(name, await makerOf(admin)));
}

/** A role that logs in with this password, held to its limits in this database. */
export async function makeRole(
  admin: AdminConnection,
  database: string,
  role: LoginRole,
  password: string,
): Promise<void> {
  await createIfMissing(admin, role.name);
  const statements = [
    ...loginStatements(database, role, await makerOf(admin)),
    `alter role ${quoted(role.name)} password ${literal(scramVerifier(password))}`,
  ];
  // In one transaction: who logs in meanwhile finds all of its limits, the ones before or the ones after.
  await onceMore(() => admin.query(statements.join(';\n')));
}

async function all(admin: AdminConnection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await onceMore(() => admin.query(statement));
}

/** What this connection may do with roles, and how old the server is. */
async function makerOf(admin: AdminConnection): Promise<Maker> {
  const [me] = await admin.query(
    `select current_setting('server_version_num')::int as version, rolsuper as "full" from pg_roles where rolname = current_user`,
  );
  return { full: me?.['full'], version: me?.['version'] };
}

async function createIfMissing(admin: AdminConnection, name: string): Promise<void> {
  try {
    await admin.query(roleStatement(name));
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
