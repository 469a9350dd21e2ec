import type { Json } from '../base/json.ts';
import { isObject, type JsonSchema } from './loose-schema.ts';

/**
 * A JSON Schema as a part of a larger document: its own definitions move to `components/schemas` under names that begin
 * with `prefix`, and its references follow them.
 *
 * @param components is added to
 */
export function embeddedSchema(schema: JsonSchema, prefix: string, components: Record<string, Json>): Json {
  const { $schema: _dialect, $defs: definitions, ...rest } = schema;
  const place = (ref: string): string =>
    `#/components/schemas/${ref === '#' ? prefix : `${prefix}.${ref.slice('#/$defs/'.length)}`}`;
  let refersToItself = false;
  const moved = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(moved);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        if (key !== '$ref' || typeof each !== 'string') return [key, moved(each)];
        refersToItself ||= each === '#';
        return [key, place(each)];
      }),
    );
  };
  const whole = moved(rest);
  for (const [name, definition] of Object.entries(isObject(definitions) ? definitions : {}))
    components[`${prefix}.${name}`] = moved(definition);
  if (!refersToItself) return whole;
  components[prefix] = whole;
  return { $ref: place('#') };
}
