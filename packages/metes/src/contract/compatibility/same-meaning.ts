import type { Json } from '../../base/json.ts';
import { isObject, isSilent, type JsonSchema } from './json-schema.ts';
import type { Child } from './shape.ts';

/** The JSON of a schema without what says nothing about documents; fields in order. Units are no part of it. */
export function meaningOf(schema: JsonSchema): string {
  const known = meanings.get(schema as object);
  if (known !== undefined) return known;
  const text = JSON.stringify(plain(schema, 'schema'));
  if (typeof schema === 'object') meanings.set(schema, text);
  return text;
}
const meanings = new WeakMap<object, string>();

/** True when two parts of schemas say the same in the same words, so that nothing needs to be proved. */
export function sameMeaning(
  one: Child,
  other: Child,
  rootOfOne: JsonSchema,
  rootOfOther: JsonSchema,
): boolean {
  if (Array.isArray(one) || Array.isArray(other)) return one === other;
  const text = meaningOf(one as JsonSchema);
  if (text !== meaningOf(other as JsonSchema)) return false;
  return !text.includes('"$ref":') || definitionsOf(rootOfOne) === definitionsOf(rootOfOther);
}

function definitionsOf(root: JsonSchema): string {
  return JSON.stringify([meaningOf(root), isObject(root) ? plain(root['$defs'] ?? {}, 'names') : {}]);
}

/** What stands under a keyword of a schema: further schemas, schemas by name, or plain JSON. */
export type Place = 'schema' | 'names' | 'value';

function plain(value: Json, place: Place): Json {
  if (place === 'value') return sorted(value);
  if (Array.isArray(value)) return value.map((each: Json) => plain(each, place));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => place === 'names' || !isSilent(key))
      .toSorted()
      .map((key) => [key, plain(value[key]!, place === 'names' ? 'schema' : placeOf(key))]),
  );
}

/** What stands under a keyword. */
export function placeOf(keyword: string): Place {
  if (['properties', 'patternProperties', 'dependentSchemas', '$defs'].includes(keyword)) return 'names';
  if (['enum', 'const', 'required', 'default', 'examples'].includes(keyword)) return 'value';
  return 'schema';
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key]!)]),
  );
}
