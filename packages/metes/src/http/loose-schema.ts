import type { Json } from '../base/json.ts';

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [key: string]: Json };

const lists = ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const;
const maps = ['properties', '$defs'] as const;
const deciding = ['type', 'enum', 'const', '$ref', ...lists];

/**
 * Where a schema accepts fields that nobody declared: the path to the first such place, `(root)` for the schema itself,
 * or undefined when it is strict throughout. Maps with free keys and declared values count as declared.
 */
export function looseAt(schema: Json, path: readonly string[] = []): string | undefined {
  if (typeof schema === 'boolean') return schema ? named(path) : undefined;
  if (typeof schema !== 'object' || schema === null) return undefined;
  const here = schema as JsonSchema;
  const others = here['additionalProperties'];
  if (!deciding.some((keyword) => keyword in here)) return named(path);
  if (here['type'] === 'object' || 'properties' in here) {
    const isMap = !('properties' in here) && isObject(others) && Object.keys(others).length > 0;
    if (others !== false && !isMap) return named(path);
    if (isMap) {
      const inside = looseAt(others, [...path, '*']);
      if (inside !== undefined) return inside;
    }
  }
  if (here['type'] === 'array' && !('items' in here) && !('prefixItems' in here))
    return named([...path, '[]']);
  if ('items' in here) {
    const inside = looseAt(here['items'], [...path, '[]']);
    if (inside !== undefined) return inside;
  }
  for (const keyword of maps) {
    const inner = here[keyword];
    if (!isObject(inner)) continue;
    for (const [name, each] of Object.entries(inner)) {
      const inside = looseAt(each, [...path, name]);
      if (inside !== undefined) return inside;
    }
  }
  for (const keyword of lists) {
    const inner = here[keyword];
    if (!Array.isArray(inner)) continue;
    for (const each of inner) {
      const inside = looseAt(each as Json, path);
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

/** True for a JSON object. */
export function isObject(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function named(path: readonly string[]): string {
  return path.length === 0 ? '(root)' : path.join('.');
}
