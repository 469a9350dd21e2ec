import { createHash } from 'node:crypto';
import { connectAsAdmin } from './admin-connection.ts';
import {
  contextRoles,
  defaultConnectionLimit,
  runtimeRole,
  schemaStatement,
  sharedRoles,
  useStatements,
} from './grant-statements.ts';
import { migrateContext } from './migrate.ts';
import { closeToThePublic, makeOwner, makeRole, mustBeFree } from './roles.ts';

/** What is to be there. */
export interface ProvisionOptions {
  /** A URL of the database in which the contexts live, for a role that may create roles and schemas. */
  readonly adminUrl: string;
  readonly contexts: readonly ContextToProvision[];
  readonly passwords: {
    /** The password of each context's runtime role. */
    readonly contexts: Readonly<Record<string, string>>;
    readonly transport: string;
    readonly auditor: string;
  };
  /** Put before the names of roles, for several systems on one server. */
  readonly prefix?: string;
  /** The most connections of one role at a time; 40 by default. */
  readonly connectionLimit?: number;
}

/** A context with its own further migrations, if any. */
export interface ContextToProvision {
  readonly context: string;
  /** SQL texts in order, run once each as the owner of the schema; see `migrateContext`. */
  readonly migrations?: readonly string[];
}

/** Where to connect to, by purpose. */
export interface Provisioned {
  /** The URL of each context's runtime role. */
  readonly contexts: Readonly<Record<string, string>>;
  readonly transport: string;
  readonly auditor: string;
}

/**
 * Brings a database to the state that the contexts need: a schema with its tables, an owner role and a runtime role for
 * each of them, a role for the transport and one for auditors, and nothing for anybody else. Running it again changes
 * nothing but passwords; two processes that run it at once take turns.
 *
 * @throws METES_STORE_ROLE_TAKEN, METES_STORE_SCHEMA_NEWER, METES_STORE_MIGRATION_REFUSED, METES_STORE_NAME, METES_STORE_UNAVAILABLE
 * @example
 * const urls = await provision({ adminUrl, contexts: [{ context: 'ordering' }],
 *   passwords: { contexts: { ordering: secret() }, transport: secret(), auditor: secret() } });
 */
export async function provision(options: ProvisionOptions): Promise<Provisioned> {
  const { contexts, passwords, prefix = '', connectionLimit = defaultConnectionLimit } = options;
  await using admin = await connectAsAdmin(options.adminUrl);
  const [{ database, version }] = (await admin.query(
    `select current_database() as database, current_setting('server_version_num')::int as version`,
  )) as [{ database: string; version: number }];
  await mustBeFree(
    admin,
    contexts.map(({ context }) => contextRoles(context, prefix)),
  );
  // Roles belong to the whole server, and a lock only to one database: what two databases do at once is retried below.
  await admin.query('select pg_advisory_lock($1)', [lockNumber]);
  await closeToThePublic(admin, database);
  const [transport, auditor] = sharedRoles(prefix, connectionLimit);
  await makeRole(admin, database, transport!, passwords.transport);
  await makeRole(admin, database, auditor!, passwords.auditor);
  for (const { context, migrations = [] } of contexts) {
    const roles = contextRoles(context, prefix);
    await makeOwner(admin, roles.owner);
    await makeRole(admin, database, runtimeRole(roles, connectionLimit), passwords.contexts[context] ?? '');
    await admin.query(schemaStatement(roles));
    await migrateContext(admin, { context, owner: roles.owner, migrations });
    await admin.query(useStatements(roles, { version }).join(';\n'));
  }
  const urlOf = (role: string, password: string) => {
    const url = new URL(options.adminUrl);
    url.username = role;
    url.password = password;
    return url.href;
  };
  return {
    contexts: Object.fromEntries(
      contexts.map(({ context }) => [
        context,
        urlOf(contextRoles(context, prefix).runtime, passwords.contexts[context] ?? ''),
      ]),
    ),
    transport: urlOf(transport!.name, passwords.transport),
    auditor: urlOf(auditor!.name, passwords.auditor),
  };
}

const lockNumber = createHash('sha256').update('metes provision').digest().readInt32BE(0);
