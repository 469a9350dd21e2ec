import { MetesError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import { type Schema, validate } from '../base/schema.ts';
import type { Principal, Request } from '../model/route.ts';
import type { Endpoint } from './endpoint.ts';
import { type Exchange, hasBody } from './exchange.ts';
import { jsonBody } from './json-body.ts';
import { problemIssues } from './problem.ts';
import { queryFields } from './query-fields.ts';
import { readBody } from './read-body.ts';
import type { Site } from './site.ts';

/** The input of a request: what the route is given, and the same as it was sent. */
export interface Input {
  readonly request: Request<unknown, unknown, unknown>;
  readonly sent: { readonly params: Json; readonly query: Json; readonly body: Json | undefined };
}

/**
 * Reads and validates all that a route takes; undefined when the client went away while sending.
 *
 * @throws METES_HTTP_* of status 400, 413 and 415
 */
export async function readInput(
  site: Site,
  endpoint: Endpoint,
  exchange: Exchange,
  principal: Principal,
  values: readonly string[],
  queryText: string,
): Promise<Input | undefined> {
  const { route, pattern, queryLists, name } = endpoint;
  const params: Record<string, string> = {};
  for (const [index, each] of pattern.parameters.entries()) params[each] = values[index]!;
  const query = queryFields(queryText, queryLists, site.limits);
  const validParams = route.params && fitting(route.params, params, 'params', name);
  const validQuery = fittingQuery(route.query, query, name);
  let body: Json | undefined;
  if (route.body) {
    checkHeaders(exchange.req.headers, hasBody(exchange.req));
    const bytes = await readBody(exchange.req, exchange.res, site.limits.bodyBytes);
    if (!bytes) return undefined;
    body = bytes.length === 0 ? undefined : jsonBody(bytes, site.limits);
  } else if (hasBody(exchange.req)) {
    const bytes = await readBody(exchange.req, exchange.res, site.limits.bodyBytes);
    if (!bytes) return undefined;
    if (bytes.length > 0) throw new MetesError('METES_HTTP_BODY_UNEXPECTED', { route: name });
  }
  const request = {
    params: validParams,
    query: validQuery,
    body: route.body && fitting(route.body, body, 'body', name),
    principal,
    newId: site.newId,
  };
  return { request, sent: { params, query, body } };
}

/**
 * Only plain JSON: no other media type, no other character set, no compression.
 *
 * @throws METES_HTTP_ENCODING, METES_HTTP_MEDIA_TYPE
 */
export function checkHeaders(headers: Exchange['req']['headers'], withBody: boolean): void {
  checkEncoding(headers);
  const type = headers['content-type'];
  if (type === 'application/json' || (type === undefined && !withBody)) return;
  if (
    type !== undefined &&
    type.length < 100 &&
    /^application\/json *(?:; *charset="?utf-8"? *)?$/i.test(type)
  )
    return;
  throw new MetesError('METES_HTTP_MEDIA_TYPE', { type: (type ?? '').slice(0, 100) });
}

/** @throws METES_HTTP_ENCODING for a compressed body: what it unpacks to has no limit. */
export function checkEncoding(headers: Exchange['req']['headers']): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new MetesError('METES_HTTP_ENCODING', { encoding: encoding.slice(0, 100) });
}

function fittingQuery(schema: Schema | undefined, query: Record<string, unknown>, name: string): unknown {
  if (schema) return fitting(schema, query, 'query', name);
  const unknown = Object.keys(query)[0];
  if (unknown === undefined) return undefined;
  const errors = [{ path: `query.${unknown.slice(0, 100)}`, message: 'This route takes no query' }];
  throw new MetesError('METES_HTTP_INPUT_INVALID', { part: 'query', errors });
}

function fitting(schema: Schema, value: unknown, part: 'params' | 'query' | 'body', name: string): unknown {
  const result = validate(schema, value, `the ${part} of ${name}`);
  if ('issues' in result)
    throw new MetesError('METES_HTTP_INPUT_INVALID', { part, errors: problemIssues(part, result.issues) });
  return result.value;
}
