import { STATUS_CODES } from 'node:http';
import type { Json } from '../base/json.ts';
import { jsonSchemaOf } from '../base/schema.ts';
import type { Route } from '../model/route.ts';
import { embeddedSchema } from './embedded-schema.ts';
import { inputSchemas, propertiesOf } from './endpoint.ts';
import type { JsonSchema } from './loose-schema.ts';

const problem = { $ref: '#/components/responses/Problem' };

/**
 * One route as an operation of an OpenAPI document.
 *
 * @param schemas the schemas that the document shares; added to
 * @throws METES_HTTP_SCHEMA_LOOSE, METES_SCHEMA_NO_JSON
 */
export function operation(context: string, route: Route, schemas: Record<string, Json>): Json {
  const id = operationId(context, route);
  const { params, query, body } = inputSchemas(route);
  const embed = (schema: JsonSchema, part: string): Json => embeddedSchema(schema, `${id}.${part}`, schemas);
  const parameters = [
    ...fieldsOf(params, 'path', embed),
    ...fieldsOf(query, 'query', embed),
    ...keyHeader(route),
  ];
  return {
    operationId: id,
    tags: [context],
    summary: route.summary,
    ...(route.access === 'public'
      ? { security: [] }
      : { security: [{ bearer: [] }], description: `For: ${route.access.join(', ')}` }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: embed(body, 'body') } } },
    }),
    ...(route.kind === 'webhook' && {
      requestBody: {
        required: true,
        description: 'Signed; the signature covers the bytes',
        content: { '*/*': { schema: {} } },
      },
      'x-metes-webhook': true,
    }),
    responses: { ...answersOf(route, id, embed), default: problem },
  };
}

/** The name of an operation, unique in the document and fit for the names of functions and components. */
function operationId(context: string, { method, path }: Route): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((segment) => segment.replaceAll(/[^A-Za-z0-9]/g, '_'));
  return [context.replaceAll('-', '_'), method.toLowerCase(), ...words].join('_');
}

function fieldsOf(
  schema: JsonSchema | undefined,
  place: 'path' | 'query',
  embed: (schema: JsonSchema, part: string) => Json,
): Json[] {
  if (!schema) return [];
  const required = (schema['required'] ?? []) as readonly string[];
  const definitions = schema['$defs'];
  return Object.entries(propertiesOf(schema)).map(([name, each]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: embed(
      { ...(each as JsonSchema), ...(definitions !== undefined && { $defs: definitions }) },
      `${place}.${name}`,
    ),
  }));
}

function keyHeader(route: Route): Json[] {
  if (route.kind !== 'write') return [];
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: route.idempotencyKey === 'required',
      description: 'Makes the request take effect once however often it is sent; best a UUID in quotes',
      schema: { type: 'string', minLength: 1, maxLength: 512 },
    },
  ];
}

function answersOf(
  route: Route,
  id: string,
  embed: (schema: JsonSchema, part: string) => Json,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => {
      const description = STATUS_CODES[status] ?? `Status ${status}`;
      if (!schema) return [status, { description }];
      const json = embed(jsonSchemaOf(schema, `the answer ${status} of ${id}`), `answer.${status}`);
      return [status, { description, content: { 'application/json': { schema: json } } }];
    }),
  );
}
