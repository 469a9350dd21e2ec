import type { Json } from '../base/json.ts';

/** A JSON Schema with its references resolved by `resolve`. */
export type FuzzSchema = { readonly [keyword: string]: Json };

/** One operation of an OpenAPI document, as far as its input goes. */
export interface FuzzEndpoint {
  /** Method and path template: `POST /orders/{orderId}/cancel`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly pathFields: readonly { readonly name: string; readonly schema: FuzzSchema }[];
  readonly queryFields: readonly {
    readonly name: string;
    readonly schema: FuzzSchema;
    readonly required: boolean;
  }[];
  readonly body: FuzzSchema | undefined;
  readonly needsToken: boolean;
  readonly takesKey: boolean;
  readonly needsKey: boolean;
  /** True where an outside party notifies with signed bytes. */
  readonly isWebhook: boolean;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: FuzzSchema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: FuzzSchema }>> };
  readonly security?: readonly object[];
  readonly 'x-metes-webhook'?: boolean;
}

/** An OpenAPI document as it was served or made. */
export interface FuzzDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [part: string]: unknown;
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Every operation of a document. */
export function fuzzEndpoints({ paths }: FuzzDocument): readonly FuzzEndpoint[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      methods.has(method) ? [endpoint(path, method, operation as Operation)] : [],
    ),
  );
}

/** A schema with its reference followed, within the document. */
export function resolver(document: FuzzDocument): (schema: FuzzSchema) => FuzzSchema {
  return (schema) => {
    let here = schema;
    for (let hops = 0; typeof here['$ref'] === 'string' && hops < 20; hops++) {
      const steps = here['$ref'].slice(2).split('/');
      here = steps.reduce<any>((at, step) => at?.[step], document) ?? {};
    }
    return here;
  };
}

function endpoint(path: string, method: string, operation: Operation): FuzzEndpoint {
  const parameters = operation.parameters ?? [];
  const inPlace = (place: string): { name: string; schema: FuzzSchema; required: boolean }[] =>
    parameters
      .filter((each) => each.in === place)
      .map(({ name, schema = {}, required = false }) => ({ name, schema, required }));
  const key = parameters.find((each) => each.in === 'header' && each.name === 'Idempotency-Key');
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    pathFields: inPlace('path'),
    queryFields: inPlace('query'),
    body: operation.requestBody?.content?.['application/json']?.schema,
    needsToken: (operation.security?.length ?? 0) > 0,
    takesKey: key !== undefined,
    needsKey: key?.required === true,
    isWebhook: operation['x-metes-webhook'] === true,
  };
}
