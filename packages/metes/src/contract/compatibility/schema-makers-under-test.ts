import type { Json } from '../../base/json.ts';
import type { SchemaObject } from './json-schema.ts';

export const text = { type: 'string' };
export const whole = { type: 'integer' };
export const number = { type: 'number' };

export function object(
  properties: Record<string, Json>,
  required: string[] = [],
  more: SchemaObject = {},
): SchemaObject {
  return { type: 'object', properties, required, ...more };
}
export function shut(properties: Record<string, Json>, required: string[] = []): SchemaObject {
  return object(properties, required, { additionalProperties: false });
}
/** An object with one required field `a`. */
export function a(schema: Json): SchemaObject {
  return object({ a: schema }, ['a']);
}
export function list(items: Json, more: SchemaObject = {}): SchemaObject {
  return a({ type: 'array', items, ...more });
}
export function tree(value: Json, required: string[] = ['value']): SchemaObject {
  return object({ value, kids: { type: 'array', items: { $ref: '#' } } }, required);
}
export const card = object({ type: { const: 'card' }, token: text }, ['type', 'token']);
export const bank = object({ type: { const: 'bank' }, account: text }, ['type', 'account']);
export const cash = object({ type: { const: 'cash' } }, ['type']);
