import { createHash } from 'node:crypto';
import { connectAsAdmin, type AdminConnection } from './admin-connection.ts';
import { auditorRole, quoted, rolesOf, transportRole } from './identifiers.ts';
import { migrateContext } from './migrate.ts';
import { closeToThePublic, makeOwner, makeRole } from './roles.ts';

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
 * @throws METES_STORE_SCHEMA_NEWER, METES_STORE_MIGRATION_REFUSED, METES_STORE_NAME, METES_STORE_UNAVAILABLE
 * @example
 * const urls = await provision({ adminUrl, contexts: [{ context: 'ordering' }],
 *   passwords: { contexts: { ordering: secret() }, transport: secret(), auditor: secret() } });
 */
export async function provision(options: ProvisionOptions): Promise<Provisioned> {
  const { contexts, passwords, prefix = '', connectionLimit = 40 } = options;
  await using admin = await connectAsAdmin(options.adminUrl);
  const [{ database }] = (await admin.query('select current_database() as database')) as [
    { database: string },
  ];
  // Roles belong to the whole server, and a lock only to one database: what two databases do at once is retried below.
  await admin.query('select pg_advisory_lock($1)', [lockNumber]);
  const transport = `${prefix}${transportRole}`;
  const auditor = `${prefix}${auditorRole}`;
  await closeToThePublic(admin, database);
  await makeRole(admin, database, {
    name: transport,
    password: passwords.transport,
    searchPath: '',
    connectionLimit,
  });
  await makeRole(admin, database, {
    name: auditor,
    password: passwords.auditor,
    searchPath: '',
    connectionLimit,
    readOnly: true,
  });
  for (const { context, migrations = [] } of contexts) {
    const roles = rolesOf(context, prefix);
    await makeOwner(admin, roles.owner);
    await makeRole(admin, database, {
      name: roles.runtime,
      password: passwords.contexts[context] ?? '',
      searchPath: context,
      connectionLimit,
    });
    await admin.query(`create schema if not exists ${quoted(context)} authorization ${quoted(roles.owner)}`);
    await migrateContext(admin, { context, owner: roles.owner, migrations });
    await grantUse(admin, context, roles.runtime, transport, auditor);
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
        urlOf(rolesOf(context, prefix).runtime, passwords.contexts[context] ?? ''),
      ]),
    ),
    transport: urlOf(transport, passwords.transport),
    auditor: urlOf(auditor, passwords.auditor),
  };
}

const lockNumber = createHash('sha256').update('metes provision').digest().readInt32BE(0);

/** The runtime role reads its own tables and calls the functions; transport and auditor only read. */
async function grantUse(
  admin: AdminConnection,
  context: string,
  runtime: string,
  transport: string,
  auditor: string,
): Promise<void> {
  const schema = quoted(context);
  const [run, carry, audit] = [quoted(runtime), quoted(transport), quoted(auditor)];
  await admin.query(`
    revoke all on schema ${schema} from public;
    revoke all on all tables in schema ${schema} from public, ${run}, ${carry}, ${audit};
    revoke all on all functions in schema ${schema} from public, ${carry}, ${audit};
    grant usage on schema ${schema} to ${run}, ${carry}, ${audit};
    grant select on all tables in schema ${schema} to ${run}, ${audit};
    grant select on ${schema}.published, ${schema}.published_head to ${carry};
    grant execute on all functions in schema ${schema} to ${run};
    revoke execute on function ${schema}.new_epoch_1() from ${run};`);
}
