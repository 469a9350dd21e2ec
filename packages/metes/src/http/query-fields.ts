import { MetesError } from '../base/errors.ts';
import { isForbiddenName } from './forbidden-names.ts';
import type { HttpLimits } from './limits.ts';
import { decoded } from './request-target.ts';

/** The fields of a query: a text each, and a list for the fields that a route declares as lists. */
export type QueryFields = Record<string, string | string[]>;

/**
 * Reads a query. A field that is given twice is refused unless the route declares a list.
 *
 * @throws METES_HTTP_MALFORMED
 */
export function queryFields(query: string, lists: ReadonlySet<string>, limits: HttpLimits): QueryFields {
  const fields: QueryFields = {};
  if (query === '') return fields;
  if (!/^[!-~]*$/.test(query))
    throw new MetesError('METES_HTTP_MALFORMED', {
      reason: 'the query has characters that must be percent-encoded',
    });
  const pairs = query.split('&', limits.queryFields + 1);
  if (pairs.length > limits.queryFields)
    throw new MetesError('METES_HTTP_MALFORMED', {
      reason: `the query has more than ${limits.queryFields} fields`,
    });
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = text(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : text(pair.slice(equals + 1));
    if (isForbiddenName(name))
      throw new MetesError('METES_HTTP_MALFORMED', { reason: 'the query has a field with a forbidden name' });
    const there = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (lists.has(name)) fields[name] = Array.isArray(there) ? [...there, value] : [value];
    else if (there === undefined) fields[name] = value;
    else
      throw new MetesError('METES_HTTP_MALFORMED', {
        reason: `the query gives "${name.slice(0, 40)}" twice`,
      });
  }
  return fields;
}

function text(raw: string): string {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  return spaced.includes('%') ? decoded(spaced, 'query') : spaced;
}
