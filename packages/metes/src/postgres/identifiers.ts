import { MetesError } from '../base/errors.ts';

/**
 * The one function that makes a quoted identifier of a name that was given: letters, digits, hyphens and underscores,
 * beginning with a letter, at most 63 of them.
 *
 * @throws METES_STORE_NAME
 * @example quoted('back-office') // '"back-office"'
 */
export function quoted(name: string): string {
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) throw new MetesError('METES_STORE_NAME', { name });
  return `"${name}"`;
}

/** A text as an SQL literal, for statements that take no parameters. */
export function literal(text: string): string {
  const escaped = text.replaceAll("'", "''");
  return escaped.includes('\\') ? ` E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}

/** The names of the roles of a context in the database server, where roles are shared by all databases. */
export interface RoleNames {
  /** Logs in; runs the context. */
  readonly runtime: string;
  /** Cannot log in; owns everything in the schema. */
  readonly owner: string;
}

/** The roles of a context. @throws METES_STORE_NAME */
export function rolesOf(context: string, prefix = ''): RoleNames {
  const names = { runtime: `${prefix}${context}`, owner: `${prefix}${context}_owner` };
  quoted(names.owner);
  return names;
}

/** The role that reads what contexts publish. */
export const transportRole = 'metes_transport';

/** The role that reads everything and writes nothing. */
export const auditorRole = 'metes_auditor';
