import {
  closingStatements,
  contextRoles,
  type ContextRoles,
  defaultConnectionLimit,
  freeStatement,
  loginStatements,
  type Maker,
  ownerStatements,
  roleStatement,
  runtimeRole,
  schemaStatement,
  sharedRoles,
  useStatements,
} from './grant-statements.ts';

/** What the statements are about. */
export interface GrantTerms {
  readonly contexts: readonly string[];
  /** The database that they are run in. */
  readonly database: string;
  /** Put before the names of roles. */
  readonly prefix?: string;
}

/** The statements of one context. */
export interface ContextGrants extends ContextRoles {
  readonly schema: string;
  readonly statements: readonly string[];
}

/** Everything that a database must be told so that contexts cannot reach each other. */
export interface Grants {
  readonly database: string;
  /** Of the database, and the two roles that all contexts share. */
  readonly shared: readonly string[];
  readonly contexts: readonly ContextGrants[];
}

/** As an administrator of a recent server runs them. */
const maker: Maker = { full: true, version: 180000 };

/**
 * The statements by which `provision` makes roles, schemas and rights, for those who run them themselves or want to read
 * them: the same functions give both. Tables are not among them, passwords neither. They may be run again; of whoever
 * administers the server they change nothing.
 *
 * @throws METES_STORE_NAME
 * @example grantsOf({ contexts: ['ordering'], database: 'shop' }).contexts[0].statements
 */
export function grantsOf({ contexts, database, prefix = '' }: GrantTerms): Grants {
  const shared = sharedRoles(prefix, defaultConnectionLimit);
  return {
    database,
    shared: [
      freeStatement(shared.map(({ name }) => name)),
      ...closingStatements(database),
      ...shared.flatMap((role) => [roleStatement(role.name), ...loginStatements(database, role, maker)]),
    ],
    contexts: contexts.map((context) => {
      const roles = contextRoles(context, prefix);
      return {
        ...roles,
        schema: context,
        statements: [
          freeStatement([roles.owner, roles.runtime]),
          roleStatement(roles.owner),
          ...ownerStatements(roles.owner, maker),
          roleStatement(roles.runtime),
          ...loginStatements(database, runtimeRole(roles, defaultConnectionLimit), maker),
          schemaStatement(roles),
          ...useStatements(roles, maker),
        ],
      };
    }),
  };
}

/** The statements as a script for psql. */
export function grantScript({ database, shared, contexts }: Grants): string {
  const parts = [
    `-- Roles, schemas and rights of the database ${database}, as "metes start" makes them. Run them as a superuser, in
-- that database, after the tables are there; running them again changes nothing. Set the passwords with \\password.
-- Where a role of a context administers the server, nothing is changed: it would lose its rights.
-- transaction_timeout and maintain need PostgreSQL 17.
begin;
`,
    ...shared.map((each) => `${each};\n`),
    ...contexts.flatMap(({ context, owner, runtime, schema, statements }) => [
      `
-- ${context}: ${owner} owns the schema ${schema} and never logs in; ${runtime} runs the context, reads its own tables and
-- adds to them by functions. It cannot change or remove what is in the log.
`,
      ...statements.map((each) => `${each};\n`),
    ]),
    'commit;\n',
  ];
  return parts.join('');
}
