import { MetesError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';

/** A JSON Schema of the dialect 2020-12, or a part of one. */
export type JsonSchema = boolean | { readonly [keyword: string]: Json };
/** A JSON Schema that is no boolean. */
export type SchemaObject = { readonly [keyword: string]: Json };

/** The keywords that say what a document must be like and that this checker understands. */
const decided = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'uniqueItems',
  'anyOf',
  'oneOf',
  'allOf',
  '$ref',
]);

/** The keywords that say nothing about which documents are valid. */
const silent = new Set([
  '$schema',
  '$id',
  '$defs',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'unit',
]);

/** True for a JSON object. */
export function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema under a keyword as an object or boolean; anything is accepted where there is none. */
export function asSchema(value: Json | undefined): JsonSchema {
  if (typeof value === 'boolean' || isObject(value)) return value;
  return true;
}

/** The schemas of a keyword that holds a list of them. */
export function schemasOf(schema: SchemaObject, keyword: string): readonly JsonSchema[] | undefined {
  const list = own(schema, keyword);
  return Array.isArray(list) ? list.map((each: Json) => asSchema(each)) : undefined;
}

/** The value of a keyword that the schema itself has. */
export function own(schema: SchemaObject, keyword: string): Json | undefined {
  return Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
}

/** The number under a keyword. */
export function numberOf(schema: SchemaObject, keyword: string): number | undefined {
  const value = own(schema, keyword);
  return typeof value === 'number' ? value : undefined;
}

/** The schemas of the declared fields. */
export function propertiesOf(schema: SchemaObject): ReadonlyMap<string, JsonSchema> {
  const properties = own(schema, 'properties');
  return new Map(
    isObject(properties) ? Object.entries(properties).map(([name, each]) => [name, asSchema(each)]) : [],
  );
}

/** The names of the fields that must be there. */
export function requiredOf(schema: SchemaObject): readonly string[] {
  const required = own(schema, 'required');
  return Array.isArray(required) ? required.filter((each): each is string => typeof each === 'string') : [];
}

/** The types that a schema names; undefined when it names none. */
export function typesOf(schema: SchemaObject): readonly string[] | undefined {
  const type = own(schema, 'type');
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? (type as readonly string[]) : undefined;
}

/** `{ not: {} }`: nothing is valid. What zod writes for `z.never()`. */
export function isNever(schema: SchemaObject): boolean {
  const not = own(schema, 'not');
  return not === true || (isObject(not) && Object.keys(not).length === 0);
}

/** The first keyword of the schema itself that this checker cannot judge; undefined when it knows all. */
export function unknownKeyword(schema: SchemaObject): string | undefined {
  return Object.keys(schema).find(
    (keyword) =>
      !decided.has(keyword) &&
      !silent.has(keyword) &&
      !keyword.startsWith('x-') &&
      !(keyword === 'not' && isNever(schema)),
  );
}

/** True when a keyword has no part in which documents are valid. */
export function isSilent(keyword: string): boolean {
  return silent.has(keyword) || keyword.startsWith('x-');
}

/**
 * What a reference inside a schema points to: `#` or `#/...`.
 *
 * @throws METES_CONTRACT_SCHEMA_UNDECIDED for references that lead out of the schema or nowhere
 */
export function resolved(reference: string, root: JsonSchema): JsonSchema {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) throw undecided(`the reference ${reference} leads out of the schema`);
  let at: Json | undefined = root;
  for (const step of reference.slice(2).split('/')) {
    const key = decoded(step, reference).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(key)];
    else at = isObject(at) ? own(at, key) : undefined;
  }
  if (typeof at !== 'boolean' && !isObject(at)) throw undecided(`the reference ${reference} leads nowhere`);
  return at;
}

function decoded(step: string, reference: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    throw undecided(`the reference ${reference} leads nowhere`);
  }
}

/** What is thrown where a schema says more than this checker understands. */
export function undecided(reason: string): MetesError {
  return new MetesError('METES_CONTRACT_SCHEMA_UNDECIDED', { reason });
}
