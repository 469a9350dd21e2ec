import { MetesError } from '../base/errors.ts';
import { jsonSchemaOf, type Schema } from '../base/schema.ts';
import type { Route } from '../model/route.ts';
import type { RunningContext } from '../runtime/command-request.ts';
import { isObject, type JsonSchema, looseAt } from './loose-schema.ts';
import { type PathPattern, pathPattern } from './path-pattern.ts';

/** A route of a running context, checked and made ready once, before the first request. */
export interface Endpoint {
  readonly route: Route;
  readonly running: RunningContext;
  /** Method and path pattern: `POST /orders/:orderId/cancel`. */
  readonly name: string;
  readonly pattern: PathPattern;
  /** Fields of the query that are lists. */
  readonly queryLists: ReadonlySet<string>;
}

/** The routes of a context, before or while it runs. */
export interface RoutesOf {
  readonly name: string;
  readonly routes: readonly Route[];
}

/** The JSON Schemas of the input of a route. */
export interface InputSchemas {
  readonly params?: JsonSchema;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
}

/**
 * Makes a route ready.
 *
 * @throws METES_HTTP_PATH_PATTERN, METES_HTTP_SCHEMA_LOOSE, METES_HTTP_PARAMS_MISMATCH, METES_HTTP_ANSWER_STATUS,
 * METES_SCHEMA_NO_JSON
 */
export function endpoint(route: Route, running: RunningContext): Endpoint {
  const name = `${route.method} ${route.path}`;
  const pattern = pathPattern(route.path, running.context.name);
  const { params, query } = inputSchemas(route);
  const given = Object.keys(propertiesOf(params)).sort();
  const path = [...pattern.parameters].sort();
  if (given.join() !== path.join())
    throw new MetesError('METES_HTTP_PARAMS_MISMATCH', {
      route: name,
      path: path.join(', '),
      schema: given.join(', '),
    });
  for (const status of Object.keys(route.answers).map(Number)) {
    if (!(status >= 200 && status <= 399))
      throw new MetesError('METES_HTTP_ANSWER_STATUS', { route: name, status });
  }
  const queryLists = new Set(
    Object.entries(propertiesOf(query)).flatMap(([field, each]) =>
      isObject(each) && each['type'] === 'array' ? [field] : [],
    ),
  );
  return { route, running, name, pattern, queryLists };
}

/**
 * The JSON Schemas of what a route takes.
 *
 * @throws METES_HTTP_SCHEMA_LOOSE, METES_SCHEMA_NO_JSON
 */
export function inputSchemas(route: Route): InputSchemas {
  const name = `${route.method} ${route.path}`;
  const strict = (
    part: 'params' | 'query' | 'body',
    schema: Schema | undefined,
  ): { [P in typeof part]?: JsonSchema } => {
    if (!schema) return {};
    const json = jsonSchemaOf(schema, `the ${part} of ${name}`);
    const at = part === 'body' || json['type'] === 'object' ? looseAt(json) : '(root)';
    if (at !== undefined) throw new MetesError('METES_HTTP_SCHEMA_LOOSE', { part, route: name, at });
    return { [part]: json };
  };
  return {
    ...strict('params', route.params),
    ...strict('query', route.query),
    ...strict('body', route.body),
  };
}

/** The properties of an object schema; none for anything else. */
export function propertiesOf(schema: JsonSchema | undefined): JsonSchema {
  const properties = schema?.['properties'];
  return isObject(properties) ? properties : {};
}
