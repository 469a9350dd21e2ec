import type { Json } from '../base/json.ts';

/**
 * One text for all JSON texts with the same content: fields sorted by name, no blanks. Recursive, so give it only
 * values whose depth is limited.
 *
 * @example canonicalJson({ b: 1, a: [true] }) // '{"a":[true],"b":1}'
 */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as { readonly [key: string]: Json };
  const names = Object.keys(fields).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(fields[name]!)}`).join(',')}}`;
}
