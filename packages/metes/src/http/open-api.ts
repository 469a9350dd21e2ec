import type { Json } from '../base/json.ts';
import { toJson } from '../base/json.ts';
import type { Route } from '../model/route.ts';
import type { RoutesOf } from './endpoint.ts';
import { operation } from './open-api-operation.ts';
import { problemSchema } from './problem-schema.ts';

/** What a document is made from. */
export interface OpenApiSetting {
  readonly title: string;
  readonly version: string;
  readonly contexts: readonly (RoutesOf & { readonly purpose?: string })[];
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: { readonly [path: string]: { readonly [method: string]: Json } };
  readonly [part: string]: unknown;
}

/**
 * Describes the routes of contexts as an OpenAPI 3.1 document: one tag a context, every input with its JSON Schema, the
 * key header where it counts, and problem+json for all refusals.
 *
 * @throws METES_HTTP_SCHEMA_LOOSE, METES_SCHEMA_NO_JSON
 * @example openApi({ title: 'Shop', version: '1.0.0', contexts: [ordering] }).paths['/orders/{orderId}'];
 */
export function openApi({ title, version, contexts }: OpenApiSetting): OpenApiDocument {
  const schemas: Record<string, Json> = { Problem: problemSchema };
  const paths: Record<string, Record<string, Json>> = {};
  for (const { name, routes } of contexts) {
    for (const route of routes)
      (paths[templated(route)] ??= {})[route.method.toLowerCase()] = operation(name, route, schemas);
  }
  return toJson({
    openapi: '3.1.0',
    info: { title, version },
    tags: contexts
      .filter((each) => each.routes.length > 0)
      .map(({ name, purpose }) => ({ name, ...(purpose !== undefined && { description: purpose }) })),
    paths,
    components: {
      schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: {
          description: 'Refused or failed; `code` says why',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }) as unknown as OpenApiDocument;
}

function templated({ path }: Route): string {
  return path.replaceAll(/:([A-Za-z][A-Za-z0-9]*)/g, '{$1}');
}
