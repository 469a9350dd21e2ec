import { auditorRole, literal, quoted, rolesOf, transportRole } from './identifiers.ts';
import { sweptTables } from './swept-tables.ts';

/** A role that logs in. */
export interface LoginRole {
  readonly name: string;
  /** The one schema in which it finds names; empty for none. */
  readonly searchPath: string;
  readonly connectionLimit: number;
  readonly readOnly?: boolean;
}

/** What the one who makes roles may do, and how old the server is. */
export interface Maker {
  /** True for a superuser. */
  readonly full: boolean;
  /** As in `server_version_num`, for example 180004. */
  readonly version: number;
}

/** Whose roles of a context, beside those that all contexts share. */
export interface ContextRoles {
  readonly context: string;
  readonly owner: string;
  readonly runtime: string;
  readonly transport: string;
  readonly auditor: string;
}

/** What every session of a login role is held to, so that none can hold the others up. */
const sessionLimits = {
  statement_timeout: '30s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '30s',
} as const;

/** How many connections a role may have at a time unless something else is said. */
export const defaultConnectionLimit = 40;

/** The names of all roles that have to do with a context. @throws METES_STORE_NAME */
export function contextRoles(context: string, prefix = ''): ContextRoles {
  return {
    context,
    ...rolesOf(context, prefix),
    transport: `${prefix}${transportRole}`,
    auditor: `${prefix}${auditorRole}`,
  };
}

/** The role that runs a context. */
export function runtimeRole({ context, runtime }: ContextRoles, connectionLimit: number): LoginRole {
  return { name: runtime, searchPath: context, connectionLimit };
}

/** The two roles that all contexts share: one carries what is published, one looks on. */
export function sharedRoles(prefix: string, connectionLimit: number): readonly LoginRole[] {
  return [
    { name: `${prefix}${transportRole}`, searchPath: '', connectionLimit },
    { name: `${prefix}${auditorRole}`, searchPath: '', connectionLimit, readOnly: true },
  ];
}

/** Takes from everybody what PostgreSQL gives to everybody. */
export function closingStatements(database: string): readonly string[] {
  return [
    `revoke all on database ${identifier(database)} from public`,
    'revoke all on schema public from public',
    commonStatement,
    // Who provisions waits for others who do; as a superuser, or as the owner of the database.
    'grant execute on function pg_advisory_lock(bigint) to pg_database_owner',
  ];
}

/**
 * Functions by which everybody fills the disk of all (large objects, messages in the write-ahead log) or takes locks that
 * others wait for. Named by a pattern, since every version has a few more of them.
 */
const commonStatement = `do $$ declare each regprocedure; begin
  for each in select p.oid from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
      and p.proname ~ '^(lo_|loread$|lowrite$|pg_(try_)?advisory_|pg_logical_emit_message$)'
      and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0)
  loop execute format('revoke execute on function %s from public', each); end loop; end $$`;

/** Of a role, in SQL: whether it administers the server, so that no context can have it. */
export const administers = '(rolsuper or rolname = current_user)';

/** Ends the script before a role of whoever administers the server is changed: it would lose its rights. */
export function freeStatement(names: readonly string[]): string {
  return `do $$ declare taken text; begin
  select rolname into taken from pg_roles where rolname in (${names.map(literal).join(', ')}) and ${administers} limit 1;
  if found then raise exception 'METES_STORE_ROLE_TAKEN: The role "%" administers this server, so no context can have it.', taken; end if; end $$`;
}

/** Makes a role unless it is there. */
export function roleStatement(name: string): string {
  return `do $$ begin if not exists (select 1 from pg_roles where rolname = ${literal(name)}) then create role ${quoted(name)} nologin; end if; end $$`;
}

/** A role that owns and never logs in. */
export function ownerStatements(name: string, { full }: Maker): readonly string[] {
  return [
    `alter role ${quoted(name)} with nologin ${attributes(full)}`.trimEnd(),
    // An administrator that is no superuser must be a member to create for the owner.
    ...(full ? [] : [`grant ${quoted(name)} to current_user`]),
  ];
}

/** A role that logs in, held to its limits in this database. Its password is not among the statements. */
export function loginStatements(
  database: string,
  role: LoginRole,
  { full, version }: Maker,
): readonly string[] {
  const name = quoted(role.name);
  const here = identifier(database);
  const settings: Record<string, string> = {
    ...Object.fromEntries(Object.entries(sessionLimits).map(([setting, value]) => [setting, literal(value)])),
    search_path: role.searchPath === '' ? "''" : quoted(role.searchPath),
    ...(version >= 170000 ? { transaction_timeout: literal('60s') } : {}),
    ...(role.readOnly ? { default_transaction_read_only: 'on' } : {}),
  };
  return [
    `alter role ${name} with login noinherit ${attributes(full)} connection limit ${Math.trunc(role.connectionLimit)}`,
    `grant connect on database ${here} to ${name}`,
    // A role may give itself settings that outlive its sessions; those that it did are gone from here on.
    `alter role ${name} reset all`,
    `alter role ${name} in database ${here} reset all`,
    ...Object.entries(settings).map(
      ([setting, value]) => `alter role ${name} in database ${here} set ${setting} = ${value}`,
    ),
  ];
}

/** The schema of a context, in the hands of its owner. */
export function schemaStatement({ context, owner }: ContextRoles): string {
  return `create schema if not exists ${quoted(context)} authorization ${quoted(owner)}`;
}

/**
 * Who may do what in the schema of a context: the runtime role reads its own tables, calls the functions, which add to
 * the log and never change it, and sweeps what is dead; transport and auditor only read.
 */
export function useStatements(
  { context, runtime, transport, auditor }: ContextRoles,
  { version }: Pick<Maker, 'version'>,
): readonly string[] {
  const schema = quoted(context);
  const [run, carry, audit] = [quoted(runtime), quoted(transport), quoted(auditor)];
  return [
    `revoke all on schema ${schema} from public`,
    `revoke all on all tables in schema ${schema} from public, ${run}, ${carry}, ${audit}`,
    `revoke all on all functions in schema ${schema} from public, ${carry}, ${audit}`,
    `grant usage on schema ${schema} to ${run}, ${carry}, ${audit}`,
    `grant select on all tables in schema ${schema} to ${run}, ${audit}`,
    `grant select on ${['published', 'published_head', 'published_contracts', 'published_edges'].map((view) => `${schema}.${view}`).join(', ')} to ${carry}`,
    `grant execute on all functions in schema ${schema} to ${run}`,
    `revoke execute on function ${schema}.new_epoch_1() from ${run}`,
    ...(version >= 170000
      ? [`grant maintain on ${sweptTables.map((table) => `${schema}.${quoted(table)}`).join(', ')} to ${run}`]
      : []),
  ];
}

/** A name that PostgreSQL itself reported: any characters, quotes doubled. */
function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Who is no superuser cannot give these, so a role that he makes does not have them either. */
function attributes(full: boolean): string {
  return full ? 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls' : '';
}
