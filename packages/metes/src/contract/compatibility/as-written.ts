import type { Json } from '../../base/json.ts';
import {
  isObject,
  type JsonSchema,
  numberOf,
  propertiesOf,
  requiredOf,
  type SchemaObject,
  schemasOf,
} from './json-schema.ts';
import { type Place, placeOf } from './same-meaning.ts';

/**
 * The schema of what is written under a schema: a field (or a place of a tuple) with a `default` is always there, since a contract writes its
 * data as the schema gives it back. Where it is read, the field may be missing.
 */
export function asWritten(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const known = written.get(schema);
  if (known !== undefined) return known;
  const made = filled(schema, 'schema') as JsonSchema;
  written.set(schema, made);
  return made;
}
// What is made of a schema once stays the same, so that what is known of its parts is found again.
const written = new WeakMap<object, JsonSchema>();

function filled(value: Json, place: Place): Json {
  if (place === 'value') return value;
  if (Array.isArray(value)) return value.map((each: Json) => filled(each, place));
  if (!isObject(value)) return value;
  const inside = Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      filled(each, place === 'names' ? 'schema' : placeOf(key)),
    ]),
  );
  if (place === 'names') return inside;
  const fields = filledFields(value);
  const places = filledPlaces(value);
  return {
    ...inside,
    ...(fields.length > 0 && { required: [...new Set([...requiredOf(value), ...fields])] }),
    ...(places > 0 && { minItems: Math.max(places, numberOf(value, 'minItems') ?? 0) }),
  };
}

/** The fields of a schema that are filled in where they are missing. */
export function filledFields(schema: JsonSchema): readonly string[] {
  if (!isObject(schema)) return [];
  return [...propertiesOf(schema)].flatMap(([name, field]) => (isFilled(field) ? [name] : []));
}

/** How many places of a tuple are there whatever is left out. */
function filledPlaces(schema: SchemaObject): number {
  return (schemasOf(schema, 'prefixItems') ?? []).findLastIndex(isFilled) + 1;
}

function isFilled(schema: JsonSchema): boolean {
  return isObject(schema) && Object.hasOwn(schema, 'default');
}
